using SmsGateway.Admission;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Reads each note of others once, in the order in which they were written. An entity is stamped before it is sent, so it can turn
/// up behind younger ones: each read begins a little before the last one, and now and then one begins as far back as a write can take.
/// </summary>
internal sealed class NoteReader
{
    /// <summary>For a write that is waited for, and for clocks that differ by less than is corrected.</summary>
    private const long Overlap = 3_000;

    /// <summary>For any write: it has ended by then, one way or the other.</summary>
    private const long LongOverlap = 15_000;

    private const long LongOverlapEvery = 5_000;

    /// <summary>The first read, of a whole day, is so many at once.</summary>
    private const int Parts = 8;

    private readonly TableNotes _table;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly SharedCall _look;
    private readonly Lock _lock = new();
    private readonly List<byte[]> _heard = [];
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private long? _readAt;
    private long _readFarAt;

    public NoteReader(TableNotes table, string name, TimeProvider time)
    {
        (_table, _name, _time) = (table, name, time);
        _look = new SharedCall(ReadAsync);
    }

    /// <summary>Reads, after this was called, what others had written by then.</summary>
    /// <exception cref="StoreUnavailableException">The table does not answer.</exception>
    public Task LookAsync() => _look.RunAsync();

    /// <summary>Tells what has been read since this was last asked. When it returns all is told, whoever has done it.</summary>
    public void TellTo(IQueueGate gate)
    {
        lock (_lock)
        {
            _heard.ForEach(notes => gate.Hear(notes));
            _heard.Clear();
        }
    }

    /// <inheritdoc cref="TellTo"/>
    public byte[] Take()
    {
        lock (_lock)
        {
            byte[] notes = [.. _heard.SelectMany(batch => batch)];
            _heard.Clear();
            return notes;
        }
    }

    private async Task ReadAsync()
    {
        var began = _time.GetTimestamp();
        var isFar = _readAt is null || Math.Abs(_table.Now - _readFarAt) >= LongOverlapEvery;
        var batches = _readAt is { } readAt
            ? await _table.ReadAsync(_name, isFar ? _readFarAt - LongOverlap : readAt - Overlap)
            : await ReadDayAsync();
        // By the clock as it is known after the answer: the first one may have set it right.
        var at = _table.Now - (long)_time.GetElapsedTime(began).TotalMilliseconds;
        (_readAt, _readFarAt) = (at, isFar ? at : _readFarAt);
        Keep(batches, TableNotes.KeyAt(_readFarAt - LongOverlap));
    }

    private async Task<List<NoteBatch>> ReadDayAsync()
    {
        var begin = _table.Now - (long)IAdmissionStore.Kept.TotalMilliseconds;
        var length = (long)IAdmissionStore.Kept.TotalMilliseconds / Parts;
        var parts = await Task.WhenAll(
            Enumerable
                .Range(0, Parts)
                .Select(part =>
                    _table.ReadAsync(
                        _name,
                        begin + (part * length),
                        part == Parts - 1 ? null : begin + ((part + 1) * length)
                    )
                )
        );
        return [.. parts.SelectMany(part => part)];
    }

    /// <param name="oldest">No read will begin before this key.</param>
    private void Keep(List<NoteBatch> batches, string oldest)
    {
        lock (_lock)
        {
            _heard.AddRange(batches.Where(batch => _seen.Add(batch.Key)).Select(batch => batch.Notes));
        }

        while (_seen.Min is { } seen && string.CompareOrdinal(seen, oldest) < 0)
        {
            _seen.Remove(seen);
        }
    }
}
