using SmsGateway.Messages;
using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// What is kept of delivered messages: a row each, written in the transaction that deletes the message, and apart from it, so that a
/// row that cannot be written costs nothing but itself. Used by the writer thread only, inside its transactions.
/// </summary>
/// <param name="kept">For how long, in milliseconds.</param>
internal sealed class OutcomeTable(sqlite3 database, Savepoint apart, RecordFaults faults, long kept) : IDisposable
{
    /// <summary>Old rows looked for with each that is written: the table shrinks while there are any, however many are written.</summary>
    private const int LookedAtWithEach = 2;

    /// <summary>Looked at in one commit, however few it writes: the rows that are to stay longer must not hold up a look for long.</summary>
    private const int LeastLookedAt = 64;

    /// <summary>Between two looks in milliseconds, and for so many rows that were passed over one more.</summary>
    private const long Pause = 1000;
    private const long PassedInMillisecond = 10;

    /// <summary>By how much an id may be ahead of the clock: one that is further was made by no clock, or by one that was wrong.</summary>
    private const long LongestAhead = 24 * 60 * 60 * 1000;

    private readonly Statement _write = new(
        database,
        "INSERT INTO outcomes (id, until, record) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET until = ?2, record = ?3"
    );
    private readonly Statement _look = new(
        database,
        """
        SELECT max(id), count(*), coalesce(sum(until <= ?3), 0)
        FROM (SELECT id, until FROM outcomes WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?4)
        """
    );
    private readonly Statement _trim = new(database, "DELETE FROM outcomes WHERE id > ?1 AND id <= ?2 AND until <= ?3");
    private readonly Statement _trimAhead = new(
        database,
        "DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes WHERE id > ?1 AND until <= ?2 LIMIT ?3)"
    );
    private readonly EarlierRecords? _earlier = EarlierRecords.In(database);
    private readonly List<MessageOutcome> _added = [];
    private long _lookAt = long.MinValue;
    private string _lookedAt = "";
    private long _passed;

    public void Add(MessageOutcome outcome) => _added.Add(outcome);

    /// <summary>Before the commit: what was added becomes rows.</summary>
    public void Flush(long now)
    {
        if (_added.Count == 0)
        {
            return;
        }

        if (apart.Try(() => _added.ForEach(outcome => Write(outcome, now))) is not null)
        {
            // One by one, so that only what cannot be written is lost.
            foreach (var outcome in _added)
            {
                if (apart.Try(() => Write(outcome, now)) is { } fault)
                {
                    faults.Lost(1, fault);
                }
            }
        }

        var most = Math.Max(LeastLookedAt, _added.Count * LookedAtWithEach);
        _added.Clear();
        if (now >= _lookAt && apart.Try(() => Trim(now, most)) is not null)
        {
            // Upkeep tries it too, and tells why not.
            EndLook(now);
        }
    }

    /// <summary>Forgets what has had its time, also where no delivery comes by.</summary>
    /// <param name="max">How many rows of each kind are looked at.</param>
    public void Forget(long now, int max)
    {
        Trim(now, max);
        // Ids that tell no time sort behind all that do.
        _trimAhead.Bind(1, IdAt(now + LongestAhead)).Bind(2, now).Bind(3, max).Run();
        _earlier?.Trim(now, max);
    }

    /// <summary>After a rollback what was removed is there again, and what was added is not.</summary>
    public void RolledBack()
    {
        _added.Clear();
        (_lookAt, _lookedAt, _passed) = (long.MinValue, "", 0);
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _write, _look, _trim, _trimAhead })
        {
            statement.Dispose();
        }

        _earlier?.Dispose();
    }

    private static string IdAt(long time) =>
        MessageId.New(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, time))).ToString();

    private void Write(MessageOutcome outcome, long now) =>
        _write.Bind(1, outcome.Id.ToString()).Bind(2, now + kept).Bind(3, outcome.Record.Span).Run();

    /// <summary>
    /// Forgets what has had its time, and goes on where it ended before. Ids sort by the time of acceptance, and nothing is delivered
    /// before that: what was accepted later than rows are kept for need not be looked at. Before that there are also rows that stay
    /// for longer, of messages delivered long after they were accepted, and many of them after a replay: they are passed over.
    /// </summary>
    private void Trim(long now, int max)
    {
        _lookAt = now;
        var (last, count, old) = Look(now, max);
        if (old > 0)
        {
            _trim.Bind(1, _lookedAt).Bind(2, last).Bind(3, now).Run();
        }

        _passed += count - old;
        if (count < max)
        {
            EndLook(now);
            return;
        }

        _lookedAt = last;
    }

    private (string Last, long Count, long Old) Look(long now, int max)
    {
        try
        {
            _look.Bind(1, _lookedAt).Bind(2, IdAt(now - kept + 1)).Bind(3, now).Bind(4, max).Step();
            return (_look.IsNull(0) ? "" : _look.Text(0), _look.Integer(1), _look.Integer(2));
        }
        finally
        {
            _look.Reset();
        }
    }

    /// <summary>The next one begins at the beginning, and the later the more this one has passed over.</summary>
    private void EndLook(long now) =>
        (_lookAt, _lookedAt, _passed) = (now + Pause + (_passed / PassedInMillisecond), "", 0);
}
