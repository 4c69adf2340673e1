using System.Buffers;
using SmsGateway.Admission;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// What gateways on this file have decided about admission: one row for all notes of a commit, so that a thousand messages cost one
/// small row more and no fsync. Another process's rows are read where they matter, before the next decision. Used by the writer
/// thread only, inside its transactions.
/// </summary>
internal sealed class NoteTable(sqlite3 database) : IDisposable
{
    /// <summary>Old rows removed in one transaction, which writes one: the table shrinks for as long as there are any.</summary>
    private const int MaxTrimmed = 8;

    private readonly Statement _dataVersion = new(database, "PRAGMA data_version");
    private readonly Statement _read = new(
        database,
        "SELECT seq, notes FROM admission_notes WHERE seq > ?1 AND at > ?2 ORDER BY seq"
    );
    private readonly Statement _append = new(
        database,
        "INSERT INTO admission_notes (seq, at, notes) VALUES (?1, ?2, ?3)"
    );
    private readonly Statement _last = new(database, "SELECT max(seq) FROM admission_notes");
    private readonly Statement _oldest = new(database, "SELECT at FROM admission_notes ORDER BY seq LIMIT 1");
    private readonly Statement _trim = new(
        database,
        "DELETE FROM admission_notes WHERE at <= ?1 AND seq IN (SELECT seq FROM admission_notes ORDER BY seq LIMIT ?2)"
    );
    private ArrayBufferWriter<byte> _heard = new();
    private readonly ArrayBufferWriter<byte> _written = new();
    private long? _knownVersion;
    private long _known;
    private long _oldestAt = long.MinValue;
    private bool _isCurrent;

    /// <summary>A transaction has begun: another process may have written since the last one.</summary>
    public void Begin() => _isCurrent = false;

    /// <summary>What others have written since this was asked last; the first time also what is there from before.</summary>
    public byte[] TakeHeard(long now)
    {
        CatchUp(now);
        if (_heard.WrittenCount == 0)
        {
            return [];
        }

        var heard = _heard.WrittenSpan.ToArray();
        // The first time it is a day's notes, for which there is no room to be kept.
        _heard = new ArrayBufferWriter<byte>();
        return heard;
    }

    public void Add(ReadOnlySpan<byte> note) => _written.Write(note);

    /// <summary>Before the commit: the transaction's notes become a row.</summary>
    public void Flush(long now)
    {
        if (_written.WrittenCount == 0)
        {
            return;
        }

        CatchUp(now);
        _append.Bind(1, _known + 1).Bind(2, now).Bind(3, _written.WrittenSpan).Run();
        Trim(now - (long)IAdmissionStore.Kept.TotalMilliseconds);
    }

    public void Committed()
    {
        if (_written.WrittenCount > 0)
        {
            _known++;
            _written.ResetWrittenCount();
        }
    }

    public void RolledBack() => _written.ResetWrittenCount();

    public void Dispose()
    {
        foreach (var statement in new[] { _dataVersion, _read, _append, _last, _oldest, _trim })
        {
            statement.Dispose();
        }
    }

    private void CatchUp(long now)
    {
        if (_isCurrent)
        {
            return;
        }

        _isCurrent = true;
        var version = _dataVersion.ReadInteger();
        if (version == _knownVersion)
        {
            return;
        }

        try
        {
            _read.Bind(1, _known).Bind(2, now - (long)IAdmissionStore.Kept.TotalMilliseconds);
            while (_read.Step())
            {
                _heard.Write(_read.Blob(1));
            }
        }
        finally
        {
            _read.Reset();
        }

        _known = Math.Max(_known, _last.ReadInteger() ?? 0);
        _knownVersion = version;
    }

    private void Trim(long until)
    {
        if (_oldestAt > until)
        {
            return;
        }

        _trim.Bind(1, until).Bind(2, MaxTrimmed).Run();
        _oldestAt = _oldest.ReadInteger() ?? long.MinValue;
    }
}
