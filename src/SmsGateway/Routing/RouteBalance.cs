using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.Telemetry;

namespace SmsGateway.Routing;

/// <summary>How a route's messages are spread over its carriers: setting <c>Gateway:Routing:Balance</c>.</summary>
public enum BalanceRule
{
    /// <summary>By the route's order, or by its weights as they are configured.</summary>
    Ordered,

    /// <summary>By weights that move away from a carrier with a bad minute, and slowly back.</summary>
    Weighted,
}

/// <summary>The weights of all routes that move. Each process has its own, and looks once a minute at most, when it has a message.</summary>
public sealed partial class RouteBalance
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Weights> _routes = new(StringComparer.OrdinalIgnoreCase);
    private readonly BalanceRule _rule;
    private readonly TimeProvider _time;
    private readonly ILogger<RouteBalance> _logger;

    public RouteBalance(
        RoutingOptions options,
        GatewayTelemetry telemetry,
        TimeProvider time,
        ILogger<RouteBalance> logger
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(telemetry);
        (_rule, _time, _logger) = (options.Balance, time, logger);
        telemetry.WatchWeights(() => _routes.Values.SelectMany(route => route.Shown()));
    }

    /// <summary>Points of each carrier of a route, 100 together; empty for a route whose weights do not move.</summary>
    /// <param name="route">As health has its name.</param>
    public ImmutableArray<int> PointsOf(string route) =>
        _routes.TryGetValue(route, out var weights) ? weights.Now() : [];

    /// <param name="route">As health has its name.</param>
    /// <param name="carriers">As written.</param>
    /// <param name="weights">One for each; empty for a route without.</param>
    /// <returns>Whose <see cref="Weights.Now"/> is asked for each message; null for a route whose weights do not move.</returns>
    internal Weights? Watch(string route, ImmutableArray<ConfiguredCarrier> carriers, ImmutableArray<int> weights) =>
        _rule == BalanceRule.Ordered || carriers.Length < 2
            ? null
            : _routes.GetOrAdd(route, _ => new Weights(route, carriers, weights, _time, _logger));

    /// <summary>The weights of one route.</summary>
    internal sealed class Weights(
        string route,
        ImmutableArray<ConfiguredCarrier> carriers,
        ImmutableArray<int> configured,
        TimeProvider time,
        ILogger logger
    )
    {
        private readonly Lock _lock = new();
        private readonly ImmutableArray<int> _anchor = WeightShift.Anchor(configured, carriers.Length);
        private ImmutableArray<int> _points = WeightShift.Anchor(configured, carriers.Length);
        private long _lookedAt = time.GetTimestamp();
        private long _changedAt = time.GetTimestamp();

        public ImmutableArray<int> Now()
        {
            lock (_lock)
            {
                if (time.GetElapsedTime(_lookedAt) >= Interval)
                {
                    Look();
                }

                return _points;
            }
        }

        public IEnumerable<(string Route, string Carrier, int Weight)> Shown() =>
            Now().Select((weight, i) => (route, carriers[i].Name, weight));

        private void Look()
        {
            _lookedAt = time.GetTimestamp();
            var minute = carriers.Select(carrier => carrier.Health.LastMinute).ToArray();
            var next = WeightShift.Next(_points, _anchor, minute, time.GetElapsedTime(_changedAt));
            if (next.SequenceEqual(_points))
            {
                return;
            }

            Log.Moved(logger, route, Describe(next), Describe(_points));
            (_points, _changedAt) = (next, _lookedAt);
        }

        private string Describe(ImmutableArray<int> points) =>
            string.Join(", ", carriers.Select((carrier, i) => $"{carrier.Name} {points[i]}"));
    }

    private static partial class Log
    {
        [LoggerMessage(32, LogLevel.Warning, "The weights of route {Route} are {Now} now; they were {Before}")]
        public static partial void Moved(ILogger logger, string route, string now, string before);
    }
}
