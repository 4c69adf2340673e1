using System.Runtime.InteropServices;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>
/// How often each correlation id was taken by a carrier. Exact for up to <see cref="MaxIds"/> ids (about 40 bytes each), in
/// shards, so that neither a lock nor the growth of a table holds up all requests. Ids beyond that are counted as untracked.
/// </summary>
internal sealed class SeenIds
{
    private const int MaxIds = 16_000_000;
    private const int ShardCount = 64;

    private readonly Shard[] _shards = [.. Enumerable.Range(0, ShardCount).Select(_ => new Shard())];
    private long _duplicates;
    private long _untracked;

    /// <summary>Ids taken more than once.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    public long Untracked => Interlocked.Read(ref _untracked);

    public long Distinct => _shards.Sum(shard => (long)shard.Counts.Count);

    public void Add(Guid id)
    {
        // Guid.GetHashCode alone leaves its low bits alike for ids that differ at the end.
        var shard = _shards[(uint)HashCode.Combine(id) % ShardCount];
        lock (shard.Gate)
        {
            if (shard.Counts.Count >= MaxIds / ShardCount && !shard.Counts.ContainsKey(id))
            {
                Interlocked.Increment(ref _untracked);
                return;
            }

            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(shard.Counts, id, out _);
            if (++count == 2)
            {
                Interlocked.Increment(ref _duplicates);
            }
        }
    }

    /// <summary>All ids with their counts, a shard at a time; requests go on meanwhile.</summary>
    public IEnumerable<KeyValuePair<Guid, int>[]> Shards()
    {
        foreach (var shard in _shards)
        {
            KeyValuePair<Guid, int>[] copy;
            lock (shard.Gate)
            {
                copy = [.. shard.Counts];
            }

            yield return copy;
        }
    }

    public void Clear()
    {
        foreach (var shard in _shards)
        {
            lock (shard.Gate)
            {
                shard.Counts.Clear();
            }
        }

        Interlocked.Exchange(ref _duplicates, 0);
        Interlocked.Exchange(ref _untracked, 0);
    }

    private sealed class Shard
    {
        public Lock Gate { get; } = new();

        public Dictionary<Guid, int> Counts { get; } = [];
    }
}
