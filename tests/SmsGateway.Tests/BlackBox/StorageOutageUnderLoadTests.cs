using System.Globalization;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// The gateway as a process on an Azurite that goes away and comes back while messages are posted and delivered. Not among the
/// tests that run one at a time: often it waits for the lease of a message that was handed out to nobody, in an answer cut off.
/// </summary>
[StartsProgram]
public sealed class StorageOutageUnderLoadTests
{
    private const int Connections = 8;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>A call to the store ends within its limit; the rest is for a machine that is busy with other things.</summary>
    private static readonly TimeSpan LongestAnswer = StorageAccount.CallLimit + TimeSpan.FromSeconds(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_goes_away_twice_costs_503s_and_no_message_and_no_restart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Azurite would forget messages");
        await using var run = await StorageRun.StartAsync(Cancellation);
        var gateway = await run.StartGatewayAsync(Cancellation);
        var load = new SteadyLoad(gateway, run.Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var posting = load.RunAsync(Connections, stop.Token);
        await MustAnswerAsync(load, 200, 50);
        for (var outage = 1; outage <= 2; outage++)
        {
            await run.Azurite.StopAsync();
            await MustAnswerAsync(load, 503, 30);
            await run.Azurite.StartAgainAsync();
            await MustAnswerAsync(load, 200, 50);
        }

        await stop.CancelAsync();
        await posting;

        Assert.All(
            load.Answers,
            answer => Assert.True(answer.Status is 200 or 503 && answer.Took < LongestAnswer, answer.ToString())
        );
        Assert.All(load.Answers, answer => Assert.Equal(answer.Status == 503, answer.SaysWhen));
        Assert.Empty(
            await LostAsync(
                run,
                gateway,
                [.. load.Answers.Where(answer => answer.Id is not null).Select(answer => answer.Id!)]
            )
        );
        Assert.False(gateway.Child.HasExited);
        Report(load);
    }

    private static async Task MustAnswerAsync(SteadyLoad load, int status, int more) =>
        Assert.True(await load.AnsweredAsync(status, more, Bound, Cancellation), $"no {more} answers with {status}");

    /// <summary>Those that are neither at a carrier nor a dead letter when there is nothing left to wait for.</summary>
    private static async Task<IReadOnlyList<string>> LostAsync(
        StorageRun run,
        GatewayProcess gateway,
        IReadOnlyList<string> accepted
    )
    {
        IReadOnlyList<string> missing = accepted;
        await Poll.UntilAsync(
            async () =>
            {
                var seen = await run.Carriers.SeenAsync(Cancellation);
                missing = [.. missing.Where(id => !seen.ContainsKey(id))];
                if (missing.Count > 0)
                {
                    var deadLetters = await gateway.DeadLettersAsync(Cancellation);
                    missing = [.. missing.Where(id => !deadLetters.ContainsKey(id))];
                }

                return missing.Count == 0;
            },
            Bound,
            Cancellation
        );
        return missing;
    }

    private static void Report(SteadyLoad load) =>
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{load.CountOf(200)} accepted, {load.CountOf(503)} refused with 503, the slowest answer after {load.Answers.Max(answer => answer.Took).TotalSeconds:0.0} s"
            )
        );
}
