using Microsoft.Extensions.Logging;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Delivery;

/// <summary>
/// Writes down how a message ended: given up, unreadable or poison, and when a method returns, it is written; or delivered, and it
/// is written when the queue's copy is completed.
/// </summary>
public sealed partial class MessageEnd(
    IDeadLetterStore deadLetters,
    DeliveryOptions options,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<MessageEnd> logger
)
{
    private const string Attempt = "attempt";

    /// <summary>Between two tries to record poison.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <param name="envelope">With the attempt that brought it to a carrier as its last.</param>
    /// <param name="carrierMessageId">The carrier's own id, if it gave one.</param>
    /// <param name="now">When the carrier took it.</param>
    /// <param name="isAssumed">The carrier did not say so.</param>
    /// <param name="lease">Takes what is to be kept of it.</param>
    public void Delivered(
        Envelope envelope,
        string? carrierMessageId,
        DateTimeOffset now,
        bool isAssumed,
        QueueLease lease
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(lease);
        var carrier = envelope.Attempts[^1].Carrier;
        if (isAssumed)
        {
            telemetry.Assumed(carrier);
            Log.Assumed(logger, envelope.Id, carrier, new Quantity(envelope.Attempts.Length, Attempt));
        }
        else
        {
            telemetry.Delivered(carrier, now - envelope.AcceptedAt);
        }

        if (envelope.Follow || options.RecordsKept > TimeSpan.Zero)
        {
            var delivered = DeliveryRecord.Of(envelope, carrierMessageId, now, isAssumed);
            lease.Outcome = new MessageOutcome(envelope.Id, DeliverySerializer.Serialize(delivered));
        }
    }

    /// <exception cref="StoreUnavailableException">It was not recorded.</exception>
    /// <exception cref="LeaseLostException">It was not recorded, for another decides what becomes of the message.</exception>
    public ValueTask GivenUpAsync(Envelope envelope, DeadLetterReason reason, QueueLease lease)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return RecordAsync(new DeadLetter(envelope.Id, reason, envelope, null, null, time.GetUtcNow()), lease);
    }

    /// <inheritdoc cref="GivenUpAsync"/>
    public ValueTask UnreadableAsync(QueueLease lease, EnvelopeResult result)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return RecordAsync(DeadLetterOf(result, lease.Body, DeadLetterReason.Unreadable), lease);
    }

    /// <summary>Records a message in hand that was handed out in vain too often.</summary>
    /// <inheritdoc cref="GivenUpAsync"/>
    public ValueTask PoisonAsync(QueueLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var reading = EnvelopeSerializer.Deserialize(lease.Body.Span);
        return RecordAsync(DeadLetterOf(reading, lease.Body, DeadLetterReason.Poison), lease);
    }

    /// <summary>Records a message of the platform's poison queue.</summary>
    /// <param name="body">The queue message.</param>
    /// <param name="patience">How long to go on trying while the store does not take the record.</param>
    /// <exception cref="StoreUnavailableException">It was not recorded in that time.</exception>
    public async ValueTask PoisonAsync(ReadOnlyMemory<byte> body, TimeSpan patience)
    {
        // Made once, so that its id is the same at every try.
        var deadLetter = DeadLetterOf(EnvelopeSerializer.Deserialize(body.Span), body, DeadLetterReason.Poison);
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await RecordAsync(deadLetter, null);
                return;
            }
            catch (StoreUnavailableException e) when (time.GetElapsedTime(started) < patience)
            {
                Log.PoisonNotRecorded(logger, deadLetter.Id, e.Message);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    private DeadLetter DeadLetterOf(EnvelopeResult result, ReadOnlyMemory<byte> body, DeadLetterReason reason)
    {
        var now = time.GetUtcNow();
        return result switch
        {
            EnvelopeResult.Readable(var envelope) => new DeadLetter(envelope.Id, reason, envelope, null, null, now),
            // It keeps its name, so that it is found by it, and is free to be brought again.
            EnvelopeResult.Sealed(var envelope, var why) => new DeadLetter(envelope.Id, reason, null, null, why, now)
            {
                Sealed = envelope,
            },
            EnvelopeResult.Unreadable(var why) => DeadLetter.Unreadable(body, why, reason, now),
            _ => throw new ArgumentOutOfRangeException(nameof(result)),
        };
    }

    private async ValueTask RecordAsync(DeadLetter deadLetter, QueueLease? lease)
    {
        if (lease is null)
        {
            await deadLetters.RecordAsync(deadLetter, CancellationToken.None);
        }
        else if (!await deadLetters.RecordAsync(deadLetter, lease, CancellationToken.None))
        {
            throw new LeaseLostException();
        }

        telemetry.DeadLettered(deadLetter.Reason.ToString());
        telemetry.Tell(
            NoticeTypes.DeadLetter,
            new("id", deadLetter.Id.ToString()),
            new("reason", deadLetter.Reason.ToString()),
            new("caller", deadLetter.Envelope?.Caller)
        );
        Log.DeadLetter(
            logger,
            deadLetter.Id,
            deadLetter.Reason,
            deadLetter.Envelope?.Message.Recipient,
            new Quantity(deadLetter.Attempts.Length, Attempt)
        );
    }

    private static partial class Log
    {
        [LoggerMessage(
            24,
            LogLevel.Warning,
            "{Id} is assumed to be sent: {Carrier} gave no answer, and UnknownOutcome is AssumeSent; {Attempts}"
        )]
        public static partial void Assumed(ILogger logger, MessageId id, string carrier, Quantity attempts);

        [LoggerMessage(10, LogLevel.Warning, "Dead letter {Id}: {Reason}, to {Recipient} after {Attempts}")]
        public static partial void DeadLetter(
            ILogger logger,
            MessageId id,
            DeadLetterReason reason,
            PhoneNumber? recipient,
            Quantity attempts
        );

        [LoggerMessage(15, LogLevel.Warning, "The poison message {Id} cannot be recorded; trying again: {Why}")]
        public static partial void PoisonNotRecorded(ILogger logger, MessageId id, string why);
    }
}
