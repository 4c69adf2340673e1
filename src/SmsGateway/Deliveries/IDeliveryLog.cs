using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Deliveries;

/// <summary>
/// How messages were delivered: written when the queue's copy is completed (<see cref="QueueLease.Outcome"/>), and kept for as long
/// as the settings say. Messages that died are dead letters.
/// </summary>
public interface IDeliveryLog
{
    /// <returns>Null when it was not delivered, or longer ago than records are kept, or is one of those that are not recorded.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<DeliveryRecord?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken);
}

/// <param name="Id">The message.</param>
/// <param name="Carrier">The configured name of the carrier that took it.</param>
/// <param name="CarrierMessageId">The carrier's own id, for asking it; null when it gave none.</param>
/// <param name="At">When it took it.</param>
/// <param name="Attempts">Calls to carriers up to then.</param>
/// <param name="IsAssumed">The carrier gave no answer; the message is taken for sent, as the settings say.</param>
public sealed record DeliveryRecord(
    MessageId Id,
    string Carrier,
    string? CarrierMessageId,
    DateTimeOffset At,
    int Attempts,
    bool IsAssumed = false
)
{
    /// <value>The configured name of the caller that posted it; null in records of earlier versions.</value>
    public string? Caller { get; init; }

    /// <value>The recipient, masked.</value>
    public string? Recipient { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    /// <value>The calls before the last; null when that was the first.</value>
    public IReadOnlyList<Attempt>? Earlier { get; init; }

    /// <param name="envelope">With the attempt that brought it to a carrier as its last.</param>
    /// <param name="carrierMessageId">The carrier's own id, if it gave one.</param>
    /// <param name="now">When the carrier took it.</param>
    /// <param name="isAssumed">The carrier did not say so.</param>
    public static DeliveryRecord Of(Envelope envelope, string? carrierMessageId, DateTimeOffset now, bool isAssumed)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var attempts = envelope.Attempts;
        return new DeliveryRecord(envelope.Id, attempts[^1].Carrier, carrierMessageId, now, attempts.Length, isAssumed)
        {
            Caller = envelope.Caller,
            Recipient = envelope.Message.Recipient.ToString(),
            AcceptedAt = envelope.AcceptedAt,
            Earlier = attempts.Length > 1 ? attempts[..^1] : null,
        };
    }
}
