using SmsGateway.Delivery;
using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// The messages that wait or are in work. Knows who is waiting for them and whether any may be due, so that an accepted message
/// goes to the pump in the very commit that stores it. Used by the writer thread only, inside its transactions.
/// </summary>
internal sealed class QueueTable(sqlite3 database, TimeProvider time, int owner, TimeSpan leaseLength) : IDisposable
{
    /// <summary>No process leases a message for longer, whatever its settings.</summary>
    private static readonly TimeSpan LongestLease = LeaseTerm.LengthFor(DeliveryOptions.MaxAttemptTimeout);

    private readonly Statement _insert = new(
        database,
        """
        INSERT INTO queue (id, due, receipt, receives, body) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (id) DO UPDATE SET due = ?2, receipt = ?3, receives = ?4, body = ?5
        """
    );

    private readonly Statement _due = new(
        database,
        "SELECT id, receives, body, receipt FROM queue WHERE due <= ?1 ORDER BY due LIMIT ?2"
    );

    private readonly Statement _lease = new(
        database,
        "UPDATE queue SET due = ?2, receipt = ?3, receives = receives + 1 WHERE id = ?1"
    );

    private readonly Statement _renew = new(database, "UPDATE queue SET due = ?2 WHERE id = ?1");

    private readonly Statement _release = new(
        database,
        "UPDATE queue SET due = ?3, receipt = 0, receives = receives - ?4, body = ?5 WHERE id = ?1 AND receipt = ?2"
    );

    private readonly Statement _retry = new(
        database,
        "UPDATE queue SET due = ?3, receipt = 0, receives = 0, body = ?4 WHERE id = ?1 AND receipt = ?2"
    );

    private readonly Statement _complete = new(database, "DELETE FROM queue WHERE id = ?1 AND receipt = ?2");
    private readonly Statement _remove = new(database, "DELETE FROM queue WHERE id = ?1");
    private readonly Statement _nextDue = new(database, "SELECT min(due) FROM queue");
    private readonly MessagesInHand _inHand = new();
    private uint _receipts;

    /// <summary>Those waiting for messages, in order of arrival.</summary>
    public List<Receiver> Receivers { get; } = [];

    /// <summary>When the next message is due, in Unix milliseconds; at the latest then it pays to look.</summary>
    public long NextDue { get; private set; }

    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Committed() => _inHand.Committed();

    /// <summary>What was read is no longer sure; look again.</summary>
    public void RolledBack()
    {
        _inHand.RolledBack();
        LookAgain();
    }

    public void LookAgain() => NextDue = 0;

    public void Enqueue(string id, byte[] body, TimeSpan delay)
    {
        var term = NewTerm();
        var now = Now;
        var receiver = delay <= TimeSpan.Zero && NextDue > now ? Receivers.Find(receiver => receiver.Wanted > 0) : null;
        if (receiver is null)
        {
            _insert.Bind(1, id).Bind(2, DueAfter(delay)).Bind(3, 0).Bind(4, 0).Bind(5, body).Run();
            return;
        }

        var lease = new EmbeddedLease(id, NewReceipt(), body, 1, term);
        _insert.Bind(1, id).Bind(2, LeaseEnd(now)).Bind(3, lease.Receipt).Bind(4, 1).Bind(5, body).Run();
        NextDue = Math.Min(NextDue, LeaseEnd(now));
        HandOut(lease, receiver);
    }

    /// <returns>False when the lease is lost.</returns>
    public bool Complete(EmbeddedLease lease)
    {
        _complete.Bind(1, lease.Id).Bind(2, lease.Receipt).Run();
        return HasChanged();
    }

    /// <inheritdoc cref="Complete"/>
    public bool Release(EmbeddedLease lease, ReadOnlySpan<byte> body, TimeSpan delay, bool countsAsReceived)
    {
        _release
            .Bind(1, lease.Id)
            .Bind(2, lease.Receipt)
            .Bind(3, DueAfter(delay))
            .Bind(4, countsAsReceived ? 0 : 1)
            .Bind(5, body)
            .Run();
        return HasChanged();
    }

