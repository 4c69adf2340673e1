using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

[StartsEarly]
public sealed class KilledWorkerTests : FunctionsDeathTest
{
    [Fact]
    public async Task A_killed_workers_message_is_sent_once_by_the_next_worker()
    {
        var host = await Run.StartFunctionsAsync(Cancellation, Gate.Address);
        var id = await HoldAsync(host);

        var killedAt = TimeProvider.System.GetUtcNow();
        host.KillWorker();
        Gate.Open();

        await ArrivesOnceAsync(host, id, killedAt);
        Assert.Equal(2, host.WorkersStarted);
    }
}

public sealed class KilledWorkerAfterSendingTests : FunctionsDeathTest
{
    [Fact]
    public async Task A_killed_workers_message_that_the_carrier_had_already_is_sent_at_most_once_more()
    {
        var host = await Run.StartFunctionsAsync(Cancellation, Gate.Address);
        Gate.KeepsAnswers = true;
        var id = await Run.AcceptAsync(host, 1, Cancellation);
        await Run.ArrivalAsync(id, Bound, Cancellation);

        host.KillWorker();
        Gate.Open();
        Assert.True(
            await Poll.UntilAsync(() => Task.FromResult(host.WorkersStarted == 2), Bound, Cancellation),
            "a new worker starts"
        );

        await EmptyAsync(host);
        Assert.InRange((await Run.Carriers.SeenAsync(Cancellation))[id], 1, 2);
    }
}

public sealed class KilledHostTests : FunctionsDeathTest
{
    [Fact]
    public async Task A_killed_hosts_message_is_finished_by_the_orphaned_worker_and_sent_once()
    {
        var dying = await Run.StartFunctionsAsync(Cancellation, Gate.Address);
        var id = await HoldAsync(dying);

        await dying.KillAsync();
        var killedAt = TimeProvider.System.GetUtcNow();
        Gate.Open();

        await ArrivesOnceAsync(await Run.StartFunctionsAsync(Cancellation, Gate.Address), id, killedAt);
    }
}

public sealed class KilledHostAndWorkerTests : FunctionsDeathTest
{
    [Fact]
    public async Task What_host_and_worker_had_in_hand_when_both_were_killed_is_at_the_carrier_within_thirty_seconds_and_once()
    {
        var survivor = await Run.StartFunctionsAsync(Cancellation);
        var dying = await Run.StartFunctionsAsync(Cancellation, Gate.Address);
        Gate.Shut();
        var ids = new List<string>();
        do
        {
            ids.Add(await Run.AcceptAsync(survivor, ids.Count, Cancellation));
        } while (await SurvivorTookAsync(ids[^1]));

        var worker = dying.WorkerId;
        var killedAt = TimeProvider.System.GetUtcNow();
        dying.KillWorker();
        await dying.KillAsync();
        Assert.True(
            await Poll.UntilAsync(
                () =>
                    Task.FromResult(
                        !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{worker}/task"))
                    ),
                Bound,
                Cancellation
            ),
            "the worker is dead"
        );

        await ArrivesOnceAsync(survivor, ids[^1], killedAt);
        Assert.All((await Run.Carriers.SeenAsync(Cancellation)).Values, times => Assert.Equal(1, times));
    }
}

public sealed class StoppedHostTests : FunctionsDeathTest
{
    [Fact]
    public async Task A_host_that_is_stopped_ends_well_and_leaves_its_messages_to_the_next_one()
    {
        var stopping = await Run.StartFunctionsAsync(Cancellation, Gate.Address);
        var ids = new List<string>();
        Gate.Shut();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await Run.AcceptAsync(stopping, i, Cancellation));
        }

        Assert.True(await Poll.UntilAsync(() => Task.FromResult(Gate.Waiting == ids.Count), Bound, Cancellation));

        var stoppedAt = TimeProvider.System.GetUtcNow();
        Assert.True(await stopping.Child.StopAsync(TimeSpan.FromSeconds(15)), "SIGTERM ends it");
        Assert.Equal(0, await stopping.Child.ExitedAsync(Cancellation));
        var took = TimeProvider.System.GetUtcNow() - stoppedAt;

        Gate.Open();
        var next = await Run.StartFunctionsAsync(Cancellation, Gate.Address);
        foreach (var id in ids)
        {
            await Run.ArrivalAsync(id, Promise, Cancellation);
        }

        await EmptyAsync(next);
        var seen = await Run.Carriers.SeenAsync(Cancellation);
        Assert.Equal(ids.Order(), seen.Keys.Order());
        Assert.All(seen.Values, times => Assert.Equal(1, times));
        Report(string.Create(CultureInfo.InvariantCulture, $"ended {took.TotalSeconds:0.0} s after SIGTERM"));
    }
}
