using System.Text.Json.Nodes;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Operators;

/// <summary>How messages ended, or what is known of them until then, as operators are told it.</summary>
public sealed class MessageEnds(
    IDeadLetterStore deadLetters,
    IDeliveryLog deliveries,
    IReadOnlyList<CallerOptions> callers,
    DeliveryOptions options,
    TimeProvider time
)
{
    /// <summary>What a message that was in hand when it expired still takes to its dead letter.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(1);

    /// <returns>Null when no record tells: it is on its way, or none was kept, or it never was.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<JsonObject?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
        // In this order: what dies in between is found where it is asked for last.
        await deliveries.FindDeliveredAsync(id, cancellationToken) is { } delivered
            ? JsonNode.Parse(DeliverySerializer.Serialize(delivered))!.AsObject()
        : await deadLetters.FindAsync(id, cancellationToken) is { } dead ? Told(dead)
        : null;

    /// <summary>Tells of a message that admission has noted, whether it has ended or not.</summary>
    /// <param name="noted">The message.</param>
    /// <param name="recipient">Null when it is not known: a note has a hash of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async ValueTask<JsonObject> TellAsync(
        NotedMessage noted,
        PhoneNumber? recipient,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(noted);
        if (noted.RefusedBy is null && await FindAsync(noted.Id, cancellationToken) is { } end)
        {
            return end;
        }

        var told = new JsonObject
        {
            ["id"] = noted.Id.ToString(),
            ["state"] =
                noted.RefusedBy is not null ? "refused"
                : noted.IsTakenBack ? "not accepted"
                : IsWaiting(noted) ? "waiting"
                : "unrecorded",
            ["caller"] = noted.Caller,
        };
        if (recipient is { } number)
        {
            told["recipient"] = number.ToString();
        }

        if (noted.RefusedBy is { } rule)
        {
            told["reason"] = rule;
        }

        told[noted is { RefusedBy: null, IsTakenBack: false } ? "acceptedAt" : "at"] = noted.At;

        return told;
    }

    /// <summary>Whether it has not ended: an end within its life would be recorded.</summary>
    private bool IsWaiting(NotedMessage noted)
    {
        var life = callers.FirstOrDefault(caller => caller.Name == noted.Caller)?.TimeToLive ?? options.TimeToLive;
        return options.RecordsKept > TimeSpan.Zero && time.GetUtcNow() < noted.At + life + Afterwards;
    }

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
