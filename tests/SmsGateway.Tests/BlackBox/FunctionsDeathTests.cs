using System.Globalization;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>
/// The Functions app's worker, its host, or both die by kill -9 with a message in hand, or are stopped. Not among the tests that
/// run one at a time: nearly all of it is waiting for a lease.
/// </summary>
public sealed class FunctionsDeathTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(30);

    private StorageRun _run = null!;
    private TcpGate _gate = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        _run = await StorageRun.StartAsync(Cancellation);
        _gate = new TcpGate(_run.Carriers.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _gate.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_workers_message_is_sent_once_by_the_next_worker()
    {
        var host = await _run.StartFunctionsAsync(Cancellation, _gate.Address);
        var id = await HoldAsync(host);

        var killedAt = TimeProvider.System.GetUtcNow();
        host.KillWorker();
        _gate.Open();

        await ArrivesOnceAsync(host, id, killedAt);
        Assert.Equal(2, host.WorkersStarted);
    }

    [Fact]
    public async Task A_killed_workers_message_that_the_carrier_had_already_is_sent_at_most_once_more()
    {
        var host = await _run.StartFunctionsAsync(Cancellation, _gate.Address);
        _gate.KeepsAnswers = true;
        var id = await _run.AcceptAsync(host, 1, Cancellation);
        await _run.ArrivalAsync(id, Bound, Cancellation);

        host.KillWorker();
        _gate.Open();
        Assert.True(await Poll.UntilAsync(() => Task.FromResult(host.WorkersStarted == 2), Bound, Cancellation), "a new worker starts");

        await EmptyAsync(host);
        Assert.InRange((await _run.Carriers.SeenAsync(Cancellation))[id], 1, 2);
    }

    [Fact]
    public async Task A_killed_hosts_message_is_finished_by_the_orphaned_worker_and_sent_once()
    {
        var dying = await _run.StartFunctionsAsync(Cancellation, _gate.Address);
        var id = await HoldAsync(dying);

        await dying.KillAsync();
        var killedAt = TimeProvider.System.GetUtcNow();
        _gate.Open();

        await ArrivesOnceAsync(await _run.StartFunctionsAsync(Cancellation, _gate.Address), id, killedAt);
    }

    [Fact]
    public async Task What_host_and_worker_had_in_hand_when_both_were_killed_is_at_the_carrier_within_thirty_seconds_and_once()
    {
        var survivor = await _run.StartFunctionsAsync(Cancellation);
        var dying = await _run.StartFunctionsAsync(Cancellation, _gate.Address);
        _gate.Shut();
        var ids = new List<string>();
        do
        {
            ids.Add(await _run.AcceptAsync(survivor, ids.Count, Cancellation));
        }
        while (await SurvivorTookAsync(ids[^1]));

        var worker = dying.WorkerId;
        var killedAt = TimeProvider.System.GetUtcNow();
        dying.KillWorker();
        await dying.KillAsync();
        Assert.False(Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{worker}/task")), "the worker is dead");

        await ArrivesOnceAsync(survivor, ids[^1], killedAt);
        Assert.All((await _run.Carriers.SeenAsync(Cancellation)).Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_host_that_is_stopped_ends_well_and_leaves_its_messages_to_the_next_one()
    {
        var stopping = await _run.StartFunctionsAsync(Cancellation, _gate.Address);
        var ids = new List<string>();
        _gate.Shut();
        for (var i = 0; i < 8; i++)
        {
            ids.Add(await _run.AcceptAsync(stopping, i, Cancellation));
        }

        Assert.True(await Poll.UntilAsync(() => Task.FromResult(_gate.Waiting == ids.Count), Bound, Cancellation));

        var stoppedAt = TimeProvider.System.GetUtcNow();
        Assert.True(await stopping.Child.StopAsync(TimeSpan.FromSeconds(15)), "SIGTERM ends it");
        Assert.Equal(0, await stopping.Child.ExitedAsync(Cancellation));
        var took = TimeProvider.System.GetUtcNow() - stoppedAt;

        _gate.Open();
        var next = await _run.StartFunctionsAsync(Cancellation, _gate.Address);
        foreach (var id in ids)
        {
            await _run.ArrivalAsync(id, Promise, Cancellation);
        }

        await EmptyAsync(next);
        var seen = await _run.Carriers.SeenAsync(Cancellation);
        Assert.Equal(ids.Order(), seen.Keys.Order());
        Assert.All(seen.Values, times => Assert.Equal(1, times));
        Report(string.Create(CultureInfo.InvariantCulture, $"ended {took.TotalSeconds:0.0} s after SIGTERM"));
    }

    /// <summary>Has the app wait for a carrier that does not take its request.</summary>
    private async Task<string> HoldAsync(GatewayProcess app)
    {
        _gate.Shut();
        var id = await _run.AcceptAsync(app, 1, Cancellation);
        Assert.True(await Poll.UntilAsync(() => Task.FromResult(_gate.Waiting == 1), Bound, Cancellation), "the request to the carrier is under way");
        return id;
    }

    private async Task ArrivesOnceAsync(GatewayProcess app, string id, DateTimeOffset killedAt)
    {
        var arrival = await _run.ArrivalAsync(id, Bound, Cancellation);
        Assert.InRange(arrival.ReceivedAt - killedAt, TimeSpan.Zero, Promise);
        await EmptyAsync(app);
        Assert.Equal(1, (await _run.Carriers.SeenAsync(Cancellation))[id]);
        Assert.Empty(await app.DeadLettersAsync(Cancellation));
        Report(string.Create(CultureInfo.InvariantCulture, $"at the carrier {(arrival.ReceivedAt - killedAt).TotalSeconds:0.0} s after the kill"));
    }

    /// <summary>Nothing is left that could be sent once more.</summary>
    private static async Task EmptyAsync(GatewayProcess app) =>
        Assert.True(await Poll.UntilAsync(async () => await app.QueuedAsync(Cancellation) == 0, Bound, Cancellation), "the queue is empty");

    /// <returns>False when the process that is going to die has it.</returns>
    private async Task<bool> SurvivorTookAsync(string id)
    {
        Assert.True(await Poll.UntilAsync(
            async () => _gate.Waiting == 1 || (await _run.Carriers.SeenAsync(Cancellation)).ContainsKey(id), Bound, Cancellation));
        return _gate.Waiting == 0;
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
