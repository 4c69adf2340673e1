namespace SmsGateway.Queue;

/// <summary>The other end of <see cref="ISendQueue"/>: what is in work, and what becomes of it.</summary>
public interface IReceiveQueue
{
    /// <summary>
    /// Waits until at least one message is due and hands out up to <paramref name="max"/>, each leased to this process: nobody
    /// else gets it until its <see cref="QueueLease.Term"/> ends.
    /// </summary>
    /// <returns>Empty when the wait was cancelled.</returns>
    ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken);

    /// <summary>Deletes the message; does nothing when it was replaced or leased to another in the meantime.</summary>
    ValueTask CompleteAsync(QueueLease lease, CancellationToken cancellationToken);

    /// <summary>Gives the message back, to be handed out again after <paramref name="delay"/>.</summary>
    /// <param name="lease">The lease to end.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="countsAsReceived">False when nothing was tried, so that a shutdown does not drive a message into poison; a store whose service counts by itself cannot heed it.</param>
    ValueTask ReleaseAsync(
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
public abstract record QueueLease(ReadOnlyMemory<byte> Body, int ReceiveCount, LeaseTerm Term);
