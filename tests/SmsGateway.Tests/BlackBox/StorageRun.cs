using SmsGateway.Testing;
using SmsGateway.Workbench.Setup;

namespace SmsGateway.Tests.BlackBox;

/// <summary>What a run with real gateway processes on Azure Storage needs: Azurite, carriers, and settings for gateways.</summary>
internal sealed class StorageRun : IAsyncDisposable
{
    private readonly BlackBoxRun _files = new();
    private readonly RunSecrets _secrets = new();
    private readonly List<GatewayProcess> _gateways = [];
    private readonly List<ChildProcess> _triggers = [];
    private readonly Caller _caller;

    private StorageRun() => _caller = new Caller("auth0", "urn:auth0", "urn:gateway", _secrets.CallerSecret);

    public AzuriteProcess Azurite { get; private set; } = null!;

    public SimulatorProcess Carriers { get; private set; } = null!;

    public string Token => _caller.Token();

    public static async Task<StorageRun> StartAsync(CancellationToken cancellationToken)
    {
        var run = new StorageRun();
        try
        {
            run.Azurite = await AzuriteProcess.StartAsync(isSilent: true);
            run.Carriers = await SimulatorProcess.StartAsync(
                GatewaySettings.Simulator(run._secrets, null, inboxCapacity: 10_000), Path.Combine(run._files.Folder, "simulator.log"), cancellationToken);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="carriers">Where this gateway sends to; null for the run's carriers.</param>
    /// <param name="maxConcurrency">0 for one that only accepts.</param>
    public async Task<GatewayProcess> StartGatewayAsync(CancellationToken cancellationToken, Uri? carriers = null, int? maxConcurrency = null)
    {
        var gateway = await GatewayProcess.StartAsync(Settings(carriers, maxConcurrency), Path.Combine(_files.Folder, $"gateway-{_gateways.Count}.log"), cancellationToken);
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>The Functions app's delivery, in a process that plays the queue trigger.</summary>
    /// <param name="carriers">Where it sends to; null for the run's carriers.</param>
    public ChildProcess StartTrigger(Uri? carriers = null)
    {
        var trigger = ChildProcess.Start(Artifacts.Program("SmsGateway.Tests"), [TriggerHost.Name], Settings(carriers), Path.Combine(_files.Folder, $"trigger-{_triggers.Count}.log"));
        _triggers.Add(trigger);
        return trigger;
    }

    public async ValueTask DisposeAsync()
    {
        // At once, and before the store: nothing need be drained into an account that goes away.
        foreach (var gateway in _gateways.Where(gateway => !gateway.Child.HasExited))
        {
            await gateway.KillAsync();
        }

        foreach (var trigger in _triggers.Where(trigger => !trigger.HasExited))
        {
            await trigger.KillAsync();
        }

        foreach (IAsyncDisposable process in (IEnumerable<IAsyncDisposable>)[.. _gateways, .. _triggers])
        {
            await process.DisposeAsync();
        }

        if (Carriers is not null)
        {
            await Carriers.DisposeAsync();
        }

        if (Azurite is not null)
        {
            await Azurite.DisposeAsync();
        }

        _files.Dispose();
    }

    private Dictionary<string, string> Settings(Uri? carriers, int? maxConcurrency = null) =>
        GatewaySettings.Gateway(_secrets, [_caller], carriers ?? Carriers.Address, "", maxConcurrency, Azurite.ConnectionString);
}