    /// <inheritdoc cref="Complete"/>
    public bool Retry(EmbeddedLease lease, byte[] body, TimeSpan delay)
    {
        _retry.Bind(1, lease.Id).Bind(2, lease.Receipt).Bind(3, DueAfter(delay)).Bind(4, body).Run();
        return HasChanged();
    }

    /// <summary>Removes a message whoever has it.</summary>
    public void Remove(string id)
    {
        _remove.Bind(1, id).Run();
        _inHand.Remove(id);
        Receivers.ForEach(receiver => receiver.TakeBack(id));
    }

    /// <summary>Hands due messages to those waiting, oldest first.</summary>
    /// <returns>Whether the queue was found empty.</returns>
    public bool Serve()
    {
        var term = NewTerm();
        var now = Now;
        if (NextDue > now)
        {
            return false;
        }

        foreach (var receiver in Receivers)
        {
            while (receiver.Wanted > 0)
            {
                if (!Lease(receiver, now, term))
                {
                    // All that was due is handed out.
                    var next = _nextDue.ReadInteger();
                    NextDue = next ?? long.MaxValue;
                    return next is null;
                }
            }
        }

        return false;
    }

    /// <summary>Makes due again whatever the process with this number had in hand.</summary>
    public int ReleaseAll(int number)
    {
        // A live lease ends within that time, so only that stretch of the index is looked at, however long the queue.
        using var release = new Statement(
            database,
            "UPDATE queue SET due = ?1, receipt = 0 WHERE due > ?1 AND due <= ?2 AND receipt >> 32 = ?3"
        );
        var now = Now;
        release.Bind(1, now).Bind(2, now + (long)LongestLease.TotalMilliseconds).Bind(3, number).Run();
        LookAgain();
        return raw.sqlite3_changes(database);
    }

    public void Dispose()
    {
        foreach (
            var statement in new[] { _insert, _due, _lease, _renew, _release, _retry, _complete, _remove, _nextDue }
        )
        {
            statement.Dispose();
        }
    }

    private bool HasChanged() => raw.sqlite3_changes(database) > 0;

    private void HandOut(EmbeddedLease lease, Receiver receiver)
    {
        _inHand.Add(lease);
        receiver.Add(lease);
    }

    /// <returns>False when no more is due than what was leased.</returns>
    private bool Lease(Receiver receiver, long now, LeaseTerm term)
    {
        var wanted = receiver.Wanted;
        var found = new List<(EmbeddedLease Lease, long Held)>();
        try
        {
            _due.Bind(1, now).Bind(2, wanted);
            while (_due.Step())
            {
                found.Add(
                    (
                        new EmbeddedLease(_due.Text(0), NewReceipt(), _due.Blob(2), (int)_due.Integer(1) + 1, term),
                        _due.Integer(3)
                    )
                );
            }
        }
        finally
        {
            _due.Reset();
        }

        foreach (var (lease, held) in found)
        {
            if (_inHand.IsHeldAnew(lease.Id, held))
            {
                _renew.Bind(1, lease.Id).Bind(2, LeaseEnd(now)).Run();
                continue;
            }

            _lease.Bind(1, lease.Id).Bind(2, LeaseEnd(now)).Bind(3, lease.Receipt).Run();
            HandOut(lease, receiver);
        }

        return found.Count == wanted;
    }

    /// <summary>When something put back now is due; there is something to do then.</summary>
    private long DueAfter(TimeSpan delay)
    {
        var due = Now + (long)Math.Ceiling(Math.Max(delay.TotalMilliseconds, 0));
        NextDue = Math.Min(NextDue, due);
        return due;
    }

    private long NewReceipt() => ((long)owner << 32) | ++_receipts;

    /// <summary>To be made before the clock is read for <see cref="LeaseEnd"/>.</summary>
    private LeaseTerm NewTerm() => new(time.GetTimestamp(), leaseLength);

    private long LeaseEnd(long now) => now + (long)leaseLength.TotalMilliseconds;
}
