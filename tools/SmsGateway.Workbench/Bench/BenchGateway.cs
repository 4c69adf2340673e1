using System.Buffers.Binary;
using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Workbench.Load;

namespace SmsGateway.Workbench.Bench;

/// <summary>A gateway under measurement: its processor time, allocations and memory between two moments.</summary>
internal sealed class BenchGateway : IAsyncDisposable
{
    private readonly Caller _caller;
    private readonly string? _allocations;

    private BenchGateway(GatewayProcess process, Caller caller, string? allocations) =>
        (Process, _caller, _allocations) = (process, caller, allocations);

    public GatewayProcess Process { get; }

    /// <param name="folder">For the log and the store.</param>
    /// <param name="secrets">The run's.</param>
    /// <param name="carrier">Where the carriers listen.</param>
    /// <param name="store">The embedded store's folder; null for the storage account.</param>
    /// <param name="storageAccount">Its connection string.</param>
    /// <param name="maxConcurrency">Null for the gateway's default; 0 accepts only.</param>
    /// <param name="carriers">How many are configured, in one route; null for one of each kind.</param>
    /// <param name="change">Changes the settings.</param>
    public static async Task<BenchGateway> StartAsync(
        string folder,
        RunSecrets secrets,
        Uri carrier,
        string? store,
        string? storageAccount,
        int? maxConcurrency,
        CancellationToken cancellationToken,
        int? carriers = null,
        Action<Dictionary<string, string>>? change = null
    )
    {
        var caller = secrets.Auth0;
        var settings = GatewaySettings.Gateway(secrets, [caller], carrier, store ?? "", maxConcurrency, storageAccount);
        settings["Gateway__Delivery__TimeToLive"] = "23:00:00";
        if (carriers is { } count)
        {
            Configure(settings, count);
        }

        change?.Invoke(settings);

        string? allocations = null;
        // A native program takes nothing in.
        if (Artifacts.Program("SmsGateway.Host").EndsWith(".dll", StringComparison.Ordinal))
        {
            allocations = Path.Combine(folder, "allocations");
            settings[StartupHook.FileVariable] = allocations;
            settings["DOTNET_STARTUP_HOOKS"] = Artifacts.Program("SmsGateway.Workbench");
        }

        return new BenchGateway(
            await GatewayProcess.StartAsync(settings, Path.Combine(folder, "gateway.log"), cancellationToken),
            caller,
            allocations
        );
    }

    private static void Configure(Dictionary<string, string> settings, int carriers)
    {
        const string Section = "Gateway__Carriers__";
        const string First = $"{Section}twilio__";
        var first = settings.Where(setting => setting.Key.StartsWith(First, StringComparison.Ordinal)).ToList();
        foreach (var key in settings.Keys.Where(IsOfCarriers).ToList())
        {
            settings.Remove(key);
        }

        for (var i = 0; i < carriers; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"twilio{i}");
            settings[$"Gateway__Routing__Default__{i}"] = name;
            foreach (var (key, value) in first)
            {
                settings[$"{Section}{name}__{key[First.Length..]}"] = value;
            }
        }

        static bool IsOfCarriers(string key) =>
            key.StartsWith(Section, StringComparison.Ordinal)
            || key.StartsWith("Gateway__Routing__Default__", StringComparison.Ordinal);
    }

    /// <value>Whether the load's messages tell who asked.</value>
    public bool TellsWho { get; set; }

    public Task<LoadReport> LoadAsync(int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        LoadProcess.RunAsync(
            new LoadPlan
            {
                Address = Process.Address,
                Connections = connections,
                Tokens = [.. Enumerable.Range(0, connections).Select(number => _caller.Token(number))],
                Seconds = duration.TotalSeconds,
                TellsWho = TellsWho,
            },
            cancellationToken
        );

    public Task<string> AcceptAsync(string json, CancellationToken cancellationToken) =>
        Process.AcceptAsync(json, _caller.Token(), cancellationToken);

    /// <summary>What was used so far; what a native gateway has allocated is not known.</summary>
    public async Task<(TimeSpan Cpu, long? Allocated)> UsedAsync(CancellationToken cancellationToken)
    {
        if (_allocations is null)
        {
            return (Process.Child.CpuTime, null);
        }

        // Until the count of allocations is newer than this moment.
        await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        var bytes = new byte[sizeof(long)];
        using var file = File.OpenHandle(_allocations, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        RandomAccess.Read(file, bytes, 0);
        return (Process.Child.CpuTime, BinaryPrimitives.ReadInt64LittleEndian(bytes));
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
