using System.Globalization;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>A command of dev.cs as a process of its own, in a folder of its own.</summary>
internal sealed class BlackBoxRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private readonly ChildProcess _command;

    private BlackBoxRun(string[] arguments) =>
        _command = ChildProcess.Start(
            Artifacts.Program("SmsGateway.Workbench"),
            [.. arguments, "--logs", Path.Combine(_folder, "logs")],
            // What started the tests may have named itself; the command belongs to the tests, and ends with them.
            new Dictionary<string, string>
            {
                ["SMSGATEWAY_PARENT"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            },
            Path.Combine(_folder, "output.log")
        );

    public string Text => _command.Log();

    public bool HasEnded => _command.HasExited;

    public static BlackBoxRun Start(params string[] arguments) => new(arguments);

    /// <summary>Runs a command to its end, which must be a good one; what it printed is the message when it is not.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> MustSucceedAsync(params string[] arguments)
    {
        await using var run = Start(arguments);
        Assert.True(await run._command.ExitedAsync(TestContext.Current.CancellationToken) == 0, run.Text);
        return run.Text;
    }

    /// <summary>Ends it as the system's manager would.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public Task<bool> StopAsync() => _command.StopAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
