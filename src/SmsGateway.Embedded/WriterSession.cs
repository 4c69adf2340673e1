using Microsoft.Data.Sqlite;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Delivery;
using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// What can be done to the queue inside a transaction, on the writer thread. Knows who is waiting for messages and whether
/// any may be due, so that an accepted message goes to the pump in the very commit that stores it.
/// </summary>
internal sealed class WriterSession : IDisposable
{
    /// <summary>No process leases a message for longer, whatever its settings.</summary>
    private static readonly TimeSpan LongestLease = LeaseTerm.LengthFor(DeliveryOptions.MaxAttemptTimeout);

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly long _owner;
    private readonly TimeSpan _leaseLength;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _insert;
    private readonly Statement _due;
    private readonly Statement _lease;
    private readonly Statement _release;
    private readonly Statement _retry;
    private readonly Statement _complete;
    private readonly Statement _remove;
    private readonly Statement _nextDue;
    private readonly Statement _dataVersion;
    private readonly Statement _probe;
    private uint _receipts;
    private long? _knownVersion;

    public WriterSession(SqliteConnection connection, TimeProvider time, int owner, TimeSpan leaseLength)
    {
        _connection = connection;
        _time = time;
        _owner = (long)owner << 32;
        _leaseLength = leaseLength;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _insert = Prepare(
            """
            INSERT INTO queue (id, due, receipt, receives, body) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (id) DO UPDATE SET due = ?2, receipt = ?3, receives = ?4, body = ?5
            """
        );
        _due = Prepare("SELECT id, receives, body FROM queue WHERE due <= ?1 ORDER BY due LIMIT ?2");
        _lease = Prepare("UPDATE queue SET due = ?2, receipt = ?3, receives = receives + 1 WHERE id = ?1");
        _release = Prepare(
            "UPDATE queue SET due = ?3, receipt = 0, receives = receives - ?4 WHERE id = ?1 AND receipt = ?2"
        );
        _retry = Prepare(
            "UPDATE queue SET due = ?3, receipt = 0, receives = 0, body = ?4 WHERE id = ?1 AND receipt = ?2"
        );
        _complete = Prepare("DELETE FROM queue WHERE id = ?1 AND receipt = ?2");
        _remove = Prepare("DELETE FROM queue WHERE id = ?1");
        _nextDue = Prepare("SELECT min(due) FROM queue");
        _dataVersion = Prepare("PRAGMA data_version");
        _probe = Prepare("INSERT INTO probe (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = ?1");
        DeadLetters = new DeadLetterWriter(connection.Handle!);
        Recent = new IdempotencyTable(connection.Handle!);
        _knownVersion = _dataVersion.ReadInteger();
    }

    public DeadLetterWriter DeadLetters { get; }

    /// <summary>What was accepted lately.</summary>
    public IdempotencyTable Recent { get; }

    /// <summary>Those waiting for messages, in order of arrival.</summary>
    public List<Receiver> Receivers { get; } = [];

    /// <summary>When the next message is due, in Unix milliseconds; at the latest then it pays to look.</summary>
    public long NextDue { get; private set; }

    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Begin()
    {
        Recent.Begin();
        _begin.Run();
    }

    public void Commit() => _commit.Run();

