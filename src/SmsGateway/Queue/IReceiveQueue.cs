using SmsGateway.Messages;

namespace SmsGateway.Queue;

/// <summary>
/// The other end of <see cref="ISendQueue"/>: what is in work, and what becomes of it. Whoever holds the newest lease on a message
/// decides. What is asked under one that is lost, because the message is another's by now or has come to its end, is not done, and
/// the answer is false.
/// </summary>
public interface IReceiveQueue
{
    /// <summary>
    /// Waits until at least one message is due and hands out up to <paramref name="max"/>, each leased to this process: nobody
    /// else gets it until its <see cref="QueueLease.Term"/> ends.
    /// </summary>
    /// <returns>Empty when the wait was cancelled.</returns>
    ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the message, or what is left of it after a retry or a dead letter was written, and keeps what is to be kept of it
    /// (<see cref="QueueLease.Outcome"/>): in the same step where the store can do that, otherwise as well as it can.
    /// </summary>
    /// <returns>False when the lease is lost.</returns>
    ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken);

    /// <summary>
    /// Puts the message back with what was tried so far, to be handed out after <paramref name="delay"/> as if for the first time.
    /// The message in hand is still to be completed; a store that has replaced it in the same step has nothing to do then.
    /// </summary>
    /// <returns>False when the lease is lost.</returns>
    /// <exception cref="StoreUnavailableException">It was not put back.</exception>
    ValueTask<bool> RetryAsync(
        QueueLease lease,
        Envelope envelope,
        TimeSpan delay,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Gives the message back, with what was tried if anything was (<see cref="QueueLease.Tried"/>), to be handed out again after
    /// <paramref name="delay"/>.
    /// </summary>
    /// <param name="lease">The lease to end.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="countsAsReceived">False when nothing was tried, so that a shutdown does not drive a message into poison; a store whose service counts by itself cannot heed it.</param>
    /// <returns>False when the lease is lost.</returns>
    ValueTask<bool> ReleaseAsync(
        QueueLease lease,
        TimeSpan delay,
        bool countsAsReceived,
        CancellationToken cancellationToken
    );
}

/// <summary>A message handed out to this process for a while. Each store derives its own, with what proves the lease.</summary>
/// <param name="Body">The message as it lies in the queue.</param>
/// <param name="ReceiveCount">How often it has been handed out, this time included.</param>
/// <param name="Term">How long it is this process's.</param>
public abstract record QueueLease(ReadOnlyMemory<byte> Body, int ReceiveCount, LeaseTerm Term)
{
    /// <summary>
    /// The message with what its run has tried; null as long as that is nothing. It takes the place of what lies in the queue when
    /// the message is given back: given back as it came, who may have it would get it once more.
    /// </summary>
    public Envelope? Tried { get; set; }

    /// <summary>What is to be kept of the message when it is completed; null: nothing.</summary>
    public MessageOutcome? Outcome { get; set; }

    /// <summary>To be called when the run is over, however it ended: nobody in this process works on the message any more.</summary>
    public virtual void EndRun() { }
}

/// <summary>What is kept of a message that a carrier has taken.</summary>
/// <param name="Id">The message's.</param>
/// <param name="Record">How it ended. Holds no text, no code and no whole number.</param>
public sealed record MessageOutcome(MessageId Id, ReadOnlyMemory<byte> Record);

/// <summary>The message in hand is another's by now, or has come to its end: nothing of the run is written down.</summary>
public sealed class LeaseLostException : Exception
{
    public LeaseLostException()
        : base("The lease on the message is lost.") { }

    public LeaseLostException(string message)
        : base(message) { }

    public LeaseLostException(string message, Exception innerException)
        : base(message, innerException) { }
}
