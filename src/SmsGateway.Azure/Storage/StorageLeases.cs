using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// The leases on messages of the queue, whichever head has them: the Host's begin when a message is received, those of Functions
/// when it is taken over from the queue trigger. docs/stores.md tells the whole story.
/// </summary>
internal sealed class StorageLeases(StorageQueue queue, TimeSpan length, TimeProvider time)
{
    private readonly CompletedMessages _completed = new(time);
    private int _deletions;

    /// <summary>Takes what is due, at most <paramref name="max"/> messages.</summary>
    public async Task<IReadOnlyList<StorageLease>> ReceiveAsync(int max)
    {
        var term = NewTerm();
        var leases = new List<StorageLease>();
        foreach (var message in await queue.TakeAsync(max, length))
        {
            var lease = new StorageLease(
                StorageQueue.Body(message),
                (int)message.DequeueCount,
                term,
                message.MessageId,
                message.PopReceipt
            );
            if (_completed.Contains(lease.MessageId))
            {
                // Not waited for: the leases of the others would grow old meanwhile.
                _ = DeleteAgainAsync(lease);
            }
            else
            {
                leases.Add(lease);
            }
        }

        return leases;
    }

    /// <summary>Makes a message that another has under lease ours, by its receipt, which is then worth nothing any more.</summary>
    /// <returns>Null when there is nothing to do: somebody else has it by now, or it was delivered before.</returns>
    /// <exception cref="StoreUnavailableException">It is not known whose it is.</exception>
    public async Task<StorageLease?> TakeOverAsync(
        ReadOnlyMemory<byte> body,
        int receiveCount,
        string messageId,
        string popReceipt
    )
    {
        var term = NewTerm();
        if (await queue.TakeOverAsync(messageId, popReceipt, length) is not { } receipt)
        {
            return null;
        }

        var lease = new StorageLease(body, receiveCount, term, messageId, receipt);
        if (!_completed.Contains(messageId))
        {
            return lease;
        }

        await DeleteAgainAsync(lease);
        return null;
    }

    /// <summary>
    /// Leases the message anew, which proves that it is still ours: by the service, and not by a clock alone, before anything of
    /// its run is written down.
    /// </summary>
    /// <returns>Null when it is somebody else's by now.</returns>
    /// <exception cref="StoreUnavailableException">It is not known whose it is.</exception>
    public async Task<LeaseTerm?> HoldAsync(StorageLease lease)
    {
        var term = NewTerm();
        if (await queue.TakeOverAsync(lease.MessageId, lease.PopReceipt, length) is not { } receipt)
        {
            return null;
        }

        lease.PopReceipt = receipt;
        return term;
    }

    /// <summary>
    /// Deletes the message. What could not be deleted, or is somebody else's by now, is remembered for a while, so that at least
    /// this process does not deliver it a second time.
    /// </summary>
    /// <returns>False when it is somebody else's by now.</returns>
    public async Task<bool> CompleteAsync(StorageLease lease)
    {
        var isDeleted = false;
        try
        {
            return isDeleted = await queue.DeleteAsync(lease.MessageId, lease.PopReceipt);
        }
        finally
        {
            if (isDeleted)
            {
                _completed.Remove(lease.MessageId);
            }
            else
            {
                _completed.Add(lease.MessageId);
            }
        }
    }

    /// <summary>Makes the message due after a while, unless it is somebody else's by now.</summary>
    /// <param name="body">What takes the place of its text; null leaves that.</param>
    public Task<bool> ReleaseAsync(StorageLease lease, TimeSpan delay, byte[]? body = null) =>
        queue.HideAsync(lease.MessageId, lease.PopReceipt, delay, body);

    /// <summary>By the clock before the call, so that the service's own reckoning ends later.</summary>
    private LeaseTerm NewTerm() => new(time.GetTimestamp(), length);

    /// <summary>
    /// Deletes a message that was delivered before and is handed out all the same: as many at once as one batch has. Of what is
    /// beyond that, or fails, nothing is lost: it comes again when its lease ends, and is still remembered then.
    /// </summary>
    private async Task DeleteAgainAsync(StorageLease lease)
    {
        try
        {
            if (Interlocked.Increment(ref _deletions) <= StorageQueue.MaxBatch)
            {
                await CompleteAsync(lease);
            }
        }
        catch (StoreUnavailableException)
        {
            // It comes again.
        }
        finally
        {
            Interlocked.Decrement(ref _deletions);
        }
    }
}
