namespace SmsGateway.Embedded;

/// <summary>
/// What this process has in hand. After a standstill (of the process, or of its machine) leases have run out whose runs are about to
/// end: as long as no other process has taken such a message, it is leased anew, once, instead of being handed out and sent a second
/// time beside its first run.
/// </summary>
internal sealed class MessagesInHand
{
    private readonly Dictionary<string, Held> _held = [];
    private readonly List<EmbeddedLease> _added = [];
    private readonly List<EmbeddedLease> _ended = [];
    private readonly List<Held> _renewed = [];

    public void Add(EmbeddedLease lease)
    {
        _added.Add(lease);
        _held[lease.Id] = new Held(lease.Receipt);
    }

    public void End(EmbeddedLease lease) => _ended.Add(lease);

    /// <summary>Whether the lease that has run out is this process's own and has not been renewed before.</summary>
    /// <param name="id">The message.</param>
    /// <param name="receipt">Of the last lease on it.</param>
    public bool IsHeldAnew(string id, long receipt)
    {
        if (!_held.TryGetValue(id, out var held) || held.Receipt != receipt || held.IsRenewed)
        {
            return false;
        }

        held.IsRenewed = true;
        _renewed.Add(held);
        return true;
    }

    public void Committed() => Forget(_ended);

    public void RolledBack()
    {
        foreach (var held in _renewed)
        {
            held.IsRenewed = false;
        }

        Forget(_added);
    }

    private void Forget(List<EmbeddedLease> leases)
    {
        foreach (var lease in leases)
        {
            if (_held.TryGetValue(lease.Id, out var held) && held.Receipt == lease.Receipt)
            {
                _held.Remove(lease.Id);
            }
        }

        _added.Clear();
        _ended.Clear();
        _renewed.Clear();
    }

    private sealed class Held(long receipt)
    {
        public long Receipt => receipt;

        public bool IsRenewed { get; set; }
    }
}
