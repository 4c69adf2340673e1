using System.Globalization;
using Azure.Storage.Queues;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// The Functions app while its storage is away for a minute. Not among the tests that run one at a time: nearly all of it is
/// waiting.
/// </summary>
public sealed class FunctionsOutageTests
{
    private const int Connections = 4;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the host ended after {ended.TotalSeconds:0} s"));
            app = await run.StartFunctionsAsync(Cancellation);
        }

        await NoneIsLostAsync(run, app, load);
    }

    /// <summary>
    /// Every accepted message is at a carrier or a dead letter, or still in the queue: one that was handed out when the store went
    /// away could not be taken over, and is hidden for the trigger's ten minutes.
    /// </summary>
    private static async Task NoneIsLostAsync(StorageRun run, GatewayProcess app, SteadyLoad load)
    {
        string[] accepted = [.. load.Answers.Select(answer => answer.Id).OfType<string>()];
        Dictionary<string, int> seen = [];
        long missing = 0;
        long hidden = 0;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    hidden = await app.QueuedAsync(Cancellation);
                    seen = await run.Carriers.SeenAsync(Cancellation);
                    var deadLetters = await app.DeadLettersAsync(Cancellation);
                    missing = accepted.Count(id => !seen.ContainsKey(id) && !deadLetters.ContainsKey(id));
                    return missing <= hidden && await IsQuietAsync(run);
                },
                Bound,
                Cancellation),
            $"{missing} messages are missing, and {hidden} in the queue");
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{accepted.Length} accepted, of which {missing} hidden still and {accepted.Count(id => seen.GetValueOrDefault(id) > 1)} sent more than once; {load.CountOf(503)} refused with 503"));
    }

    /// <summary>Whether no message is waiting to be handed out.</summary>
    private static async Task<bool> IsQuietAsync(StorageRun run) =>
        (await new QueueClient(run.Azurite.ConnectionString, AzureStorageOptions.SendQueue).PeekMessageAsync(Cancellation)).Value is null;
}
