using System.Diagnostics;
using SmsGateway.Testing;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>A real process of the tool, killed while Auth0 has its request in hand.</summary>
[StartsProgram]
public sealed class KilledProcessTests : TenantTest
{
    private const int Write = 4;
    private const int Check = 5;

    [Theory]
    [InlineData(Write, FaultKind.HoldBefore, "ended before its write reached Auth0")]
    [InlineData(Write, FaultKind.HoldAfter, "ended between its write and its check")]
    [InlineData(Check, FaultKind.HoldBefore, "ended between its write and its check")]
    public async Task The_next_connect_says_what_it_found_and_finishes(int request, object kind, string sentence)
    {
        var connection = Tenant.AddConnection(SampleOptions.Awkward);
        await KillAsync("connect", request, (FaultKind)kind);

        var status = await RunAsync("status --no-probe");
        var finished = await MustAsync("connect --yes --mode connection");
        var connected = connection.Options;
        await MustAsync("disconnect --yes");

        Assert.Equal(1, status.ExitCode);
        Assert.Contains(sentence, finished.Out, StringComparison.Ordinal);
        Assert.Contains(GatewayUrl, connected, StringComparison.Ordinal);
        Assert.Equal(SampleOptions.Awkward, connection.Options);
    }

    [Theory]
    [InlineData(FaultKind.HoldBefore)]
    [InlineData(FaultKind.HoldAfter)]
    public async Task So_does_the_next_disconnect(object kind)
    {
        var connection = Tenant.AddConnection(SampleOptions.Awkward);
        await MustAsync("connect --yes --mode connection");
        await KillAsync("disconnect", request: 4, (FaultKind)kind);

        await MustAsync("disconnect --yes");

        Assert.Equal(SampleOptions.Awkward, connection.Options);
        Assert.Empty(StateFiles);
    }

    private async Task KillAsync(string command, int request, FaultKind kind)
    {
        Auth0.Faults.Restart();
        Auth0.Faults.On(request, new Fault(kind));
        string[] line =
        [
            .. ChildProcess.CommandOf(Artifacts.Program("SmsGateway.Cli")),
            "auth0",
            command,
            "--yes",
            "--mode",
            "connection",
            .. command == "connect" ? ["--no-probe"] : Array.Empty<string>(),
        ];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
            var first = await Task.WhenAny(Auth0.Faults.Holding, ended)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.True(first == Auth0.Faults.Holding, "It ended before it was killed.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Auth0.Faults.Restart();
    }
}
