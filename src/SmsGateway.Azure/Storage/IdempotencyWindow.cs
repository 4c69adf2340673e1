using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Within this process: of concurrent calls with one key the first one stores, and the others wait for its end and share it.
/// A queue cannot be asked what it holds, and a call to the service for each message would double what acceptance costs, so
/// messages known by their text only are told apart here, in memory. Of the others this remembers nothing once they are stored.
/// </summary>
internal sealed class IdempotencyWindow(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Storing> _byKey = [];
    private readonly PriorityQueue<(UInt128 Key, Storing Storing), long> _byEnd = new();
    private readonly long _started = time.GetTimestamp();

    /// <param name="key">Tells which messages are the same.</param>
    /// <param name="store">Stores the message and returns the id it then has; null when it is not to be stored, which is not remembered.</param>
    /// <param name="hasEnded">Whether a message stored before has come to an end without a delivery, and is a new one now.</param>
    public async Task<MessageId?> StoreAsync(
        IdempotencyKey key,
        Func<Task<MessageId?>> store,
        Func<MessageId, Task<bool>> hasEnded
    )
    {
        for (var hasWaited = false; ; hasWaited = true)
        {
            var (storing, isMine) = Enter(key);
            if (isMine)
            {
                return await StoreAsync(key, storing, store);
            }

            var wasStored = storing.Task.IsCompleted;
            try
            {
                if (await storing.Task is not { } id)
                {
                    // Refused a moment ago, and not remembered: this one asks for itself, and is told why.
                    continue;
                }

                if (!wasStored || !await hasEnded(id))
                {
                    return id;
                }

                Remove(key.Hash, storing);
            }
            catch (StoreUnavailableException) when (!hasWaited)
            {
                // The first one failed; the store may be back by now. Once, so that nobody waits through a row of failures.
            }
        }
    }

    private (Storing Storing, bool IsMine) Enter(IdempotencyKey key)
    {
        var now = time.GetElapsedTime(_started).Ticks;
        var mine = new Storing(key.IsCorrelated ? now : now + key.Window.Ticks);
        lock (_lock)
        {
            Trim(now);
            if (_byKey.TryGetValue(key.Hash, out var other) && !other.IsOver(now))
            {
                return (other, false);
            }

            _byKey[key.Hash] = mine;
            _byEnd.Enqueue((key.Hash, mine), mine.End);
            return (mine, true);
        }
    }

    private async Task<MessageId?> StoreAsync(IdempotencyKey key, Storing mine, Func<Task<MessageId?>> store)
    {
        try
        {
            var id = await store();
            if (id is null)
            {
                Remove(key.Hash, mine);
            }

            mine.SetResult(id);
            return id;
        }
        catch (Exception e)
        {
            Remove(key.Hash, mine);
            mine.SetException(e);
            _ = mine.Task.Exception;
            throw;
        }
    }

    private void Remove(UInt128 key, Storing storing)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var known) && known == storing)
            {
                _byKey.Remove(key);
            }
        }
    }

    private void Trim(long now)
    {
        while (_byEnd.TryPeek(out var oldest, out _) && oldest.Storing.IsOver(now))
        {
            _byEnd.Dequeue();
            Remove(oldest.Key, oldest.Storing);
        }
    }

    private sealed class Storing(long end)
        : TaskCompletionSource<MessageId?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long End => end;

        /// <summary>Whether the same text is a new message by now. One that is still being stored counts, however long that takes.</summary>
        public bool IsOver(long now) => end <= now && Task.IsCompleted;
    }
}
