using System.Collections.Frozen;
using SmsGateway.Carriers.Http;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers;

/// <summary>The configured carriers, by name.</summary>
public sealed class CarrierRegistry : IDisposable
{
    private readonly FrozenDictionary<string, ConfiguredCarrier> _carriers;

    public CarrierRegistry(GatewayOptions options, ISecretStore secrets, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _carriers = options.Carriers.ToFrozenDictionary(
            carrier => carrier.Name,
            carrier => new ConfiguredCarrier(
                carrier,
                carrier.Create(new CarrierHttp(carrier.BaseAddress, options.Delivery.AttemptTimeout, time), secrets),
                new CarrierHealth(time)),
            StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyCollection<ConfiguredCarrier> All => _carriers.Values;

    public ConfiguredCarrier? Find(string name) => _carriers.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (var carrier in _carriers.Values)
        {
            carrier.Carrier.Dispose();
        }
    }
}

/// <param name="Options">Its common settings.</param>
/// <param name="Carrier">The carrier itself.</param>
/// <param name="Breaker">What is known of its state.</param>
public sealed record ConfiguredCarrier(CarrierOptions Options, ICarrier Carrier, CarrierHealth Breaker)
{
    public string Name => Options.Name;
}
