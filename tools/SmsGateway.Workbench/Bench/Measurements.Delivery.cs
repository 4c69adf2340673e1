using SmsGateway.Testing;

namespace SmsGateway.Workbench.Bench;

/// <content>What reaches a carrier.</content>
internal sealed partial class Measurements
{
    private static readonly TimeSpan DrainBound = TimeSpan.FromMinutes(10);

    /// <summary>More than a gateway delivers before anybody looks.</summary>
    private int EnoughToDeliver => Math.Max(options.Deliveries * 2, 10_000);

    /// <summary>Two rows: accepting while delivering, and both together until the carrier has the last message.</summary>
    public async IAsyncEnumerable<BenchRow> EndToEndAsync()
    {
        await using var simulator = await StartSimulatorAsync(inboxCapacity: 0);
        await using var gateway = await StartAsync(NewStore(), simulator.Address, maxConcurrency: null);
        await gateway.LoadAsync(Full, options.WarmUp, cancellationToken);
        await DrainAsync(gateway);

        var (accepting, whole) = await EndToEndAsync(
            gateway,
            simulator,
            "end to end, until the carrier has the last",
            options.Duration
        );
        yield return accepting with
        {
            Cpu = null,
            Allocated = null,
            Memory = null,
        };
        yield return whole;
    }

    /// <summary>Accepting while delivering, and both together until the carrier has the last message and the gateway is done with it.</summary>
    public async Task<(BenchRow Accepting, BenchRow Whole)> EndToEndAsync(
        BenchGateway gateway,
        SimulatorProcess simulator,
        string what,
        TimeSpan duration
    )
    {
        var before = await simulator.TakenAsync(cancellationToken);
        var used = await gateway.UsedAsync(cancellationToken);
        var accepting = await AcceptAsync(gateway, Full, $"accept while delivering, {Full} connections", duration);
        var accepted = _lastLoad!.Accepted;
        var started = TimeProvider.System.GetTimestamp();
        if (
            !await Poll.UntilAsync(
                async () => await simulator.TakenAsync(cancellationToken) - before >= accepted,
                DrainBound,
                cancellationToken
            )
        )
        {
            throw new HarnessException("Not all messages reached the carrier.");
        }

        var seconds = _lastLoad.Seconds + TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await DrainAsync(gateway);
        var whole = new BenchRow(what) { PerSecond = accepted / seconds };
        return (accepting, With(whole, gateway, used, await gateway.UsedAsync(cancellationToken), accepted));
    }

    public async Task DrainAsync(BenchGateway gateway) =>
        await Poll.UntilAsync(
            async () => await gateway.Process.QueuedAsync(cancellationToken) == 0,
            DrainBound,
            cancellationToken
        );

    private async Task<BenchRow> DeliverAsync(BenchGateway gateway, SimulatorProcess simulator, string what)
    {
        var first = await simulator.TakenAsync(cancellationToken);
        await TakenAsync(simulator, first + (options.Deliveries / 2));
        var used = await gateway.UsedAsync(cancellationToken);
        var before = await simulator.TakenAsync(cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await TakenAsync(simulator, before + options.Deliveries);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var delivered = await simulator.TakenAsync(cancellationToken) - before;
        var row = new BenchRow(what) { PerSecond = delivered / seconds };
        var after = await gateway.UsedAsync(cancellationToken);
        // It went on working while its use was read.
        return With(row, gateway, used, after, await simulator.TakenAsync(cancellationToken) - before);
    }

    private async Task TakenAsync(SimulatorProcess simulator, long wanted)
    {
        if (
            !await Poll.UntilAsync(
                async () => await simulator.TakenAsync(cancellationToken) >= wanted,
                DrainBound,
                cancellationToken
            )
        )
        {
            throw new HarnessException("Delivery does not get on.");
        }
    }
}
