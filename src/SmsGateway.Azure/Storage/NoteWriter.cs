using System.Globalization;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Writes this process's notes, one entity at a time: what comes in while one is on its way goes together into the next. With few
/// messages each note is written at once, and with many an entity holds many.
/// </summary>
internal sealed class NoteWriter(TableNotes table, string name, TimeProvider time)
{
    /// <summary>As many entities wait for a table that is away; what does not fit is not written.</summary>
    private const int MaxWaiting = 4;

    private readonly Lock _lock = new();
    private readonly Queue<Batch> _waiting = [];
    private Batch? _open;
    private bool _isWriting;
    private int _number;
    private long? _begunAt;

    /// <value>Whether something waits for the next write, and none has begun.</value>
    public bool HasLeft
    {
        get
        {
            lock (_lock)
            {
                return !_isWriting && _open is not null;
            }
        }
    }

    /// <summary>Writes it, with whatever else waits. An empty one is written, too: so it is known whether the table takes anything.</summary>
    /// <exception cref="StoreUnavailableException">It is not known to have been written, and is not tried again.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> note)
    {
        Task written;
        lock (_lock)
        {
            written = Add(note);
            if (_isWriting)
            {
                return written;
            }

            _isWriting = true;
        }

        _ = WriteWaitingAsync();
        return written;
    }

    /// <summary>Leaves it to the next write.</summary>
    public void Leave(ReadOnlyMemory<byte> note)
    {
        lock (_lock)
        {
            Add(note);
        }
    }

    private Task Add(ReadOnlyMemory<byte> note)
    {
        if (_open?.TryAdd(note) != true)
        {
            if (_waiting.Count == MaxWaiting)
            {
                return Task.FromException(
                    new StoreUnavailableException("Too much waits to be told to other gateways.")
                );
            }

            _open = new Batch();
            _open.TryAdd(note);
            _waiting.Enqueue(_open);
        }

        return _open.Task;
    }

    private async Task WriteWaitingAsync()
    {
        while (true)
        {
            if (_begunAt is { } begun && SharedNotes.Pace - time.GetElapsedTime(begun) is { Ticks: > 0 } early)
            {
                // What comes meanwhile goes along.
                await Task.Delay(early, time);
            }

            if (Take() is not { } batch)
            {
                return;
            }

            _begunAt = time.GetTimestamp();
            try
            {
                await table.AddAsync(name, new NoteBatch(NextKey(), batch.ToArray()));
                batch.SetResult();
            }
            catch (StoreUnavailableException e)
            {
                batch.SetException(e);
                // Perhaps nobody waits any more.
                _ = batch.Task.Exception;
            }
        }
    }

    private Batch? Take()
    {
        lock (_lock)
        {
            _isWriting = _waiting.TryDequeue(out var batch);
            if (batch == _open)
            {
                _open = null;
            }

            return batch;
        }
    }

    private string NextKey() =>
        string.Create(CultureInfo.InvariantCulture, $"{TableNotes.KeyAt(table.Now)}-{name}-{++_number:D10}");

    private sealed class Batch() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private readonly List<byte> _notes = [];

        public bool TryAdd(ReadOnlyMemory<byte> note)
        {
            if (_notes.Count + note.Length > TableNotes.MaxBatchBytes)
            {
                return false;
            }

            _notes.AddRange(note.Span);
            return true;
        }

        public byte[] ToArray() => [.. _notes];
    }
}
