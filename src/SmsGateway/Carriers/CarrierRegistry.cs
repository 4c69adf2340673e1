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
    /// <param name="places">What the process works on at once, for the carriers to share; null for no limit.</param>
    /// <param name="health">When a carrier counts as failing; null for the defaults.</param>
    /// <param name="random">From 0 inclusive to 1 exclusive, for the jitter of probes; null for none.</param>
    /// <param name="tokens">For carriers that know the gateway by its identity; null where it has none.</param>
    public CarrierRegistry(
        IReadOnlyList<CarrierOptions> carriers,
        TimeSpan attemptTimeout,
        ISecretStore secrets,
        GatewayTelemetry telemetry,
        TimeProvider time,
        int? places = null,
        CarrierHealthOptions? health = null,
        Func<double>? random = null,
        IAccessTokenSource? tokens = null
    )
    {
        ArgumentNullException.ThrowIfNull(carriers);
        ArgumentNullException.ThrowIfNull(telemetry);
        var share = places is { } all ? CarrierPlaces.Share(all, carriers.Count) : CarrierPlaces.Unlimited;
        _carriers = carriers.ToFrozenDictionary(carrier => carrier.Name, Configure, StringComparer.OrdinalIgnoreCase);
        telemetry.Watch(() => _carriers.Values.SelectMany(Breakers));

        ConfiguredCarrier Configure(CarrierOptions options)
        {
            var http = new CarrierHttp(options.BaseAddress, attemptTimeout, time);
            _clients.Add(http);
            var state = new CarrierHealth(time, health, random, byRegion: carriers.Count > 1);
            return new ConfiguredCarrier(
                options,
                options.Create(http, secrets, tokens),
                state,
                new CarrierPlaces(options.MaxConcurrency ?? share, state, time, options.MaxPerSecond)
            );
        }

        static IEnumerable<(string, string?, bool)> Breakers(ConfiguredCarrier carrier) =>
            carrier
                .Health.FailingRegions.Select(region => (carrier.Name, (string?)region, true))
                .Prepend((carrier.Name, null, carrier.Health.IsFailing));
    }

    public IReadOnlyCollection<ConfiguredCarrier> All => _carriers.Values;

    /// <summary>The places of all carriers that have a limit.</summary>
    public int Places =>
        _carriers.Values.Select(carrier => carrier.Places.Own).Where(places => places != CarrierPlaces.Unlimited).Sum();

    /// <summary>
    /// How many messages it pays to have in hand: while the carriers in use keep up, as many as they have places, so that what is
    /// beyond waits in the queue and costs nothing; as many as possible when one does not, because its messages stand before those
    /// of others and are to be put out of the way.
    /// </summary>
    /// <param name="most">As many as possible.</param>
    public int WorthInHand(int most)
    {
        var worth = 0L;
        foreach (var carrier in _carriers.Values)
        {
            switch (carrier.Places.Use)
            {
                case PlaceUse.Blocking:
                    return most;
                case PlaceUse.Passing:
                    worth += carrier.Places.Own;
                    break;
            }
        }

        return worth == 0 ? most : (int)Math.Min(worth, most);
    }

    public ConfiguredCarrier? Find(string name) => _carriers.GetValueOrDefault(name);

    public void Dispose() => _clients.ForEach(client => client.Dispose());
}

/// <param name="Options">Its common settings.</param>
/// <param name="Api">Speaks the carrier's protocol.</param>
/// <param name="Health">What its recent outcomes say.</param>
/// <param name="Places">How many messages may be on their way to it.</param>
public sealed record ConfiguredCarrier(CarrierOptions Options, ICarrier Api, CarrierHealth Health, CarrierPlaces Places)
{
    public string Name => Options.Name;

    /// <summary>Whether operators let it have messages.</summary>
    public CarrierSwitch Switch => Places.Switch;

    /// <summary>Of the secrets that it sends with.</summary>
    public IReadOnlyList<string> SecretNames { get; } = [.. Options.SecretNames.Values];
}
