using System.Globalization;
using SmsGateway.Testing;
using Xunit;

namespace SmsGateway.Tests.BlackBox;

/// <summary>What a run with real gateway processes on Azure Storage needs: Azurite, carriers, and settings for gateways.</summary>
internal sealed class StorageRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smsgateway-").FullName;
    private readonly RunSecrets _secrets = new();
    private readonly List<GatewayProcess> _gateways = [];
    private readonly Caller _caller;

    private StorageRun() => _caller = _secrets.Auth0;

    public AzuriteProcess Azurite { get; private set; } = null!;

    public SimulatorProcess Carriers { get; private set; } = null!;

    public string Token => _caller.Token();

    public string OperatorsKey => _secrets.OperatorsKey;

    public static async Task<StorageRun> StartAsync(CancellationToken cancellationToken)
    {
        var run = new StorageRun();
        try
        {
            run.Azurite = await AzuriteProcess.StartAsync(isSilent: true);
            run.Carriers = await SimulatorProcess.StartAsync(
                GatewaySettings.Simulator(run._secrets, null, inboxCapacity: 10_000),
                Path.Combine(run._folder, "carrier-simulator.log"),
                cancellationToken
            );
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <param name="carriers">Where this gateway sends to; null for the run's carriers.</param>
    /// <param name="maxConcurrency">0 for one that only accepts.</param>
    /// <param name="more">Settings beyond the usual ones.</param>
    public async Task<GatewayProcess> StartGatewayAsync(
        CancellationToken cancellationToken,
        Uri? carriers = null,
        int? maxConcurrency = null,
        IReadOnlyDictionary<string, string>? more = null
    )
    {
        var gateway = await GatewayProcess.StartAsync(
            With(Settings(carriers, maxConcurrency), more),
            Path.Combine(_folder, $"gateway-{_gateways.Count}.log"),
            cancellationToken
        );
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>The Functions app on a host of its own.</summary>
    /// <param name="carriers">Where it sends to; null for the run's carriers.</param>
    /// <param name="more">Settings beyond the usual ones.</param>
    public async Task<FunctionsHostProcess> StartFunctionsAsync(
        CancellationToken cancellationToken,
        Uri? carriers = null,
        IReadOnlyDictionary<string, string>? more = null
    )
    {
        var settings = With(FunctionsSettings.Of(Settings(carriers), _secrets, Azurite.ConnectionString), more);
        var host = await FunctionsHostProcess.StartAppAsync(
            settings,
            Path.Combine(_folder, $"functions-{_gateways.Count}.log"),
            cancellationToken
        );
        _gateways.Add(host);
        return host;
    }

    /// <summary>Posts a message with this number in its text, which must be taken, be it at the second or third try.</summary>
    public Task<string> AcceptAsync(GatewayProcess gateway, int number, CancellationToken cancellationToken) =>
        gateway.AcceptPatientlyAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"recipient":"+614915701{{number:00}}","body":"Your code is {{number:000000}}"}"""
            ),
            Token,
            cancellationToken
        );

    /// <summary>The message at the carriers, as soon as one has taken it.</summary>
    public async Task<Arrival> ArrivalAsync(string id, TimeSpan bound, CancellationToken cancellationToken)
    {
        Arrival? found = null;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                    (
                        found = (await Carriers.ArrivalsAsync(cancellationToken)).FirstOrDefault(arrival =>
                            arrival.CorrelationId == id && arrival.IsTaken
                        )
                    )
                        is not null,
                bound,
                cancellationToken
            ),
            $"not at the carrier within {bound.TotalSeconds:0} s"
        );
        return found!;
    }

    public async ValueTask DisposeAsync()
    {
        // At once, and before the store: nothing need be drained into an account that goes away.
        foreach (var gateway in _gateways)
        {
            if (gateway is FunctionsHostProcess functions)
            {
                await functions.KillWithWorkerAsync();
            }
            else if (!gateway.Child.HasExited)
            {
                await gateway.KillAsync();
            }

            await gateway.DisposeAsync();
        }

        if (Carriers is not null)
        {
            await Carriers.DisposeAsync();
        }

        if (Azurite is not null)
        {
            await Azurite.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Dictionary<string, string> With(
        Dictionary<string, string> settings,
        IReadOnlyDictionary<string, string>? more
    )
    {
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
        {
            settings[name] = value;
        }

        return settings;
    }

    private Dictionary<string, string> Settings(Uri? carriers, int? maxConcurrency = null)
    {
        var settings = GatewaySettings.Gateway(
            _secrets,
            [_caller],
            carriers ?? Carriers.Address,
            "",
            maxConcurrency,
            Azurite.ConnectionString
        );
        // Loads send many messages to the few numbers that carriers reject.
        settings["Gateway__Admission__PerNumber__Mode"] = "RecordOnly";
        return settings;
    }
}
