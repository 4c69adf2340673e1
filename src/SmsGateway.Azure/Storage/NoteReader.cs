using SmsGateway.Admission;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Reads each note of others once: by looks at the newest, and what lies before the first of them beside these, page by page. An
/// entity is stamped before it is sent, so it can turn up behind younger ones: each look begins a little before the last one, and now
/// and then one begins as far back as a write can take.
/// </summary>
internal sealed class NoteReader
{
    /// <summary>For a write that is waited for, and for clocks that differ by less than is corrected.</summary>
    private const long Overlap = 3_000;

    /// <summary>For any write: it has ended by then, one way or the other.</summary>
    private const long LongOverlap = 15_000;

    private const long LongOverlapEvery = 5_000;

    /// <summary>A look reaches no further back: a message waits for it.</summary>
    private const long LongestLook = 60_000;

    /// <summary>A clock that was ahead, and is not, shows by more than this.</summary>
    private const long SetBack = 500;

    /// <summary>What is old is read in parts of so much at once: eight for a day.</summary>
    private const long Part = 3 * 3600 * 1000;

    private readonly TableNotes _table;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly SharedCall _look;
    private readonly Lock _lock = new();
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<NoteBatch> _heard = [];
    private readonly List<OldNotes> _old = [];
    private Task _readingOld = Task.CompletedTask;
    private long? _readAt;
    private long _readFarAt;

    public NoteReader(TableNotes table, string name, TimeProvider time)
    {
        (_table, _name, _time) = (table, name, time);
        _look = new SharedCall(ReadAsync, SharedNotes.Pace, time);
    }

    /// <summary>Reads, after this was called, what others had written by then and since the last look, or lately.</summary>
    /// <exception cref="StoreUnavailableException">The table does not answer.</exception>
    public Task LookAsync() => _look.RunAsync();

    /// <summary>Reads what the looks have left out, and goes on where it got to when that fails.</summary>
    /// <exception cref="StoreUnavailableException">Some of it cannot be read now.</exception>
    public Task ReadOldAsync()
    {
        lock (_lock)
        {
            if (_readingOld.IsCompleted)
            {
                _readingOld = ReadAllOldAsync();
            }

            return _readingOld;
        }
    }

    /// <summary>Tells what has been read since this was last asked. When it returns all is told, whoever has done it.</summary>
    public void TellTo(IQueueGate gate)
    {
        lock (_lock)
        {
            TakeHeard().ForEach(batch => gate.Hear(batch.Notes));
        }
    }

    /// <inheritdoc cref="TellTo"/>
    public byte[] Take()
    {
        lock (_lock)
        {
            return [.. TakeHeard().SelectMany(batch => batch.Notes)];
        }
    }

    private List<NoteBatch> TakeHeard()
    {
        List<NoteBatch> heard = [.. _heard.OrderBy(batch => batch.Key, StringComparer.Ordinal)];
        _heard.Clear();
        return heard;
    }

    private async Task ReadAsync()
    {
        var began = _time.GetTimestamp();
        var isNew = _readAt is null || Math.Abs(_table.Now - _readFarAt) > LongestLook;
        var isFar = isNew || Math.Abs(_table.Now - _readFarAt) >= LongOverlapEvery;
        var from =
            isNew ? _table.Now - LongOverlap
            : isFar ? _readFarAt - LongOverlap
            : _readAt!.Value - Overlap;
        var batches = new List<NoteBatch>();
        NotePage page = default;
        do
        {
            page = await _table.ReadAsync(_name, from, null, page.Next);
            batches.AddRange(page.Batches);
        } while (page.Next is not null);

        // By the clock as it is known after the answer: the first one may have set it right.
        var at = _table.Now - (long)_time.GetElapsedTime(began).TotalMilliseconds;
        if (isNew && from > at - LongOverlap + SetBack)
        {
            await ReadAsync();
            return;
        }

        lock (_lock)
        {
            if (isNew)
            {
                _old.AddRange(OldBefore(Math.Min(from, at - LongOverlap), at));
            }

            _heard.AddRange(batches.Where(batch => _seen.Add(batch.Key)));
            (_readAt, _readFarAt) = (at, isFar ? at : _readFarAt);
            var oldest = TableNotes.KeyAt(_readFarAt - LongOverlap);
            while (_seen.Min is { } seen && string.CompareOrdinal(seen, oldest) < 0)
            {
                _seen.Remove(seen);
            }
        }
    }

    /// <param name="until">Where the looks begin.</param>
    /// <param name="at">Now.</param>
    private IEnumerable<OldNotes> OldBefore(long until, long at)
    {
        var day = at - (long)IAdmissionStore.Kept.TotalMilliseconds;
        var begin = _readAt is null ? day : Math.Max(day, _readFarAt - LongOverlap);
        for (var from = begin; from < until; from += Part)
        {
            yield return new OldNotes(from, Math.Min(from + Part, until), null, from == begin ? [.. _seen] : []);
        }
    }

    private async Task ReadAllOldAsync()
    {
        // What a look has left out meanwhile, too.
        while (Old() is { Count: > 0 } old)
        {
            await Task.WhenAll(old.Select(ReadOldAsync));
        }
    }

    private List<OldNotes> Old()
    {
        lock (_lock)
        {
            return [.. _old];
        }
    }

    private async Task ReadOldAsync(OldNotes part)
    {
        for (var rest = part; rest is not null; )
        {
            rest = Keep(rest, await _table.ReadAsync(_name, rest.From, rest.Until, rest.Next));
        }
    }

    /// <returns>What is left of the part; null when that is nothing.</returns>
    private OldNotes? Keep(OldNotes part, NotePage page)
    {
        var rest = page.Next is null ? null : part with { Next = page.Next };
        lock (_lock)
        {
            _heard.AddRange(page.Batches.Where(batch => !part.Known.Contains(batch.Key)));
            _old.Remove(part);
            if (rest is not null)
            {
                _old.Add(rest);
            }
        }

        return rest;
    }
}
