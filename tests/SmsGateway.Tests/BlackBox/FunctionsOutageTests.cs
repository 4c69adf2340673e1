using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

[StartsEarly]
public sealed class SilentStoreTests : FunctionsOutageTest
{
    [Fact]
    public async Task A_store_that_is_silent_for_a_minute_costs_no_message_and_no_restart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "makes Azurite stand still");
        await using var run = await StorageRun.StartAsync(Cancellation);
        var app = await run.StartFunctionsAsync(Cancellation);
        var load = new SteadyLoad(app, run.Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var posting = load.RunAsync(Connections, stop.Token);
        Assert.True(await load.AnsweredAsync(200, 30, Bound, Cancellation), "messages are taken before");

        run.Azurite.Pause();
        await Task.Delay(Outage, TimeProvider.System, Cancellation);
        run.Azurite.Resume();
        Assert.True(await load.AnsweredAsync(200, 30, Bound, Cancellation), "messages are taken again");
        await stop.CancelAsync();
        await posting;

        Assert.All(load.Answers, answer => Assert.True(answer.Status is 200 or 503, answer.ToString()));
        Assert.True(load.CountOf(503) > 0, "the outage is seen");
        Assert.False(app.Child.HasExited);
        await NoneIsLostAsync(run, app, load);
    }
}

[StartsEarly]
public sealed class RefusingStoreTests : FunctionsOutageTest
{
    /// <summary>The platform's listener gives up after some time; the platform starts the host anew.</summary>
    [Fact]
    public async Task A_store_that_refuses_connections_for_a_minute_may_end_the_host_and_costs_no_message()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Azurite would forget messages");
        await using var run = await StorageRun.StartAsync(Cancellation);
        var app = await run.StartFunctionsAsync(Cancellation);
        var load = new SteadyLoad(app, run.Token);
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            var posting = load.RunAsync(Connections, stop.Token);
            Assert.True(await load.AnsweredAsync(200, 30, Bound, Cancellation), "messages are taken before");
            await stop.CancelAsync();
            await posting;
        }

        var awayAt = TimeProvider.System.GetTimestamp();
        await run.Azurite.StopAsync();
        await Poll.UntilAsync(() => Task.FromResult(app.Child.HasExited), Outage, Cancellation);
        var ended = TimeProvider.System.GetElapsedTime(awayAt);
        await run.Azurite.StartAgainAsync();
        if (app.Child.HasExited)
        {
            Assert.Equal(1, await app.Child.ExitedAsync(Cancellation));
            TestContext.Current.TestOutputHelper!.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"the host ended after {ended.TotalSeconds:0} s")
            );
            app = await run.StartFunctionsAsync(Cancellation);
        }

        await NoneIsLostAsync(run, app, load);
    }
}
