using System.Text.Json.Nodes;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Http;
using SmsGateway.Messages;

namespace SmsGateway.Operators;

/// <summary>How a message ended, for operators. Who may ask is the head's business.</summary>
public sealed class MessagesHandler(IDeadLetterStore deadLetters, IDeliveryLog deliveries)
{
    /// <summary>Delivered or dead. 404 while it is on its way.</summary>
    public ValueTask<HttpReply> ShowAsync(string id, CancellationToken cancellationToken) =>
        StoreGuard.AnswerAsync(async () =>
        {
            if (MessageId.TryParse(id, out var messageId))
            {
                if (await deliveries.FindDeliveredAsync(messageId, cancellationToken) is { } delivered)
                {
                    return new HttpReply(200, "application/json", DeliverySerializer.Serialize(delivered), []);
                }

                if (await deadLetters.FindAsync(messageId, cancellationToken) is { } dead)
                {
                    return HttpReply.Json(200, Told(dead));
                }
            }

            return HttpReply.Problem(
                404,
                "This message is still on its way, or was delivered longer ago than is recorded, or never was."
            );
        });

    private static JsonObject Told(DeadLetter dead)
    {
        var told = new JsonObject
        {
            ["id"] = dead.Id.ToString(),
            ["state"] = dead.Reason == DeadLetterReason.TestNumber ? "kept" : "dead",
            ["reason"] = dead.Reason.ToString(),
            ["at"] = dead.DiedAt,
            ["attempts"] = dead.Attempts.Length,
        };
        if (dead.Envelope is { } envelope)
        {
            told["caller"] = envelope.Caller;
            told["recipient"] = envelope.Message.Recipient.ToString();
            told["acceptedAt"] = envelope.AcceptedAt;
        }

        return told;
    }
}
