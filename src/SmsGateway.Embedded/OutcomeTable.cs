using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// What is kept of delivered messages: a row each, written in the transaction that deletes the message. Used by the writer thread
/// only, inside its transactions.
/// </summary>
/// <param name="kept">For how long, in milliseconds.</param>
internal sealed class OutcomeTable(sqlite3 database, long kept) : IDisposable
{
    /// <summary>Rows removed with one that is written: the table shrinks whenever there are old ones, however many are written.</summary>
    private const int TrimmedWithEach = 2;

    private readonly Statement _write = new(
        database,
        "INSERT INTO outcomes (id, until, record) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET until = ?2, record = ?3"
    );
    private readonly Statement _oldest = new(database, "SELECT until FROM outcomes ORDER BY id LIMIT 1");
    private readonly Statement _trim = new(
        database,
        "DELETE FROM outcomes WHERE id IN (SELECT id FROM outcomes ORDER BY id LIMIT ?2) AND until <= ?1"
    );
    private long _oldestUntil = long.MinValue;

    public void Write(MessageOutcome outcome, long now)
    {
        _write.Bind(1, outcome.Id.ToString()).Bind(2, now + kept).Bind(3, outcome.Record.Span).Run();
        Trim(now, TrimmedWithEach);
    }

    /// <summary>Forgets what has had its time, oldest first.</summary>
    public void Trim(long now, int max)
    {
        if (_oldestUntil > now)
        {
            return;
        }

        _trim.Bind(1, now).Bind(2, max).Run();
        _oldestUntil = _oldest.ReadInteger() ?? now + kept;
    }

    /// <summary>After a rollback what was removed is there again.</summary>
    public void RolledBack() => _oldestUntil = long.MinValue;

    public void Dispose()
    {
        _write.Dispose();
        _oldest.Dispose();
        _trim.Dispose();
    }
}
