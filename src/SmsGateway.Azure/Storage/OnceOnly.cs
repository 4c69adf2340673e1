using SmsGateway.Messages;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Within this process: of concurrent calls with one key the first one stores, and the others wait for its end and share it.
/// A queue cannot be asked what it holds, and a call to the service for each message would double what acceptance costs, so
/// messages known by their text only are told apart here, in memory.
/// </summary>
internal sealed class OnceOnly(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Storing> _byKey = [];
    private readonly PriorityQueue<(UInt128 Key, Storing Storing), DateTimeOffset> _byEnd = new();

    /// <param name="key">Tells which messages are the same.</param>
    /// <param name="store">Stores the message and returns the id it then has.</param>
    public Task<MessageId> StoreAsync(DuplicateKey key, Func<Task<MessageId>> store)
    {
        var now = time.GetUtcNow();
        var mine = new Storing(now + key.Window);
        lock (_lock)
        {
            Trim(now);
            if (_byKey.TryGetValue(key.Hash, out var other) && !other.IsOver(now))
            {
                return other.Task;
            }

            _byKey[key.Hash] = mine;
            _byEnd.Enqueue((key.Hash, mine), mine.End);
        }

        return StoreAsync(key, mine, store);
    }

    private async Task<MessageId> StoreAsync(DuplicateKey key, Storing mine, Func<Task<MessageId>> store)
    {
        try
        {
            var id = await store();
            mine.SetResult(id);
            return id;
        }
        catch (Exception e)
        {
            // Those who waited share the failure, and whoever comes now tries anew.
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

    private void Trim(DateTimeOffset now)
    {
        while (_byEnd.TryPeek(out var oldest, out _) && oldest.Storing.IsOver(now))
        {
            _byEnd.Dequeue();
            Remove(oldest.Key, oldest.Storing);
        }
    }

    private sealed class Storing(DateTimeOffset end) : TaskCompletionSource<MessageId>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public DateTimeOffset End => end;

        /// <summary>Whether the same text is a new message by now. One that is still being stored counts, however long that takes.</summary>
        public bool IsOver(DateTimeOffset now) => end <= now && Task.IsCompleted;
    }
}
