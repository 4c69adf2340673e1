using System.Diagnostics;
using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Workbench.Abuse;
using SmsGateway.Workbench.Bench;
using SmsGateway.Workbench.Crash;
using SmsGateway.Workbench.Demo;
using SmsGateway.Workbench.Functions;
using SmsGateway.Workbench.Run;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>The commands of dev.cs in small: the gateway as a process, with kill -9, real sockets and real files.</summary>
[Collection(BlackBoxCollection.Name)]
public sealed partial class WorkbenchCommandTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly BlackBoxRun _run = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Every_step_of_the_demo_goes_as_it_should() =>
        await _run.MustSucceedAsync(DemoCommand.RunAsync(new DemoOptions(IsOnAzurite: false), _run.Folder, _run.Output, Cancellation));

    [Fact]
    public async Task Nothing_accepted_is_lost_when_the_gateway_is_killed_under_load() =>
        await _run.MustSucceedAsync(CrashCommand.RunAsync(new CrashOptions(Rounds: 3, Seed: 1), _run.Folder, _run.Output, Cancellation));

    [Fact]
    public async Task No_malformed_or_forged_request_is_accepted_or_answered_5xx() =>
        await _run.MustSucceedAsync(AbuseCommand.RunAsync(new AbuseOptions(Requests: 5000, Seed: 1), _run.Folder, _run.Output, Cancellation));

    [Fact]
    public async Task The_benchmark_measures_every_row_of_its_table()
    {
        var moment = TimeSpan.FromMilliseconds(200);
        await _run.MustSucceedAsync(BenchCommand.RunAsync(
            new BenchOptions(moment, moment, IdleMessages: 5, Deliveries: 200, Starts: 1, Backlogs: [1, 1000], StorageRounds: 1), _run.Folder, _run.Output, Cancellation));
        Assert.Contains("accept on Azure Storage / bare SendMessage loop: ", _run.Text, StringComparison.Ordinal);
        Assert.Equal(13, _run.Text.Split('\n').Count(line => Figures().IsMatch(line)));
    }

    [Fact]
    public async Task Functions_starts_the_app_and_sends_a_message_through_it()
    {
        await _run.MustSucceedAsync(FunctionsCommand.RunAsync(
            new FunctionsOptions(FreePort.Any(), FreePort.Any(), SendsOne: true), _run.Folder, _run.Output, Cancellation));
        Assert.Contains("the app runs ", _run.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("At the carrier.", _run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_prints_a_curl_line_that_works_as_pasted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell and curl");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = RunCommand.RunAsync(new RunOptions(FreePort.Any(), FreePort.Any()), _run.Folder, _run.Output, end.Token);
        Assert.True(await Poll.UntilAsync(() => Task.FromResult(running.IsCompleted || _run.Text.Contains("Ctrl+C", StringComparison.Ordinal)), Bound, Cancellation));

        var line = Assert.Single(_run.Text.Split('\n'), line => line.StartsWith("curl ", StringComparison.Ordinal));
        var answer = await ShellAsync(line);
        await end.CancelAsync();

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        await _run.MustSucceedAsync(running);
    }

    private static async Task<string> ShellAsync(string line)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var answer = await shell.StandardOutput.ReadToEndAsync(Cancellation);
        await shell.WaitForExitAsync(Cancellation);
        return answer;
    }

    [GeneratedRegex(@"\s\d+(\.\d+)?$")]
    private static partial Regex Figures();
}
