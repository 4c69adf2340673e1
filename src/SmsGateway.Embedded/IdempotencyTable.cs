using System.Buffers.Binary;
using SmsGateway.Queue;
using SQLitePCL;

namespace SmsGateway.Embedded;

/// <summary>
/// The messages accepted lately, by duplicate key: looked up in memory, and written in the transaction that stores the
/// message, so that a crash forgets none and another process on the file sees them. Rows are only ever appended and removed
/// from the front, since random places in an index would write a page for each message; what died is marked where it is, so
/// that the rows stay in the order in which every process has seen them. Used by the writer thread only.
/// </summary>
internal sealed class IdempotencyTable(sqlite3 database) : IDisposable
{
    /// <summary>Rows removed in one transaction: more would make that commit slow.</summary>
    private const int MaxTrimmed = 1024;

    private static readonly TimeSpan LongestWindow = IdempotencyKey.LongestWindow;

    private readonly Statement _dataVersion = new(database, "PRAGMA data_version");
    private readonly Statement _read = new(
        database,
        "SELECT seq, until, key, id FROM recent WHERE correlated = ?1 AND seq > ?2 ORDER BY seq"
    );
    private readonly Statement _append = new(
        database,
        "INSERT INTO recent (correlated, seq, until, key, id) VALUES (?1, ?2, ?3, ?4, ?5)"
    );
    private readonly Statement _trim = new(database, "DELETE FROM recent WHERE correlated = ?1 AND seq <= ?2");
    private readonly Statement _exists = new(
        database,
        "SELECT 1 FROM recent WHERE correlated = ?1 AND seq = ?2 AND until > 0"
    );
    private readonly Statement _free = new(database, "UPDATE recent SET until = 0 WHERE correlated = ?1 AND seq = ?2");
    private readonly Dictionary<UInt128, Row> _byKey = [];
    private readonly Dictionary<string, Row> _byId = [];

    // Each of the two kinds lives for about one length of time, so that within a kind the oldest row mostly ends first.
    private readonly Kind[] _kinds = [new(), new()];
    private long? _knownVersion;
    private bool _isCurrent;

    /// <summary>A transaction has begun: another process may have written since the last one.</summary>
    public void Begin() => _isCurrent = false;

    /// <summary>What was written since is undone, so nothing in memory can be trusted, if it was touched at all.</summary>
    public void Forget()
    {
        if (!_isCurrent)
        {
            return;
        }

        _isCurrent = false;
        _knownVersion = null;
        _byKey.Clear();
        _byId.Clear();
        foreach (var kind in _kinds)
        {
            kind.Rows.Clear();
            kind.Last = 0;
        }
    }

    /// <returns>The id of the same message, when there is one; otherwise null.</returns>
    public string? Find(IdempotencyKey key, long now)
    {
        BringUpToDate(now);
        return
            _byKey.TryGetValue(key.Hash, out var recent)
            && recent.Until > now
            && recent.Until <= now + (long)LongestWindow.TotalMilliseconds
            && Exists(recent)
            ? recent.Id
            : null;
    }

    /// <summary>What has died is not known any more: whoever brings it again brings a new message.</summary>
    public void Free(string id, long now)
    {
        BringUpToDate(now);
        if (_byId.TryGetValue(id, out var row))
        {
            Drop(row);
            _free.Bind(1, row.Kind).Bind(2, row.Seq).Run();
        }
    }

    public void Add(IdempotencyKey key, string id, long now)
    {
        var kind = key.IsCorrelated ? 1 : 0;
        // From the clock, so that a process that begins with an empty table does not begin below what others have seen.
        var seq = Math.Max(_kinds[kind].Last + 1, now * 1000);
        var until = now + (long)key.Window.TotalMilliseconds;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, key.Hash);
        _append.Bind(1, kind).Bind(2, seq).Bind(3, until).Bind(4, bytes).Bind(5, id).Run();
        Remember(new Row(kind, seq, until, key.Hash, id));
    }

    /// <summary>Removes what has ended, when nobody has come to do so.</summary>
    public void Trim(long now) => BringUpToDate(now);

    public void Dispose()
    {
        _dataVersion.Dispose();
        _read.Dispose();
        _append.Dispose();
        _exists.Dispose();
        _free.Dispose();
        _trim.Dispose();
    }

    private void BringUpToDate(long now)
    {
        if (!_isCurrent)
        {
            _isCurrent = true;
            ReadOthers();
            RemoveEnded(now);
        }
    }

    private void Remember(Row row)
    {
        _kinds[row.Kind].Rows.Enqueue(row);
        _kinds[row.Kind].Last = row.Seq;
        _byKey[row.Key] = row;
        _byId[row.Id] = row;
    }

    private void Drop(Row row)
    {
        // Since then the same text may have been accepted anew.
        if (_byKey.TryGetValue(row.Key, out var recent) && recent.Seq == row.Seq)
        {
            _byKey.Remove(row.Key);
        }

        _byId.Remove(row.Id);
    }

    /// <summary>Asked only for a message that came again: another process may have freed its key.</summary>
    private bool Exists(Row row) => _exists.Bind(1, row.Kind).Bind(2, row.Seq).ReadInteger() is not null;

    private void ReadOthers()
    {
        var version = _dataVersion.ReadInteger();
        if (version == _knownVersion)
        {
            return;
        }

        for (var kind = 0; kind < _kinds.Length; kind++)
        {
            try
            {
                _read.Bind(1, kind).Bind(2, _kinds[kind].Last);
                while (_read.Step())
                {
                    Remember(
                        new Row(
                            kind,
                            _read.Integer(0),
                            _read.Integer(1),
                            BinaryPrimitives.ReadUInt128BigEndian(_read.Blob(2)),
                            _read.Text(3)
                        )
                    );
                }
            }
            finally
            {
                _read.Reset();
            }
        }

        _knownVersion = version;
    }

    private void RemoveEnded(long now)
    {
        // One that would last longer than any was made by a clock that has been set back since.
        var tooLate = now + (long)LongestWindow.TotalMilliseconds;
        for (var kind = 0; kind < _kinds.Length; kind++)
        {
            var rows = _kinds[kind].Rows;
            var last = 0L;
            for (
                var trimmed = 0;
                trimmed < MaxTrimmed && rows.TryPeek(out var row) && (row.Until <= now || row.Until > tooLate);
                trimmed++
            )
            {
                rows.Dequeue();
                last = row.Seq;
                Drop(row);
            }

            if (last > 0)
            {
                _trim.Bind(1, kind).Bind(2, last).Run();
            }
        }
    }

    private sealed record Row(int Kind, long Seq, long Until, UInt128 Key, string Id);

    private sealed class Kind
    {
        public Queue<Row> Rows { get; } = [];

        public long Last { get; set; }
    }
}
