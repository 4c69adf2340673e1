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

    public Router(RoutingOptions options, CarrierRegistry carriers, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(carriers);
        _random = random;
        _callers = options.Callers.ToFrozenDictionary(
            own => own.Key,
            own => Line.Of(own.Value, carriers),
            StringComparer.OrdinalIgnoreCase
        );
        _prefixes = [.. options.Prefixes.Select(prefix => (prefix.Key, Line.Of(prefix.Value, carriers)))];
        _regions = options.Regions.ToFrozenDictionary(
            region => region.Key,
            region => Line.Of(region.Value, carriers),
            StringComparer.Ordinal
        );
        _default = Line.Of(options.Default, carriers);
    }

    /// <summary>What the route would do with the message, whatever the order.</summary>
    public RouteOffer Offer(string caller, SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var route = WhoCan(LineOf(caller, message.Recipient).Carriers, message);
        return new RouteOffer(!route.IsEmpty, route.Any(carrier => !carrier.Options.AlwaysUseFrom));
    }

    /// <returns>Only carriers that can do the message's channel and have a sender for it; empty when there is none.</returns>
    public ImmutableArray<ConfiguredCarrier> Route(string caller, SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WhoCan(LineOf(caller, message.Recipient).Draw(_random), message);
    }

    private static ImmutableArray<ConfiguredCarrier> WhoCan(
        ImmutableArray<ConfiguredCarrier> carriers,
        SmsMessage message
    ) =>
        carriers.RemoveAll(carrier => !carrier.Api.Supports(message.Channel) || !carrier.Options.HasSenderFor(message));

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
    private sealed record Line(ImmutableArray<ConfiguredCarrier> Carriers, ImmutableArray<int> Weights)
    {
        public static Line Of(IReadOnlyList<RouteEntry> route, CarrierRegistry carriers)
        {
            var found = route.Where(entry => carriers.Find(entry.Carrier) is not null).ToList();
            return new Line(
                [.. found.Select(entry => carriers.Find(entry.Carrier)!)],
                found.Exists(entry => entry.Weight is not null) ? [.. found.Select(entry => entry.Weight ?? 0)] : []
            );
        }

        public ImmutableArray<ConfiguredCarrier> Draw(Func<double> random) =>
            Weights.IsEmpty ? Carriers : WeightedOrder.Draw(Carriers, Weights.AsSpan(), random);
    }
}
