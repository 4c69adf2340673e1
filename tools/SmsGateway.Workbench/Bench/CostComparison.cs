using SmsGateway.Testing;

namespace SmsGateway.Workbench.Bench;

/// <summary>
/// What it costs from request to carrier that deliveries are recorded, that the last hour is counted, and that <c>/metrics</c> is
/// read every second, which is far more often than Prometheus does: each alone and all together, beside none of them.
/// </summary>
internal sealed class CostComparison(
    Measurements measurements,
    BenchOptions options,
    string folder,
    CancellationToken cancellationToken
)
{
    private const int Connections = 64;

    private const string None = "none of these";

    private const string Scraped = "/metrics read";

    private const string All = "all of these";

    private static readonly TimeSpan ScrapePause = TimeSpan.FromSeconds(1);

    private static readonly Setting[] Settings =
    [
        new(None),
        new("records") { HasRecords = true },
        new("last hour") { HasStats = true },
        new(Scraped) { IsScraped = true },
        new(All)
        {
            HasRecords = true,
            HasStats = true,
            IsScraped = true,
        },
    ];

    /// <param name="output">A row for each, and each beside none.</param>
    public async Task WriteAsync(TextWriter output)
    {
        var secrets = new RunSecrets();
        await using var simulator = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(secrets, null, inboxCapacity: 0),
            Path.Combine(folder, "carrier-simulator.log"),
            cancellationToken
        );
        await using var gateways = new GatewaysInTurn(folder, secrets, simulator.Address, maxConcurrency: null);
        foreach (var setting in Settings)
        {
            var gateway = await gateways.AddAsync(setting.Name, setting.Apply, cancellationToken);
            await gateway.LoadAsync(Connections, options.WarmUp, cancellationToken);
            await measurements.DrainAsync(gateway);
        }

        await gateways.MeasureAsync(
            options.Rounds,
            async (name, gateway) =>
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var isScraped = Settings.Single(setting => setting.Name == name).IsScraped;
                var scraping = isScraped ? ScrapeAsync(gateway, end.Token) : Task.CompletedTask;
                try
                {
                    var (_, row) = await measurements.EndToEndAsync(
                        gateway,
                        simulator,
                        $"end to end, {name}",
                        options.Duration / 4
                    );
                    return row;
                }
                finally
                {
                    await end.CancelAsync();
                    await scraping;
                }
            }
        );
        foreach (var row in gateways.Medians())
        {
            await output.WriteLineAsync(row.ToString());
        }

        foreach (var setting in Settings[1..])
        {
            await output.WriteLineAsync(gateways.Compare(setting.Name, None).ToString());
        }
    }

    private static async Task ScrapeAsync(BenchGateway gateway, CancellationToken end)
    {
        using var timer = new PeriodicTimer(ScrapePause, TimeProvider.System);
        try
        {
            do
            {
                _ = await gateway.Process.Http.GetStringAsync(new Uri("metrics", UriKind.Relative), end);
            } while (await timer.WaitForNextTickAsync(end));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private sealed record Setting(string Name)
    {
        public bool HasRecords { get; init; }

        public bool HasStats { get; init; }

        public bool IsScraped { get; init; }

        public void Apply(Dictionary<string, string> settings)
        {
            settings["Gateway__Delivery__RecordsKept"] = HasRecords ? "1.00:00:00" : "00:00:00";
            settings["Gateway__Stats__Enabled"] = HasStats ? "true" : "false";
            settings["Gateway__Metrics__Prometheus"] = IsScraped ? "true" : "false";
        }
    }
}
