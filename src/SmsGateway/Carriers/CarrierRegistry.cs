using System.Collections.Frozen;
using SmsGateway.Carriers.Http;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;

namespace SmsGateway.Carriers;

/// <summary>The configured carriers, by name, each with a client and a state of its own.</summary>
public sealed class CarrierRegistry : IDisposable
{
    private readonly FrozenDictionary<string, ConfiguredCarrier> _carriers;
    private readonly List<CarrierHttp> _clients = [];

    /// <param name="carriers">The carriers' settings.</param>
    /// <param name="attemptTimeout">Limit of one attempt, connecting and reading included.</param>
    /// <param name="secrets">Where the carriers' credentials are.</param>
    public CarrierRegistry(
        IReadOnlyList<CarrierOptions> carriers,
        TimeSpan attemptTimeout,
        ISecretStore secrets,
        GatewayTelemetry telemetry,
        TimeProvider time
    )
    {
        ArgumentNullException.ThrowIfNull(carriers);
        ArgumentNullException.ThrowIfNull(telemetry);
        _carriers = carriers.ToFrozenDictionary(carrier => carrier.Name, Configure, StringComparer.OrdinalIgnoreCase);
        telemetry.Watch(() => _carriers.Values.Select(carrier => (carrier.Name, carrier.Health.IsFailing)));

        ConfiguredCarrier Configure(CarrierOptions options)
        {
            var http = new CarrierHttp(options.BaseAddress, attemptTimeout, time);
            _clients.Add(http);
            return new ConfiguredCarrier(options, options.Create(http, secrets), new CarrierHealth(time));
        }
    }

    public IReadOnlyCollection<ConfiguredCarrier> All => _carriers.Values;

    public ConfiguredCarrier? Find(string name) => _carriers.GetValueOrDefault(name);

    public void Dispose() => _clients.ForEach(client => client.Dispose());
}

/// <param name="Options">Its common settings.</param>
/// <param name="Api">Speaks the carrier's protocol.</param>
/// <param name="Health">What its recent outcomes say.</param>
public sealed record ConfiguredCarrier(CarrierOptions Options, ICarrier Api, CarrierHealth Health)
{
    public string Name => Options.Name;
}
