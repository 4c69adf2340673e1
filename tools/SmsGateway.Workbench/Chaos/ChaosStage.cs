using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Chaos;

/// <summary>The processes of one scenario, and what was posted to them. Everything that is added to it ends with it.</summary>
internal sealed class ChaosStage(string folder, ChaosOptions options) : IAsyncDisposable
{
    /// <summary>Numbers that carriers take, of the default route.</summary>
    public const string DefaultPrefix = RequestTemplate.RecipientMark;

    private readonly Stack<IAsyncDisposable> _running = [];
    private readonly List<SimulatorProcess> _carriers = [];
    private readonly List<GatewayProcess> _gateways = [];

    public string Folder => folder;

    public bool IsQuick => options.IsQuick;

    public int Seed => options.Seed;

    public RunSecrets Secrets { get; } = new();

    public ChaosPosts Posts { get; } = new(new Random(options.Seed));

    /// <summary>Settings with one carrier in the default route: what it does not take is not the next one's.</summary>
    public static void OneCarrier(Dictionary<string, string> settings)
    {
        settings.Remove("Gateway__Routing__Default__1");
        settings.Remove("Gateway__Routing__Default__2");
    }

    public T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _running.Push(part);
        return part;
    }

    /// <summary>The short version's number, or the long one's.</summary>
    public TimeSpan Seconds(double quick, double full) => TimeSpan.FromSeconds(IsQuick ? quick : full);

    /// <param name="latency">Before each of its answers.</param>
    public async Task<SimulatorProcess> StartCarriersAsync(
        CancellationToken cancellationToken,
        TimeSpan latency = default
    )
    {
        var settings = GatewaySettings.Simulator(Secrets, null, inboxCapacity: 100_000);
        settings["Simulator__Latency"] = latency.ToString("c", CultureInfo.InvariantCulture);
        var log = Path.Combine(folder, $"carrier-simulator-{_carriers.Count + 1}.log");
        var carriers = Add(await SimulatorProcess.StartAsync(settings, log, cancellationToken));
        _carriers.Add(carriers);
        return carriers;
    }

    /// <exception cref="NotRunException">It is not installed.</exception>
    public async Task<AzuriteProcess> StartAzuriteAsync()
    {
        try
        {
            return Add(await AzuriteProcess.StartAsync(isSilent: true));
        }
        catch (HarnessException e)
        {
            throw new NotRunException(e.Message, e);
        }
    }

    /// <param name="carriers">Where the carriers are.</param>
    /// <param name="callers">Who may post; most often <see cref="RunSecrets.Auth0"/>.</param>
    /// <param name="change">Changes the settings.</param>
    /// <param name="storage">The connection string of the storage account in the embedded store's place, if any.</param>
    public async Task<GatewayProcess> StartGatewayAsync(
        Uri carriers,
        IEnumerable<Caller> callers,
        CancellationToken cancellationToken,
        Action<Dictionary<string, string>>? change = null,
        string? storage = null
    )
    {
        var settings = GatewaySettings.Gateway(
            Secrets,
            callers,
            carriers,
            Path.Combine(folder, "store"),
            storageAccount: storage
        );
        change?.Invoke(settings);
        var log = Path.Combine(folder, _gateways.Count == 0 ? "gateway.log" : $"gateway-{_gateways.Count + 1}.log");
        var gateway = Add(await GatewayProcess.StartAsync(settings, log, cancellationToken));
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>Waits until nothing waits, is in work or is scheduled.</summary>
    public Task<bool> EmptyAsync(TimeSpan bound, CancellationToken cancellationToken) =>
        Poll.UntilAsync(async () => await _gateways[0].QueuedAsync(cancellationToken) == 0, bound, cancellationToken);

    /// <summary>What came to any carrier so far, and is in a phone.</summary>
    public async Task<List<Arrival>> TakenAsync(CancellationToken cancellationToken)
    {
        var taken = new List<Arrival>();
        foreach (var carriers in _carriers)
        {
            taken.AddRange((await carriers.ArrivalsAsync(cancellationToken)).Where(arrival => arrival.IsTaken));
        }

        return taken;
    }

    /// <summary>What is known now.</summary>
    public async Task<ChaosAccount> AccountAsync(CancellationToken cancellationToken) =>
        new(Posts.All, await TakenAsync(cancellationToken), await _gateways[0].DeadLettersAsync(cancellationToken));

    public async ValueTask DisposeAsync()
    {
        while (_running.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }
}
