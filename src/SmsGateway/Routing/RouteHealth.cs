using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.Telemetry;

namespace SmsGateway.Routing;

/// <summary>
/// Whether each configured route has a carrier that delivers. A route is down when every carrier of it has failed and none has
/// delivered since, a region's route also when they all fail for that region; somebody is told when that begins and when it ends.
/// </summary>
public sealed partial class RouteHealth
{
    /// <summary>Of one that is slow, or was never answered.</summary>
    private const string NoCode = "none";

    private readonly Lock _lock = new();
    private readonly ImmutableArray<RouteState> _routes;
    private readonly ILogger<RouteHealth> _logger;
    private readonly GatewayTelemetry? _telemetry;
    private readonly HashSet<string> _down = [];
    private volatile bool _anyDown;

    public RouteHealth(
        RoutingOptions options,
        CarrierRegistry carriers,
        ILogger<RouteHealth> logger,
        RouteBalance? balance = null,
        GatewayTelemetry? telemetry = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(carriers);
        (_logger, _telemetry) = (logger, telemetry);
        Carriers = carriers.All;
        _routes =
        [
            .. options
                .All.Select(route => new RouteState(
                    route.Key,
                    [.. route.Value.Select(entry => carriers.Find(entry.Carrier)).OfType<ConfiguredCarrier>()],
                    balance
                )
                {
                    Region = options.Regions.ContainsKey(route.Key) ? route.Key : null,
                })
                .Where(route => !route.Carriers.IsEmpty),
        ];
    }

    public IReadOnlyCollection<ConfiguredCarrier> Carriers { get; }

    /// <summary>Of the default route first: <c>default</c>, <c>+61</c>, <c>AU</c>, <c>caller/auth0</c>.</summary>
    public ImmutableArray<RouteState> Routes => _routes;

    /// <summary>Tells of what an attempt has changed in what is thought of its carrier, and so of its routes.</summary>
    /// <param name="carrier">That was tried.</param>
    /// <param name="change">As recorded.</param>
    /// <param name="region">Of the recipient.</param>
    public void Note(ConfiguredCarrier carrier, HealthChange change, string region)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        switch (change.Whole)
        {
            case true:
                var count = carrier.Health.LastMinute;
                Log.Failing(_logger, carrier.Name, count.Bad, count.Attempts, carrier.Health.LastCode ?? NoCode);
                Tell(NoticeTypes.CarrierFailing, carrier.Name, null, carrier.Health.LastCode);
                break;
            case false:
                Log.Back(_logger, carrier.Name);
                Tell(NoticeTypes.CarrierRecovered, carrier.Name, null, null);
                break;
        }

        switch (change.Region)
        {
            case true:
                Log.FailingIn(_logger, carrier.Name, region, carrier.Health.LastCode ?? NoCode);
                Tell(NoticeTypes.CarrierFailing, carrier.Name, region, carrier.Health.LastCode);
                break;
            case false:
                Log.BackIn(_logger, carrier.Name, region);
                Tell(NoticeTypes.CarrierRecovered, carrier.Name, region, null);
                break;
        }

