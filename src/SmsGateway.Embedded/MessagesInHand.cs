using System.Collections.Concurrent;

namespace SmsGateway.Embedded;

/// <summary>
/// What this process has in hand: the leases whose runs are not over. After a standstill (of the process, or of its machine) leases
/// have run out whose runs are about to end: as long as no other process has taken such a message, it is leased anew, once, instead of
/// being handed out and sent a second time beside its first run. The writer's thread adds and asks; a run ends on any.
/// </summary>
internal sealed class MessagesInHand
{
    private readonly ConcurrentDictionary<string, EmbeddedLease> _held = new(StringComparer.Ordinal);
    private readonly List<EmbeddedLease> _added = [];
    private readonly List<EmbeddedLease> _renewed = [];

    public int Count => _held.Count;

    public void Add(EmbeddedLease lease)
    {
        _added.Add(lease);
        lease.InHand = this;
        _held[lease.Id] = lease;
    }

    public void Remove(EmbeddedLease lease) => _held.TryRemove(KeyValuePair.Create(lease.Id, lease));

    /// <summary>Nobody is to work on the message any more.</summary>
    public void Remove(string id) => _held.TryRemove(id, out _);

    /// <summary>Whether the lease that has run out is this process's own, its run is not over, and it has not been renewed before.</summary>
    /// <param name="id">The message.</param>
    /// <param name="receipt">Of the last lease on it.</param>
    public bool IsHeldAnew(string id, long receipt)
    {
        if (!_held.TryGetValue(id, out var lease) || lease.Receipt != receipt || lease.IsRenewed)
        {
            return false;
        }

        lease.IsRenewed = true;
        _renewed.Add(lease);
        return true;
    }

    public void Committed()
    {
        _added.Clear();
        _renewed.Clear();
    }

    public void RolledBack()
    {
        _renewed.ForEach(lease => lease.IsRenewed = false);
        _added.ForEach(Remove);
        Committed();
    }
}
