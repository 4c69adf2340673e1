using SmsGateway.Messages;
using SmsGateway.Routing;

namespace SmsGateway.Acceptance;

/// <summary>Finds what of a message is a mistake or none, depending on its route.</summary>
internal static class RouteVerdict
{
    public static MessageResult Of(MessageResult.Valid valid, RouteOffer offer) =>
        !offer.DoesChannel || (!offer.HasSender && valid.Message.Channel == Channel.Voice)
            ? MessageResult.Invalid.Of("channel", "no carrier of this route can do it")
        : valid.UnusableSender is { } field && offer.ShowsSender ? MessageResult.Invalid.Of(field, Sender.Rule)
        : !offer.HasSender
            ? MessageResult.Invalid.Of("sender", "is required: no carrier of this route has one of its own")
        : valid;
}
