using System.Globalization;
using HdrHistogram;
using SmsGateway.Testing;
using SmsGateway.Workbench.Load;

namespace SmsGateway.Workbench.Bench;

/// <summary>The benchmark's measurements, each on a gateway and a store of its own.</summary>
internal sealed partial class Measurements(BenchOptions options, string folder, CancellationToken cancellationToken)
{
    private const int Full = 64;

    /// <summary>What accepts only needs no carrier.</summary>
    public static readonly Uri NoCarrier = new("http://127.0.0.1:9");

    private static readonly int[] Connections = [1, 16, Full];

    /// <summary>An idle gateway waits this long between two messages.</summary>
    private static readonly TimeSpan IdlePause = TimeSpan.FromMilliseconds(20);

    private readonly RunSecrets _secrets = new();
    private LoadReport? _lastLoad;
    private int _stores;

    /// <value>The load generator's own microseconds per request, in the last measurement of accepting.</value>
    public double GeneratorCpu { get; private set; }

    public async IAsyncEnumerable<BenchRow> AcceptOnlyAsync()
    {
        await using var gateway = await StartAsync(NewStore(), NoCarrier, maxConcurrency: 0);
        await gateway.LoadAsync(Full, options.WarmUp, cancellationToken);
        foreach (var connections in Connections)
        {
            yield return await AcceptAsync(
                gateway,
                connections,
                $"accept only, {connections} connection{(connections > 1 ? "s" : "")}"
            );
        }
    }

    public async Task<BenchRow> IdleAsync()
    {
        await using var simulator = await StartSimulatorAsync(inboxCapacity: 100_000);
        await using var gateway = await StartAsync(NewStore(), simulator.Address, maxConcurrency: null);
        await gateway.LoadAsync(1, options.WarmUp, cancellationToken);
        await DrainAsync(gateway);

        var sent = new Dictionary<string, DateTimeOffset>();
        for (var i = 0; i < options.IdleMessages; i++)
        {
            var at = TimeProvider.System.GetUtcNow();
            sent[await gateway.AcceptAsync(RequestTemplate.NewMessage(), cancellationToken)] = at;
            await Task.Delay(IdlePause, TimeProvider.System, cancellationToken);
        }

        await DrainAsync(gateway);
        var latency = LoadReport.NewHistogram();
        foreach (var arrival in await simulator.ArrivalsAsync(cancellationToken))
        {
            if (arrival.CorrelationId is { } id && sent.Remove(id, out var at))
            {
                latency.RecordValue((long)(arrival.ReceivedAt - at).TotalMicroseconds);
            }
        }

        return sent.Count == 0
            ? Latency(
                new BenchRow("idle: from request to carrier"),
                latency.GetValueAtPercentile(50),
                latency.GetValueAtPercentile(99),
                latency.GetMaxValue()
            )
            : throw new HarnessException($"{sent.Count} messages did not reach the carrier.");
    }

    /// <summary>Two rows for each backlog: accepting on top of it, and delivering from it.</summary>
    public async IAsyncEnumerable<BenchRow> BacklogAsync()
    {
        await using var simulator = await StartSimulatorAsync(inboxCapacity: 0);
        foreach (var backlog in options.Backlogs)
        {
            long waiting;
            var store = NewStore();
            await Backlog.FillAsync(store, backlog, cancellationToken);
            await using (var accepting = await StartAsync(store, simulator.Address, maxConcurrency: 0))
            {
                var warm = await accepting.LoadAsync(Full, options.WarmUp, cancellationToken);
                yield return await AcceptAsync(
                    accepting,
                    Full,
                    Invariant($"accept only, from {backlog:N0} waiting on")
                );
                waiting = backlog + warm.Accepted + _lastLoad!.Accepted;
            }

            var missing = EnoughToDeliver - (int)Math.Min(waiting, EnoughToDeliver);
            await Backlog.FillAsync(store, missing, cancellationToken);
            waiting += missing;
            await using (var delivering = await StartAsync(store, simulator.Address, maxConcurrency: null))
            {
                yield return await DeliverAsync(
                    delivering,
                    simulator,
                    Invariant($"deliver only, from {waiting:N0} waiting down")
                );
            }

            // Hundreds of megabytes.
            Directory.Delete(store, recursive: true);
        }
    }

