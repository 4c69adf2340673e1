using System.Diagnostics;
using System.Text.Json;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>A running load generator. It ends with its input, so it cannot outlive this process.</summary>
internal sealed class LoadProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private LoadProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static LoadProcess Start(LoadPlan plan) =>
        new(StartProcess(LoadCommand.Name, JsonSerializer.Serialize(plan), isFrugal: true));

    /// <summary>A process of this kind: this program with another command, and a plan on its input.</summary>
    /// <param name="command">Which.</param>
    /// <param name="plan">As JSON, in one line.</param>
    /// <param name="isFrugal">Whether its sockets take as little as they can; else as the runtime has them, like the gateway's.</param>
    public static Process StartProcess(string command, string plan, bool isFrugal)
    {
        var start = new ProcessStartInfo(ChildProcess.Dotnet, [Artifacts.Program("SmsGateway.Workbench"), command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isFrugal)
        {
            // One thread waits for all sockets and does their work itself: no hand-over between threads.
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"] = "1";
        }

        start.Environment["NO_PROXY"] = "127.0.0.1";
        var process = Process.Start(start) ?? throw new HarnessException("The load generator could not be started.");
        process.StandardInput.WriteLine(plan);
        process.StandardInput.Flush();
        return process;
    }

    public static async Task<LoadReport> RunAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        using var load = Start(plan);
        return await load.ReportAsync(cancellationToken);
    }

    /// <summary>No further requests; answers that are outstanding are awaited.</summary>
    public void Stop() => _process.StandardInput.Close();

    public async Task<LoadReport> ReportAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0
            ? JsonSerializer.Deserialize<LoadReport>(await _output)!
            : throw new HarnessException($"The load generator failed: {await _errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
