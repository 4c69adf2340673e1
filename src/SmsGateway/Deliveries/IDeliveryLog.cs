using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Deliveries;

/// <summary>
/// Deliveries of messages that somebody follows to the end, such as an operator's test. Kept for a day; deliveries of all
/// others are recorded nowhere, and messages that died are dead letters, followed or not.
/// </summary>
public interface IDeliveryLog
{
    /// <summary>How long a delivery can be asked for.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <exception cref="StoreUnavailableException">It was not recorded.</exception>
    ValueTask RecordAsync(DeliveryRecord delivered, CancellationToken cancellationToken);

    /// <returns>Null when it was not delivered, or not followed, or longer than a day ago.</returns>
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
);
