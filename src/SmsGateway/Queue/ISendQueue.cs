using SmsGateway.Messages;

namespace SmsGateway.Queue;

/// <summary>Where accepted messages wait for delivery. At least once: what was enqueued is handed out until it is completed.</summary>
public interface ISendQueue
{
    /// <summary>Stores the envelope durably before it returns.</summary>
    /// <param name="envelope">At most <see cref="EnvelopeSerializer.MaxBytes"/> bytes when serialised.</param>
    /// <param name="delay">How long it stays invisible; zero for at once.</param>
    /// <param name="cancellationToken">Ends the wait, when nothing has been written yet.</param>
    /// <exception cref="StoreUnavailableException">It was not stored, and will not turn up later.</exception>
    ValueTask EnqueueAsync(Envelope envelope, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a newly accepted envelope, due at once, unless the same message was stored before: of any number of concurrent
    /// calls with one key, exactly one stores its envelope, and the others return when it is stored. What a carrier has taken
    /// keeps its key to the end of the window. What was given up does not: the dead letter, its replay and its deletion free the
    /// key, so that who brings the message again is not told that it is on its way.
    /// </summary>
    /// <param name="envelope">As above.</param>
    /// <param name="key">Tells which messages are the same, and for how long; null: this is none of those stored before.</param>
    /// <param name="gate">Has the last word; null: it is stored.</param>
    /// <param name="cancellationToken">Ends the wait, when nothing has been written yet.</param>
    /// <returns>The id under which the message is stored: the envelope's, or that of the first one. Null when the gate did not admit it.</returns>
    /// <exception cref="StoreUnavailableException">It was not stored, and it is not known that another was.</exception>
    ValueTask<MessageId?> EnqueueAsync(
        Envelope envelope,
        IdempotencyKey? key,
        IQueueGate? gate,
        CancellationToken cancellationToken
    );
}

/// <summary>The store could not do what was asked; nothing of it was done.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException() { }

    public StoreUnavailableException(string message)
        : base(message) { }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }
}
