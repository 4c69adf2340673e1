using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// Two gateway processes on one queue, of which one dies by kill -9 with a message in hand. Not among the tests that run one at
/// a time: nearly all of its half minute is waiting for the dead one's lease.
/// </summary>
[StartsProgram]
public sealed class DeathOnStorageTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_process_had_in_hand_is_at_the_carrier_within_thirty_seconds_and_once()
    {
        // The carrier of the process that is going to die: takes connections, and neither reads nor answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var run = await StorageRun.StartAsync(Cancellation);
        var survivor = await run.StartGatewayAsync(Cancellation);
        var dying = await run.StartGatewayAsync(Cancellation, new Uri($"http://{silent.LocalEndpoint}"));

        var ids = new List<string>();
        var taking = silent.AcceptSocketAsync(Cancellation).AsTask();
        do
        {
            ids.Add(await survivor.AcceptAsync(Message(ids.Count), run.Token, Cancellation));
        } while (await SurvivorTookAsync(run, ids[^1], taking));

        var killedAt = TimeProvider.System.GetUtcNow();
        await dying.KillAsync();
        (await taking).Dispose();

        var arrival = await ArrivalAsync(run, ids[^1]);
        Assert.InRange(arrival.ReceivedAt - killedAt, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        // Nothing is left that could be sent once more.
        Assert.True(
            await Poll.UntilAsync(async () => await survivor.QueuedAsync(Cancellation) == 0, Bound, Cancellation)
        );
        var seen = await run.Carriers.SeenAsync(Cancellation);
        Assert.Equal(ids.Order(), seen.Keys.Order());
        Assert.All(seen.Values, times => Assert.Equal(1, times));
        Assert.Empty(await survivor.DeadLettersAsync(Cancellation));
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"at the carrier {(arrival.ReceivedAt - killedAt).TotalSeconds:0.0} s after the kill"
            )
        );
    }

    /// <returns>False when the process that is going to die has it.</returns>
    private static async Task<bool> SurvivorTookAsync(StorageRun run, string id, Task taking)
    {
        Assert.True(
            await Poll.UntilAsync(
                async () => taking.IsCompleted || (await run.Carriers.SeenAsync(Cancellation)).ContainsKey(id),
                Bound,
                Cancellation
            )
        );
        return !taking.IsCompleted;
    }

    private static async Task<Arrival> ArrivalAsync(StorageRun run, string id)
    {
        Arrival? found = null;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                    (
                        found = (await run.Carriers.ArrivalsAsync(Cancellation)).FirstOrDefault(arrival =>
                            arrival.CorrelationId == id
                        )
                    )
                        is not null,
                Bound,
                Cancellation
            )
        );
        return found!;
    }

    private static string Message(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"recipient":"+614915701{{number:00}}","body":"Your code is {{number:000000}}"}"""
        );
}
