using System.Collections.Frozen;
using System.Collections.Immutable;
using SmsGateway.Carriers;
using SmsGateway.Messages;

namespace SmsGateway.Routing;

/// <summary>Chooses the ordered carriers for a message: the caller's own route, else the longest country prefix, else the default.</summary>
public sealed class Router(RoutingOptions options, CarrierRegistry carriers)
{
    private readonly FrozenDictionary<string, IReadOnlyList<string>> _callers = options.Callers.ToFrozenDictionary(
        StringComparer.OrdinalIgnoreCase
    );

    public RouteOffer Offer(string caller, SmsMessage message)
    {
        var route = Route(caller, message);
        return new RouteOffer(!route.IsEmpty, route.Any(carrier => !carrier.Options.AlwaysUseFrom));
    }

    /// <returns>Only carriers that can do the message's channel and have a sender for it; empty when there is none.</returns>
    public ImmutableArray<ConfiguredCarrier> Route(string caller, SmsMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var names = Names(caller, message.Recipient);
        var route = ImmutableArray.CreateBuilder<ConfiguredCarrier>(names.Count);
        foreach (var name in names)
        {
            if (
                carriers.Find(name) is { } carrier
                && carrier.Api.Supports(message.Channel)
                && carrier.Options.HasSenderFor(message)
            )
            {
                route.Add(carrier);
            }
        }

        return route.ToImmutable();
    }

    private IReadOnlyList<string> Names(string caller, PhoneNumber recipient)
    {
        if (_callers.TryGetValue(caller, out var own))
        {
            return own;
        }

        foreach (var (prefix, names) in options.Prefixes)
        {
            if (recipient.E164.StartsWith(prefix, StringComparison.Ordinal))
            {
                return names;
            }
        }

        return options.Default;
    }
}