        // A region that fails along with the whole is no change of its own, and yet can be the last of its route.
        if (change != default || _anyDown || !carrier.Health.IsWell)
        {
            Look();
        }
    }

    /// <summary>What operators have decided of a carrier.</summary>
    /// <param name="carrier">That is switched.</param>
    /// <param name="off">Null: it is on.</param>
    public void Switch(ConfiguredCarrier carrier, SwitchedOff? off)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        if (!carrier.Switch.Set(off))
        {
            return;
        }

        if (carrier.Switch.Off is { } now)
        {
            Log.SwitchedOff(
                _logger,
                carrier.Name,
                now.Until is { } until
                    ? string.Create(CultureInfo.InvariantCulture, $"until {until:u}")
                    : "until it is switched on"
            );
        }
        else
        {
            Log.SwitchedOn(_logger, carrier.Name);
        }

        Look();
    }

    private void Tell(string type, string carrier, string? region, string? code) =>
        _telemetry?.Tell(type, new("carrier", carrier), new("region", region), new("code", code));

    private void Look()
    {
        lock (_lock)
        {
            foreach (var route in _routes)
            {
                if (route.IsDown && _down.Add(route.Name))
                {
                    Log.Down(_logger, route.Name, route.LastCode ?? NoCode);
                    _telemetry?.Tell(NoticeTypes.RouteDown, new("route", route.Name), new("code", route.LastCode));
                }
                else if (!route.IsDown && _down.Remove(route.Name))
                {
                    Log.Up(_logger, route.Name);
                    _telemetry?.Tell(NoticeTypes.RouteUp, new KeyValuePair<string, string?>("route", route.Name));
                }
            }

            _anyDown = _down.Count > 0;
        }
    }

    // Of one level, so that whoever watches for the first sees the second.
    private static partial class Log
    {
        [LoggerMessage(
            25,
            LogLevel.Error,
            "Route {Route} is down: each carrier of it keeps failing or is switched off, and none delivers (last code {Code})"
        )]
        public static partial void Down(ILogger logger, string route, string code);

        [LoggerMessage(
            27,
            LogLevel.Warning,
            "Carrier {Carrier} keeps failing: {Bad} of {Attempts} attempts in the last minute failed or were slow (last code {Code}); it is tried last"
        )]
        public static partial void Failing(ILogger logger, string carrier, int bad, int attempts, string code);

        [LoggerMessage(28, LogLevel.Warning, "Carrier {Carrier} is back: it is tried in its place again")]
        public static partial void Back(ILogger logger, string carrier);

        [LoggerMessage(
            22,
            LogLevel.Warning,
            "Carrier {Carrier} keeps failing for numbers of {Region} (last code {Code}); there it is tried last"
        )]
        public static partial void FailingIn(ILogger logger, string carrier, string region, string code);

        [LoggerMessage(
            23,
            LogLevel.Warning,
            "Carrier {Carrier} is back for numbers of {Region}: it is tried in its place again"
        )]
        public static partial void BackIn(ILogger logger, string carrier, string region);

        [LoggerMessage(
            39,
            LogLevel.Warning,
            "Carrier {Carrier} is switched off by an operator, {End}: it gets no more messages"
        )]
        public static partial void SwitchedOff(ILogger logger, string carrier, string end);

        [LoggerMessage(47, LogLevel.Warning, "Carrier {Carrier} is switched on: it is tried in its place again")]
        public static partial void SwitchedOn(ILogger logger, string carrier);

        [LoggerMessage(26, LogLevel.Error, "Route {Route} is up again: a carrier of it delivers")]
        public static partial void Up(ILogger logger, string route);
    }
}

/// <summary>A configured route and how it is now.</summary>
/// <param name="Name">default, the prefix, the region, or caller/ and the caller's name.</param>
/// <param name="Carriers">In order of preference.</param>
/// <param name="Balance">Knows its weights, if they move.</param>
public sealed record RouteState(string Name, ImmutableArray<ConfiguredCarrier> Carriers, RouteBalance? Balance = null)
{
    /// <summary>Points of each carrier, 100 together; empty where weights do not move.</summary>
    public ImmutableArray<int> Points => Balance?.PointsOf(Name) ?? [];

    /// <value>Whose numbers take it; null for a route of no region.</value>
    public string? Region { get; init; }

    public bool IsDown =>
        Carriers.All(carrier =>
            carrier.Switch.IsOff || (Region is null ? carrier.Health.HasFailed : carrier.Health.HasFailedIn(Region))
        );

    /// <summary>Whether a carrier of it is tried last, or is switched off.</summary>
    public bool IsImpaired => TriedLast.Concat(SwitchedOff).Any();

    /// <summary>Since when it is down, or a carrier of it is tried last or switched off; null while all of it is well.</summary>
    public DateTimeOffset? Since =>
        IsDown ? Carriers.Max(AgainstItSince)
        : IsImpaired ? TriedLast.Concat(SwitchedOff).Min(AgainstItSince)
        : null;

    /// <summary>The carriers of it that are tried last.</summary>
    public IEnumerable<ConfiguredCarrier> TriedLast =>
        Carriers.Where(carrier => !carrier.Switch.IsOff && (carrier.Health.IsFailing || IsFailingThere(carrier)));

    /// <summary>The carriers of it that operators have switched off.</summary>
    public IEnumerable<ConfiguredCarrier> SwitchedOff => Carriers.Where(carrier => carrier.Switch.IsOff);

    /// <summary>What the last failure of its first failed carrier was.</summary>
    public string? LastCode =>
        Carriers.Select(carrier => carrier.Health.LastCode).FirstOrDefault(code => code is not null);

    private static DateTimeOffset? AgainstItSince(ConfiguredCarrier carrier) =>
        carrier.Switch.Off?.Since ?? carrier.Health.FailingSince;

    private bool IsFailingThere(ConfiguredCarrier carrier) => Region is not null && carrier.Health.IsFailingIn(Region);
}
