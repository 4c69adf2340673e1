using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>The app's process, started with the command line that the platform gives it; its output goes to the host's log.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>How long a worker may go on when the host was killed: it finishes what it has in hand. By itself it does not end.</summary>
    private static readonly TimeSpan OrphanGrace = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly OrphanGuard _guard;
    private readonly Task _output;

    private WorkerProcess(Process process, ILogger console)
    {
        _process = process;
        _guard = new OrphanGuard(process.Id, OrphanGrace);
        _output = Task.WhenAll(
            CopyAsync(process.StandardOutput, console, LogLevel.Information),
            CopyAsync(process.StandardError, console, LogLevel.Error)
        );
        Exited = ExitAsync();
    }

    public int Id => _process.Id;

    /// <summary>Its exit code, when it has ended and all its output is in the log.</summary>
    public Task<int> Exited { get; }

    public static WorkerProcess Start(HostSettings settings, Uri host, string workerId, ILoggerFactory logs)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(settings.AppFolder, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        var executable = description.GetProperty("defaultExecutablePath").GetString()!;
        var length = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(
            executable == "dotnet" ? ChildProcess.Dotnet : executable,
            [
                Path.Combine(settings.AppFolder, description.GetProperty("defaultWorkerPath").GetString()!),
                "--host",
                host.Host,
                "--port",
                host.Port.ToString(CultureInfo.InvariantCulture),
                "--workerId",
                workerId,
                "--requestId",
                workerId,
                "--grpcMaxMessageLength",
                length,
                "--functions-uri",
                host.ToString(),
                "--functions-worker-id",
                workerId,
                "--functions-request-id",
                workerId,
                "--functions-grpc-max-message-length",
                length,
            ]
        )
        {
            WorkingDirectory = settings.AppFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        ChildProcess.SetEnvironment(start, settings.Values);
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = settings.AppFolder;
        return new WorkerProcess(Process.Start(start)!, logs.CreateLogger("Host.Function.Console"));
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        _process.Dispose();
    }

    private async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        _guard.Dispose();
        await _output;
        return _process.ExitCode;
    }

    private static async Task CopyAsync(StreamReader output, ILogger console, LogLevel level)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            console.Log(level, default, line, null, (text, _) => text);
        }
    }
}
