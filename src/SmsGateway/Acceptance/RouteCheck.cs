using System.Collections.Immutable;
using SmsGateway.Carriers;
using SmsGateway.Messages;

namespace SmsGateway.Acceptance;

/// <summary>Finds what of a message is a mistake or none, depending on the carriers of its route.</summary>
internal static class RouteCheck
{
    public static MessageResult Judge(MessageResult.Valid valid, ImmutableArray<ConfiguredCarrier> route)
    {
        if (route.IsEmpty)
        {
            return MessageResult.Invalid.Of("channel", "no carrier of this route can do it");
        }

        // Carriers that never show a message's sender do not care what it is.
        return valid.UnusableSender is { } field && route.Any(carrier => !carrier.Options.AlwaysUseFrom)
            ? MessageResult.Invalid.Of(field, Sender.Rule)
            : valid;
    }
}
