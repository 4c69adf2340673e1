using Microsoft.Extensions.Logging;
using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// What this process tells all others on the account about admission, and hears of them. A table that is away refuses nobody and
/// holds nobody up for longer than a moment: it is looked for in the background until it is back.
/// </summary>
internal sealed partial class SharedNotes : IDisposable
{
    /// <summary>How long a message waits for what others have decided, and then for its own note.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Between two looks of a process that has nothing to ask, so that the first to ask has little to read.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TrimEvery = TimeSpan.FromMinutes(10);

    /// <summary>Transactions of one trim: more than a gateway writes until the next.</summary>
    private const int MostTrims = 200;

    private const int NameLength = 12;

    private readonly TableNotes? _table;
    private readonly NoteReader? _reader;
    private readonly NoteWriter? _writer;
    private readonly TimeProvider _time;
    private readonly ILogger<SharedNotes> _logger;
    private readonly TimeSpan _patience;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private Task _tending = Task.CompletedTask;
    private long? _trimmedAt;
    private volatile bool _isAway;

    /// <param name="table">Null when the account's tables are not known: this process is alone with what it counts.</param>
    /// <param name="patience">How long a message waits.</param>
    public SharedNotes(TableNotes? table, TimeProvider time, ILogger<SharedNotes> logger, TimeSpan patience)
    {
        (_table, _time, _logger, _patience) = (table, time, logger, patience);
        if (table is not null)
        {
            // The end of it is random, the beginning is the time.
            var name = MessageId.New(time.GetUtcNow()).ToString()[^NameLength..];
            (_reader, _writer) = (new NoteReader(table, name, time), new NoteWriter(table, name));
        }
    }

    public static SharedNotes On(
        StorageAccount account,
        TimeProvider time,
        ILogger<SharedNotes> logger,
        TimeSpan? patience = null
    ) => new(account.Notes is { } table ? new TableNotes(table, time) : null, time, logger, patience ?? Patience);

    /// <summary>Reads what others have written until now; <see cref="TellTo"/> tells it.</summary>
    /// <returns>Whether that is known, and others hear of this one.</returns>
    public async Task<bool> CatchUpAsync()
    {
        Begin();
        if (_reader is null || _isAway)
        {
            return false;
        }

        try
        {
            await _reader.LookAsync().WaitAsync(_patience, _time);
            return true;
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException)
        {
            SetAway(e);
            return false;
        }
    }

    /// <inheritdoc cref="NoteReader.TellTo"/>
    public void TellTo(IQueueGate gate) => _reader?.TellTo(gate);

    /// <summary>Writes a note down for others. Never fails, and waits no longer than a moment.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> note)
    {
        if (_writer is null || note.IsEmpty)
        {
            return;
        }

        if (_isAway)
        {
            // It goes with the next look for the table.
            _writer.Leave(note);
            return;
        }

        try
        {
            await _writer.WriteAsync(note).WaitAsync(_patience, _time);
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException)
        {
            SetAway(e);
        }
    }

    /// <summary>What has not been told yet, of others.</summary>
    /// <exception cref="StoreUnavailableException">The table does not answer.</exception>
    public async Task<byte[]> TakeAsync()
    {
        Begin();
        if (_reader is null)
        {
            return [];
        }

        await _reader.LookAsync();
        return _reader.Take();
    }

    /// <summary>As <see cref="WriteAsync"/>, for who wants to know.</summary>
    /// <exception cref="StoreUnavailableException">It is not known to have been written.</exception>
    public Task MustWriteAsync(ReadOnlyMemory<byte> note) => _writer?.WriteAsync(note) ?? Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private static string Why(Exception e) =>
        e is StoreUnavailableException ? e.Message : "The table of admission's notes does not answer in time.";

    /// <summary>Who counts nothing looks at nothing.</summary>
    private void Begin()
    {
        if (_timer is not null || _table is null)
        {
            return;
        }

        lock (_lock)
        {
            _timer ??= _time.CreateTimer(_ => Tend(), null, Interval, Interval);
        }
    }

    private void Tend()
    {
        lock (_lock)
        {
            if (_tending.IsCompleted)
            {
                _tending = TendAsync(_table!, _reader!, _writer!);
            }
        }
    }

    private async Task TendAsync(TableNotes table, NoteReader reader, NoteWriter writer)
    {
        try
        {
            await reader.LookAsync();
            if (_isAway || writer.HasLeft)
            {
                await writer.WriteAsync(ReadOnlyMemory<byte>.Empty);
                _isAway = false;
            }
        }
        catch (StoreUnavailableException e)
        {
            SetAway(e);
            return;
        }

        await TrimAsync(table);
    }

    private async Task TrimAsync(TableNotes table)
    {
        if (_trimmedAt is { } last && _time.GetElapsedTime(last) < TrimEvery)
        {
            return;
        }

        _trimmedAt = _time.GetTimestamp();
        try
        {
            var until = table.Now - (long)IAdmissionStore.Kept.TotalMilliseconds;
            for (var trims = 0; trims < MostTrims && await table.TrimAsync(until); trims++) { }
        }
        catch (StoreUnavailableException)
        {
            // What is too old is only in the way; the next time it goes.
        }
    }

    private void SetAway(Exception e)
    {
        if (!_isAway)
        {
            _isAway = true;
            Log.Away(_logger, Why(e));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            84,
            LogLevel.Warning,
            "What this gateway counts and what others count is not shared until that works again. {Why}"
        )]
        public static partial void Away(ILogger logger, string why);
    }
}
