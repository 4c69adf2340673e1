using Microsoft.Data.Sqlite;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>What can be done to the store inside a transaction, on the writer thread.</summary>
internal sealed class WriterSession : IDisposable
{
    /// <summary>How often the time is noted, in milliseconds: what a start has to go by when the clock was set back meanwhile.</summary>
    private const long NoteTimeEvery = 1000;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly Action? _beforeCommit;
    private readonly StoreFile _file;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _dataVersion;
    private readonly Statement _probe;
    private readonly DeadLetterWriter _deadLetters;
    private readonly OutcomeTable _outcomes;
    private long? _knownVersion;
    private long _timeNoted;
    private int _changes;

    /// <param name="beforeCommit">For tests: what a slow disk does to a commit.</param>
    public WriterSession(
        SqliteConnection connection,
        TimeProvider time,
        int owner,
        TimeSpan leaseLength,
        TimeSpan outcomesKept,
        RecordFaults faults,
        Action? beforeCommit
    )
    {
        (_connection, _time, _beforeCommit) = (connection, time, beforeCommit);
        _file = new StoreFile(connection);
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _dataVersion = Prepare("PRAGMA data_version");
        _probe = Prepare("INSERT INTO probe (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = ?1");
        _deadLetters = new DeadLetterWriter(connection.Handle!);
        Queue = new QueueTable(connection.Handle!, time, owner, leaseLength);
        Recent = new IdempotencyTable(connection.Handle!);
        Notes = new NoteTable(connection.Handle!);
        Lists = new ListTable(connection.Handle!);
        Stats = new StatsTable(connection.Handle!);
        Apart = new Savepoint(connection.Handle!);
        _outcomes = new OutcomeTable(connection.Handle!, Apart, faults, (long)outcomesKept.TotalMilliseconds);
        _knownVersion = _dataVersion.ReadInteger();
    }

    public QueueTable Queue { get; }

    /// <summary>What was accepted lately.</summary>
    public IdempotencyTable Recent { get; }

    /// <summary>What was decided about admission.</summary>
    public NoteTable Notes { get; }

    public ListTable Lists { get; }

    public StatsTable Stats { get; }

    public Savepoint Apart { get; }

    public long Now => Queue.Now;

    public void Begin()
    {
        Recent.Begin();
        Notes.Begin();
        _begin.Run();
        _changes = raw.sqlite3_total_changes(_connection.Handle);
    }

    /// <exception cref="StoreUnavailableException">The file is not the one in the folder any more.</exception>
    public void Commit()
    {
        _file.ThrowIfMoved();
        _outcomes.Flush(Now);
        Notes.Flush(Now);
        // Where nothing is written, this is not either.
        if (raw.sqlite3_total_changes(_connection.Handle) != _changes && Math.Abs(Now - _timeNoted) >= NoteTimeEvery)
        {
            Probe();
        }

        _beforeCommit?.Invoke();
        _commit.Run();
        Queue.Committed();
        Notes.Committed();
    }

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

        Queue.RolledBack();
        _outcomes.RolledBack();
        Notes.RolledBack();
        Recent.Forget();
    }

    /// <summary>Hands out what is due. With nothing left to live by the old time, that of the machine is as good.</summary>
    public void Serve()
    {
        if (Queue.Serve())
        {
            (_time as SteadyTime)?.Rejoin();
        }
    }

    /// <returns>The id of the same message stored before, in whose place nothing is stored; otherwise the id itself; null when the gate does not admit it.</returns>
    public string? EnqueueOnce(string id, byte[] body, IdempotencyKey? key, IQueueGate? gate)
    {
        var now = Now;
        if (key is { } known && Recent.Find(known, now) is { } first)
        {
            return first;
        }

        if (gate is not null && !Admits(gate, now))
        {
            return null;
        }

        if (key is { } added)
        {
            Recent.Add(added, id, now);
        }

        Queue.Enqueue(id, body, TimeSpan.Zero);
        return id;
    }

    private bool Admits(IQueueGate gate, long now)
    {
        if (Notes.TakeHeard(now) is { Length: > 0 } heard)
        {
            gate.Hear(heard);
        }

        var answer = gate.Ask(isCurrent: true);
        Notes.Add(answer.Note.Span);
        return answer.IsAdmitted;
    }

    /// <summary>Takes an accepted message back, as if it had never come.</summary>
    public void Withdraw(string id)
    {
        Queue.Remove(id);
        Recent.Free(id, Now);
    }

    /// <summary>Moves the message from the queue to the dead letters: a crash leaves it in exactly one of them.</summary>
    public void Bury(DeadLetter deadLetter, byte[] record)
    {
        _deadLetters.Record(deadLetter, record);
        Withdraw(deadLetter.Id.ToString());
    }

    /// <summary>The same for a message in hand.</summary>
    /// <returns>False when the lease is lost.</returns>
    public bool Bury(DeadLetter deadLetter, byte[] record, EmbeddedLease lease)
    {
        if (!Queue.Complete(lease))
        {
            return false;
        }

        _deadLetters.Record(deadLetter, record);
        Recent.Free(lease.Id, Now);
        return true;
    }

    /// <returns>False when the record is not there any more.</returns>
    public bool Delete(DeadLetter deadLetter)
    {
        // Recorded by an earlier version, it may still have its key.
        Recent.Free(deadLetter.Id.ToString(), Now);
        return _deadLetters.Delete(deadLetter);
    }

    /// <summary>Moves a message from the dead letters to the queue.</summary>
    /// <inheritdoc cref="Delete"/>
    public bool Replay(DeadLetter deadLetter, byte[] body)
    {
        if (!Delete(deadLetter))
        {
            return false;
        }

        Queue.Enqueue(deadLetter.Id.ToString(), body, TimeSpan.Zero);
        return true;
    }

    /// <summary>Deletes a message whose run has ended, and keeps what is to be kept of it.</summary>
    /// <returns>False when the lease is lost.</returns>
    public bool Complete(EmbeddedLease lease)
    {
        if (!Queue.Complete(lease))
        {
            return false;
        }

        if (lease.Outcome is { } outcome)
        {
            _outcomes.Add(outcome);
        }

        return true;
    }

    /// <summary>Forgets dead letters and the outcomes of delivered messages that have had their time.</summary>
    /// <param name="max">How many of each at most, so that no commit waits for long.</param>
    public void ForgetOld(TimeSpan deadLettersKept, int max)
    {
        _deadLetters.DeleteOld(Now - (long)deadLettersKept.TotalMilliseconds, max);
        _outcomes.Forget(Now, max);
    }

    /// <summary>Whether another process has changed the file since the last look; if so, something may be due.</summary>
    public void NoticeOthers()
    {
        var version = _dataVersion.ReadInteger();
        if (version != _knownVersion)
        {
            _knownVersion = version;
            Queue.LookAgain();
        }
    }

    /// <summary>Writes something, to see whether writing works, and to note the time.</summary>
    public void Probe()
    {
        _timeNoted = Now;
        _probe.Bind(1, _timeNoted).Run();
    }

    /// <summary>Between two transactions: keeps the log that SQLite writes ahead from growing without end.</summary>
    public void TendLog() => _file.TendLog();

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _rollback, _dataVersion, _probe })
        {
            statement.Dispose();
        }

        _deadLetters.Dispose();
        _outcomes.Dispose();
        Apart.Dispose();
        Queue.Dispose();
        Recent.Dispose();
        Notes.Dispose();
        Lists.Dispose();
        Stats.Dispose();
        _file.EmptyLog();
        _connection.Dispose();
    }

    private Statement Prepare(string sql) => new(_connection.Handle!, sql);
}
