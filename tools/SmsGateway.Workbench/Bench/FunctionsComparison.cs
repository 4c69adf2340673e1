using System.Globalization;
using Azure.Storage.Queues;
using SmsGateway.Azure.Storage;
using SmsGateway.Testing;
using SmsGateway.Workbench.Load;

namespace SmsGateway.Workbench.Bench;

/// <summary>
/// The Functions app on the tests' Functions host: how long a message takes on an idle instance, and accepting against a function
/// that does nothing but put what it is sent on a queue, on the same host and storage, in turn.
/// </summary>
internal sealed class FunctionsComparison(BenchOptions options, string folder, CancellationToken cancellationToken)
{
    private const int Connections = 16;

    private const int Messages = 200;

    /// <summary>Sent before and not counted: what is compiled at first use is no matter of an idle instance.</summary>
    private const int WarmUpMessages = 20;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    /// <summary>At most so long between two messages: longer than any pause of the trigger.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(1);

    private readonly RunSecrets _secrets = new();

    public async Task WriteAsync(TextWriter output)
    {
        await using var azurite = await AzuriteProcess.StartAsync(isSilent: true);
        await using var simulator = await SimulatorProcess.StartAsync(
            GatewaySettings.Simulator(_secrets, null, inboxCapacity: 100_000),
            Path.Combine(folder, "carrier-simulator.log"),
            cancellationToken
        );
        var caller = _secrets.Auth0;
        var settings = FunctionsSettings.Of(
            GatewaySettings.Gateway(
                _secrets,
                [caller],
                simulator.Address,
                "",
                storageAccount: azurite.ConnectionString
            ),
            _secrets,
            azurite.ConnectionString
        );
        await output.WriteLineAsync(
            "The Functions app on the tests' Functions host and Azurite; p50, p95 and p99 in ms."
        );
        await using (var app = await StartAsync(settings, "SmsGateway.Functions"))
        {
            await output.WriteLineAsync(await IdleAsync(app, simulator, caller.Token()));
        }

        // Deliveries would share the processors with what is measured.
        settings["AzureWebJobs.DeliverMessage.Disabled"] = "true";
        await using var accepting = await StartAsync(settings, "SmsGateway.Functions");
        await using var minimal = await StartAsync(settings, "SmsGateway.MinimalFunction");
        await LoadAsync(accepting, caller, options.WarmUp);
        await LoadAsync(minimal, caller, options.WarmUp);
        var ratios = new List<double>();
        for (var round = 0; round < options.StorageRounds; round++)
        {
            await ClearAsync(azurite.ConnectionString);
            var bare = await LoadAsync(minimal, caller, options.Duration);
            await ClearAsync(azurite.ConnectionString);
            var gateway = await LoadAsync(accepting, caller, options.Duration);
            ratios.Add(gateway.PerSecond / bare.PerSecond);
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"accept, {Connections} connections: gateway {gateway.PerSecond:N0}/s (p50 {gateway.P50 / 1000.0:0.0}, p99 {gateway.P99 / 1000.0:0.0}), minimal function with a queue output {bare.PerSecond:N0}/s (p50 {bare.P50 / 1000.0:0.0}, p99 {bare.P99 / 1000.0:0.0})"
                )
            );
        }

        ratios.Sort();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"gateway / minimal function: {ratios[ratios.Count / 2]:0.00} (median)"
            )
        );
    }

    /// <summary>Azurite writes down all it holds every five seconds, and stands still meanwhile: each measurement begins with nothing.</summary>
    private async Task ClearAsync(string connectionString)
    {
        foreach (var name in new[] { AzureStorageOptions.SendQueue, "minimal" })
        {
            var queue = new QueueClient(connectionString, name);
            if (await queue.ExistsAsync(cancellationToken))
            {
                await queue.ClearMessagesAsync(cancellationToken);
            }
        }
    }

    private Task<FunctionsHostProcess> StartAsync(Dictionary<string, string> settings, string app) =>
        FunctionsHostProcess.StartAppAsync(settings, Path.Combine(folder, $"{app}.log"), cancellationToken, app: app);

    private async Task<LoadReport> LoadAsync(FunctionsHostProcess app, Caller caller, TimeSpan duration) =>
        (
            await LoadProcess.RunAsync(
                new LoadPlan
                {
                    Address = app.Address,
                    Connections = Connections,
                    Tokens = [.. Enumerable.Range(0, Connections).Select(number => caller.Token(number))],
                    Seconds = duration.TotalSeconds,
                },
                cancellationToken
            )
        ).MustBeClean();

    private async Task<string> IdleAsync(FunctionsHostProcess app, SimulatorProcess simulator, string token)
    {
        // The same gaps in every run.
        var random = new Random(1);
        var sent = new Dictionary<string, DateTimeOffset>();
        for (var i = -WarmUpMessages; i < Messages; i++)
        {
            await Task.Delay(LongestGap * random.NextDouble(), TimeProvider.System, cancellationToken);
            var at = TimeProvider.System.GetUtcNow();
            var id = await app.AcceptAsync(RequestTemplate.NewMessage(), token, cancellationToken);
            if (i >= 0)
            {
                sent[id] = at;
            }
        }

        IReadOnlyList<Arrival> arrivals = [];
        if (
            !await Poll.UntilAsync(
                async () =>
                    (arrivals = await simulator.ArrivalsAsync(cancellationToken)).Count >= sent.Count + WarmUpMessages,
                Bound,
                cancellationToken
            )
        )
        {
            throw new HarnessException($"{sent.Count - arrivals.Count} messages did not reach the carrier.");
        }

        var took = arrivals
            .Where(arrival => sent.ContainsKey(arrival.CorrelationId ?? ""))
            .Select(arrival => (arrival.ReceivedAt - sent[arrival.CorrelationId!]).TotalMilliseconds)
            .Order()
            .ToList();
        double At(double part) => took[(int)Math.Min(took.Count - 1, took.Count * part)];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"idle, {took.Count} messages with random gaps, from request to carrier: p50 {At(0.5):0}, p95 {At(0.95):0}, p99 {At(0.99):0}, max {took[^1]:0}"
        );
    }
}
