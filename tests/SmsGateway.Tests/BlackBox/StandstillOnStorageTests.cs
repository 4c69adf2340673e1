using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// Two gateway processes on one queue, of which one stands still with messages in hand for longer than it has them leased. Not
/// among the tests that run one at a time: nearly all of its half minute is waiting for those leases.
/// </summary>
[StartsEarly]
[StartsProgram]
public sealed class StandstillOnStorageTests
{
    private const int Messages = 20;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_stood_still_sends_and_queues_nothing_again_that_another_has_delivered(
        bool isTakenMeanwhile
    )
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGSTOP");
        await using var run = await StorageRun.StartAsync(Cancellation);
        await using var way = new TcpGate(run.Carriers.Address);
        var other = await run.StartGatewayAsync(Cancellation);
        var standing = await run.StartGatewayAsync(Cancellation, way.Address);

        // The other one takes nothing as long as the first has not all in hand, each in a call that reaches nobody.
        Signal(other, Native.Stop);
        way.Shut();
        var ids = new List<string>();
        for (var i = 0; i < Messages; i++)
        {
            ids.Add(await run.AcceptAsync(standing, i, Cancellation));
        }

        await UntilAsync(() => Task.FromResult(way.Waiting == Messages));
        Signal(standing, Native.Stop);
        if (isTakenMeanwhile)
        {
            // The carrier takes all of them, and the process that has sent them does not hear of it.
            way.Open();
            await UntilAsync(async () => (await run.Carriers.SeenAsync(Cancellation)).Count == Messages);
        }

        Signal(other, Native.Continue);
        await UntilAsync(async () => await other.QueuedAsync(Cancellation) == 0);
        Signal(standing, Native.Continue);

        // It has let go of each, and works.
        await UntilAsync(() => Task.FromResult(Lost(standing) == Messages));
        way.Open();
        ids.Add(await run.AcceptAsync(standing, Messages, Cancellation));
        await UntilAsync(async () => (await run.Carriers.SeenAsync(Cancellation)).ContainsKey(ids[^1]));
        await UntilAsync(async () => await other.QueuedAsync(Cancellation) == 0);

        var seen = await run.Carriers.SeenAsync(Cancellation);
        Assert.Equal(ids.Order(), seen.Keys.Order());
        Assert.All(ids[..Messages], id => Assert.Equal(isTakenMeanwhile ? 2 : 1, seen[id]));
        Assert.Empty(await other.DeadLettersAsync(Cancellation));
    }

    private static void Signal(GatewayProcess gateway, int signal) =>
        Assert.Equal(0, Native.Kill(gateway.Child.Id, signal));

    private static int Lost(GatewayProcess gateway) =>
        gateway.Child.Log().Split("was lost before its run had ended").Length - 1;

    private static async Task UntilAsync(Func<Task<bool>> condition) =>
        Assert.True(await Poll.UntilAsync(condition, Bound, Cancellation));
}