    public void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // The transaction never began, or SQLite has rolled it back itself.
        }

        // What was read is no longer sure; look again.
        LookAgain();
        Recent.Forget();
    }

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

        var receipt = NewReceipt();
        _insert.Bind(1, id).Bind(2, LeaseEnd(now)).Bind(3, receipt).Bind(4, 1).Bind(5, body).Run();
        NextDue = Math.Min(NextDue, LeaseEnd(now));
        receiver.Add(new EmbeddedLease(id, receipt, body, 1, term));
    }

    /// <returns>The id of the same message stored before, in whose place nothing is stored; otherwise the id itself.</returns>
    public string EnqueueOnce(string id, byte[] body, IdempotencyKey key)
    {
        var now = Now;
        if (Recent.Find(key, now) is { } first)
        {
            return first;
        }

        Recent.Add(key, id, now);
        Enqueue(id, body, TimeSpan.Zero);
        return id;
    }

    /// <returns>False when the lease is lost.</returns>
    public bool Complete(EmbeddedLease lease)
    {
        _complete.Bind(1, lease.Id).Bind(2, lease.Receipt).Run();
        return HasChanged;
    }

    /// <inheritdoc cref="Complete"/>
    public bool Release(EmbeddedLease lease, TimeSpan delay, bool countsAsReceived)
    {
        var due = DueAfter(delay);
        _release.Bind(1, lease.Id).Bind(2, lease.Receipt).Bind(3, due).Bind(4, countsAsReceived ? 0 : 1).Run();
        return HasChanged;
    }

    /// <inheritdoc cref="Complete"/>
    public bool Retry(EmbeddedLease lease, byte[] body, TimeSpan delay)
    {
        var due = DueAfter(delay);
        _retry.Bind(1, lease.Id).Bind(2, lease.Receipt).Bind(3, due).Bind(4, body).Run();
        return HasChanged;
    }

    /// <summary>Moves the message from the queue to the dead letters: a crash leaves it in exactly one of them.</summary>
    public void Bury(DeadLetter deadLetter, byte[] record)
    {
        var id = deadLetter.Id.ToString();
        DeadLetters.Record(deadLetter, record);
        _remove.Bind(1, id).Run();
        Recent.Free(id, Now);
    }

    /// <summary>The same for a message in hand.</summary>
    /// <inheritdoc cref="Complete"/>
    public bool Bury(DeadLetter deadLetter, byte[] record, EmbeddedLease lease)
    {
        if (!Complete(lease))
        {
            return false;
        }

        DeadLetters.Record(deadLetter, record);
        Recent.Free(lease.Id, Now);
        return true;
    }

    /// <returns>False when the record is not there any more.</returns>
    public bool Delete(DeadLetter deadLetter)
    {
        // Recorded by an earlier version, it may still have its key.
        Recent.Free(deadLetter.Id.ToString(), Now);
        return DeadLetters.Delete(deadLetter);
    }

    /// <summary>Moves a message from the dead letters to the queue.</summary>
    /// <inheritdoc cref="Delete"/>
    public bool Replay(DeadLetter deadLetter, byte[] body)
    {
        if (!Delete(deadLetter))
        {
            return false;
        }

        Enqueue(deadLetter.Id.ToString(), body, TimeSpan.Zero);
        return true;
    }

    /// <summary>Hands due messages to those waiting, oldest first.</summary>
    public void Serve()
    {
        var term = NewTerm();
        var now = Now;
        if (NextDue > now)
        {
            return;
        }

        foreach (var receiver in Receivers)
        {
            var wanted = receiver.Wanted;
            var leased = Lease(receiver, now, term);
            if (leased < wanted)
            {
                // All that was due is handed out.
                NextDue = ReadNextDue();
                return;
            }
        }
    }

    /// <summary>Whether another process has changed the file since the last look; if so, something may be due.</summary>
    public void NoticeOthers()
    {
        var version = _dataVersion.ReadInteger();
        if (version != _knownVersion)
        {
            _knownVersion = version;
            LookAgain();
        }
    }

    /// <summary>Writes something, to see whether writing works.</summary>
    public void Probe() => _probe.Bind(1, Now).Run();

    /// <summary>Records the delivery of a followed message.</summary>
    public void RecordDelivered(string id, byte[] record)
    {
        using var insert = Prepare(
            "INSERT INTO delivered (id, until, record) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET until = ?2, record = ?3"
        );
        insert.Bind(1, id).Bind(2, Now + (long)IDeliveryLog.Kept.TotalMilliseconds).Bind(3, record).Run();
    }

    /// <summary>Forgets what has had its time: recently accepted messages and deliveries that were followed.</summary>
    /// <param name="max">How many deliveries at most.</param>
    public void ForgetOld(int max)
    {
        Recent.Trim(Now);
        using var trim = Prepare(
            "DELETE FROM delivered WHERE rowid IN (SELECT rowid FROM delivered WHERE until <= ?1 ORDER BY until LIMIT ?2)"
        );
        trim.Bind(1, Now).Bind(2, max).Run();
    }

    /// <summary>Makes due again whatever the dead process with this number had in hand.</summary>
    public int ReleaseAll(int owner)
    {
        // A live lease ends within that time, so only that stretch of the index is looked at, however long the queue.
        using var release = Prepare(
            "UPDATE queue SET due = ?1, receipt = 0 WHERE due > ?1 AND due <= ?2 AND receipt >> 32 = ?3"
        );
        var now = Now;
        release.Bind(1, now).Bind(2, now + (long)LongestLease.TotalMilliseconds).Bind(3, owner).Run();
        LookAgain();
        return raw.sqlite3_changes(_connection.Handle);
    }

    public void Dispose()
    {
        foreach (
            var statement in new[]
            {
                _begin,
                _commit,
                _rollback,
                _insert,
                _due,
                _lease,
                _release,
                _retry,
                _complete,
                _remove,
                _nextDue,
                _dataVersion,
                _probe,
            }
        )
        {
            statement.Dispose();
        }

        DeadLetters.Dispose();
        Recent.Dispose();
        _connection.Dispose();
    }

    private bool HasChanged => raw.sqlite3_changes(_connection.Handle) > 0;

    private void LookAgain() => NextDue = 0;

    /// <summary>When something put back now is due; there is something to do then.</summary>
    private long DueAfter(TimeSpan delay)
    {
        var due = Now + (long)Math.Ceiling(Math.Max(delay.TotalMilliseconds, 0));
        NextDue = Math.Min(NextDue, due);
        return due;
    }

    private Statement Prepare(string sql) => new(_connection.Handle!, sql);

    private int Lease(Receiver receiver, long now, LeaseTerm term)
    {
        var found = new List<EmbeddedLease>();
        try
        {
            _due.Bind(1, now).Bind(2, receiver.Wanted);
            while (_due.Step())
            {
                found.Add(new EmbeddedLease(_due.Text(0), NewReceipt(), _due.Blob(2), (int)_due.Integer(1) + 1, term));
            }
        }
        finally
        {
            _due.Reset();
        }

        foreach (var lease in found)
        {
            _lease.Bind(1, lease.Id).Bind(2, LeaseEnd(now)).Bind(3, lease.Receipt).Run();
            receiver.Add(lease);
        }

        return found.Count;
    }

    private long ReadNextDue() => _nextDue.ReadInteger() ?? long.MaxValue;

    private long NewReceipt() => _owner | ++_receipts;

    /// <summary>To be made before the clock is read for <see cref="LeaseEnd"/>.</summary>
    private LeaseTerm NewTerm() => new(_time.GetTimestamp(), _leaseLength);

    private long LeaseEnd(long now) => now + (long)_leaseLength.TotalMilliseconds;
}
