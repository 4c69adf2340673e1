namespace SmsGateway.Queue;

/// <summary>The other end of <see cref="ISendQueue"/>, for a head that pumps messages itself (in Functions the trigger does).</summary>
public interface IReceiveQueue
{
    /// <summary>
    /// Waits until at least one message is due and hands out up to <paramref name="max"/>, each leased to this process: nobody
    /// else gets it until the lease ends (<see cref="LeaseTime"/>), unless it is renewed.
    /// </summary>
    /// <returns>Empty when the wait was cancelled.</returns>
    ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken);

    /// <summary>How long a lease lasts without renewal.</summary>
    TimeSpan LeaseTime { get; }

    /// <summary>Makes the leases last another <see cref="LeaseTime"/> from now.</summary>
    ValueTask RenewAsync(IReadOnlyList<QueueLease> leases, CancellationToken cancellationToken);

    /// <summary>Deletes the message; does nothing when it was replaced or leased to another in the meantime.</summary>
    ValueTask CompleteAsync(QueueLease lease, CancellationToken cancellationToken);

    /// <summary>Gives the message back, to be handed out again after <paramref name="delay"/>.</summary>
    /// <param name="lease">The lease to end.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="countsAsReceived">False when nothing was tried, so that a shutdown never drives a message into poison.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReleaseAsync(QueueLease lease, TimeSpan delay, bool countsAsReceived, CancellationToken cancellationToken);
}

/// <summary>A message handed out to this process for a while. Each store derives its own, with what proves the lease.</summary>
/// <param name="Body">The message as it lies in the queue.</param>
/// <param name="ReceiveCount">How often it has been handed out, this time included.</param>
public abstract record QueueLease(ReadOnlyMemory<byte> Body, int ReceiveCount);
