using System.Collections.Frozen;
using System.Collections.Immutable;
using SmsGateway.Carriers;
using SmsGateway.Messages;

namespace SmsGateway.Routing;

/// <summary>
/// Chooses the carriers for a message, in the order in which they are tried. The first of these routes that exists is the message's:
/// the caller's own; the longest prefix that fits, if it says more than the calling code; the number's region; any other prefix that
/// fits, the longest first; the default.
/// </summary>
public sealed class Router
{
    private readonly Func<double> _random;
    private readonly FrozenDictionary<string, Line> _callers;
    private readonly ImmutableArray<(string Prefix, Line Line)> _prefixes;
    private readonly FrozenDictionary<string, Line> _regions;
    private readonly Line _default;

    /// <param name="options">All routes.</param>
    /// <param name="carriers">Who is in them.</param>
    /// <param name="random">From 0 inclusive to 1 exclusive; asked only where a route has weights.</param>
    /// <param name="balance">Of the routes whose weights move; null for none.</param>
    public Router(RoutingOptions options, CarrierRegistry carriers, Func<double> random, RouteBalance? balance = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(carriers);
        _random = random;
        _callers = options.Callers.ToFrozenDictionary(
            own => own.Key,
            own => LineOf(RoutingOptions.NameOf(own.Key), own.Value),
            StringComparer.OrdinalIgnoreCase
        );
        _prefixes = [.. options.Prefixes.Select(prefix => (prefix.Key, LineOf(prefix.Key, prefix.Value)))];
        _regions = options.Regions.ToFrozenDictionary(
            region => region.Key,
            region => LineOf(region.Key, region.Value),
            StringComparer.Ordinal
        );
        _default = LineOf(RoutingOptions.DefaultName, options.Default);

        Line LineOf(string name, IReadOnlyList<RouteEntry> route) => Line.Of(name, route, carriers, balance);
    }

    /// <summary>What the route would do with the message, whatever the order.</summary>
    public RouteOffer Offer(string caller, SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var able = WhoDo(LineOf(caller, message.Recipient).Carriers, message.Channel);
        var ready = WithSender(able, message);
        var asked = ready.IsEmpty ? able : ready;
        return new RouteOffer(
            !able.IsEmpty,
            !ready.IsEmpty,
            asked.Any(carrier => carrier.Options.ShowsSenderOf(message))
        );
    }

    /// <returns>Only carriers that can do the message's channel and have a sender for it; empty when there is none.</returns>
    public ImmutableArray<ConfiguredCarrier> Route(string caller, SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WithSender(WhoDo(LineOf(caller, message.Recipient).Draw(_random), message.Channel), message);
    }

    private static ImmutableArray<ConfiguredCarrier> WhoDo(
        ImmutableArray<ConfiguredCarrier> carriers,
        Channel channel
    ) => carriers.RemoveAll(carrier => !carrier.Api.Supports(channel));

    private static ImmutableArray<ConfiguredCarrier> WithSender(
        ImmutableArray<ConfiguredCarrier> carriers,
        SmsMessage message
    ) => carriers.RemoveAll(carrier => !carrier.Options.HasSenderFor(message));

    private Line LineOf(string caller, PhoneNumber recipient)
    {
        if (_callers.TryGetValue(caller, out var own))
        {
            return own;
        }

        var (prefix, line) = Longest(recipient.E164);
        // A region costs a look at the whole number, so it is asked for only where one is configured.
        return
            _regions.Count > 0
            && (prefix is null || prefix.Length <= 1 + recipient.CallingCodeLength)
            && _regions.TryGetValue(recipient.Region, out var region)
            ? region
            : line;
    }

    private (string? Prefix, Line Line) Longest(string number)
    {
        foreach (var (prefix, line) in _prefixes)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal))
            {
                return (prefix, line);
            }
        }

        return (null, _default);
    }

    /// <summary>A route with its carriers looked up.</summary>
    /// <param name="Carriers">As written.</param>
    /// <param name="Weights">One for each; empty for a route without.</param>
    /// <param name="Moving">Takes the weights' place where they move.</param>
    private sealed record Line(
        ImmutableArray<ConfiguredCarrier> Carriers,
        ImmutableArray<int> Weights,
        RouteBalance.Weights? Moving
    )
    {
        public static Line Of(
            string name,
            IReadOnlyList<RouteEntry> route,
            CarrierRegistry carriers,
            RouteBalance? balance
        )
        {
            var found = route.Where(entry => carriers.Find(entry.Carrier) is not null).ToList();
            ImmutableArray<ConfiguredCarrier> line = [.. found.Select(entry => carriers.Find(entry.Carrier)!)];
            ImmutableArray<int> weights = found.Exists(entry => entry.Weight is not null)
                ? [.. found.Select(entry => entry.Weight ?? 0)]
                : [];
            return new Line(line, weights, balance?.Watch(name, line, weights));
        }

        public ImmutableArray<ConfiguredCarrier> Draw(Func<double> random)
        {
            var weights = Moving?.Now() ?? Weights;
            return weights.IsEmpty ? Carriers : WeightedOrder.Draw(Carriers, weights.AsSpan(), random);
        }
    }
}