    /// <summary>The same messages with one carrier configured, and with ten of which the first takes what it has places for.</summary>
    public async IAsyncEnumerable<BenchRow> CarriersAsync()
    {
        await using var simulator = await StartSimulatorAsync(inboxCapacity: 0);
        foreach (var carriers in new[] { 1, 10 })
        {
            var store = NewStore();
            await Backlog.FillAsync(store, EnoughToDeliver, cancellationToken);
            await using var gateway = await StartAsync(store, simulator.Address, maxConcurrency: null, carriers);
            yield return await DeliverAsync(
                gateway,
                simulator,
                Invariant($"deliver only, {carriers} carrier{(carriers > 1 ? "s" : "")} configured")
            );
        }
    }

    public async Task<BenchRow> ColdStartAsync()
    {
        var store = NewStore();
        var milliseconds = new List<double>();
        for (var i = 0; i < options.Starts; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await using var gateway = await StartAsync(store, NoCarrier, maxConcurrency: 0);
            await gateway.AcceptAsync(RequestTemplate.NewMessage(), cancellationToken);
            milliseconds.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        milliseconds.Sort();
        return new BenchRow($"process start to first 200 ({options.Starts} starts)")
        {
            P50 = milliseconds[options.Starts / 2],
            Max = milliseconds[^1],
        };
    }

    /// <summary>A gateway that accepts only.</summary>
    /// <param name="storageAccount">Its connection string.</param>
    /// <param name="hasAdmission">Whether every rule of admission is on, and messages are encrypted; otherwise no rule is.</param>
    public Task<BenchGateway> StartOnStorageAsync(string storageAccount, bool hasAdmission) =>
        BenchGateway.StartAsync(
            // Of its own: the two run at the same time.
            Directory.CreateDirectory(Path.Combine(folder, hasAdmission ? "everything-on" : "admission-off")).FullName,
            _secrets,
            NoCarrier,
            null,
            storageAccount,
            maxConcurrency: 0,
            cancellationToken,
            change: hasAdmission ? AdmissionComparison.On : AdmissionComparison.Off
        );

    /// <param name="duration">Null: as the options say.</param>
    public async Task<BenchRow> AcceptAsync(
        BenchGateway gateway,
        int connections,
        string what,
        TimeSpan? duration = null
    )
    {
        var used = await gateway.UsedAsync(cancellationToken);
        var load = _lastLoad = (
            await gateway.LoadAsync(connections, duration ?? options.Duration, cancellationToken)
        ).MustBeClean();
        var row = Latency(new BenchRow(what) { PerSecond = load.PerSecond }, load);
        GeneratorCpu = load.Cpu / load.Accepted;
        return With(row, gateway, used, await gateway.UsedAsync(cancellationToken), load.Accepted);
    }

    private static BenchRow With(
        BenchRow row,
        BenchGateway gateway,
        (TimeSpan Cpu, long? Allocated) before,
        (TimeSpan Cpu, long? Allocated) after,
        long messages
    ) =>
        row with
        {
            Cpu = (after.Cpu - before.Cpu).TotalMicroseconds / messages,
            Allocated = (after.Allocated - before.Allocated) / 1024.0 / messages,
            Memory = gateway.Process.Child.PeakMemory / (1024.0 * 1024),
        };

    public static BenchRow Latency(BenchRow row, LoadReport load) => Latency(row, load.P50, load.P99, load.Max);

    private static BenchRow Latency(BenchRow row, long p50, long p99, long max) =>
        row with
        {
            P50 = p50 / 1000.0,
            P99 = p99 / 1000.0,
            Max = max / 1000.0,
        };

    private Task<BenchGateway> StartAsync(string store, Uri carrier, int? maxConcurrency, int? carriers = null) =>
        BenchGateway.StartAsync(folder, _secrets, carrier, store, null, maxConcurrency, cancellationToken, carriers);

    private Task<SimulatorProcess> StartSimulatorAsync(int inboxCapacity) =>
        SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(_secrets, null, inboxCapacity),
            Path.Combine(folder, "carrier-simulator.log"),
            cancellationToken
        );

    private string NewStore() => Path.Combine(folder, Invariant($"store-{++_stores}"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
