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

    /// <summary>
    /// Between the beginnings of two looks, and of two writes, of which a busy process makes as many as it can: 40 a second of each,
    /// whatever the number of messages. A message that comes alone waits for neither.
    /// </summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    /// <summary>When nobody has asked for so long, nothing is looked at until somebody asks again: an instance that only delivers.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private const int NameLength = 12;

    private readonly TableNotes? _table;
    private readonly NoteReader? _reader;
    private readonly NoteWriter? _writer;
    private readonly Trimmer? _trimmer;
    private readonly TimeProvider _time;
    private readonly ILogger<SharedNotes> _logger;
    private readonly TimeSpan _patience;
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private Task _tending = Task.CompletedTask;
    private bool _isAwake;
    private bool _lacksOld;
    private long _askedAt;
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
            _reader = new NoteReader(table, name, time);
            _writer = new NoteWriter(table, name, time);
            _trimmer = new Trimmer(
                table.NewTurn(),
                () => table.TrimAsync(table.Now - (long)IAdmissionStore.Kept.TotalMilliseconds),
                time
            );
        }
    }

    public static SharedNotes On(
        StorageAccount account,
        TimeProvider time,
        ILogger<SharedNotes> logger,
        TimeSpan? patience = null
    ) => new(account.Notes is { } table ? new TableNotes(table, time) : null, time, logger, patience ?? Patience);

    /// <summary>
    /// Reads what others have written until now; <see cref="TellTo"/> tells it. What they wrote before this process looked is waited
    /// for as well, and goes on being read beside when it takes longer.
    /// </summary>
    /// <returns>Whether the table answers, and others hear of this one.</returns>
    public async Task<bool> CatchUpAsync()
    {
        Begin();
        if (_reader is null || _isAway)
        {
            return false;
        }

        using var patience = new CancellationTokenSource(_patience, _time);
        try
        {
            await _reader.LookAsync().WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            SetAway(e);
            return false;
        }

        await ReadOldAsync(_reader).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
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
    /// <param name="cancellationToken">Ends the wait: nothing is taken then.</param>
    /// <exception cref="StoreUnavailableException">The table does not answer.</exception>
    public async Task<byte[]> TakeAsync(CancellationToken cancellationToken)
    {
        Begin();
        if (_reader is null)
        {
            return [];
        }

        await _reader.LookAsync().WaitAsync(cancellationToken);
        await _reader.ReadOldAsync().WaitAsync(cancellationToken);
        return _reader.Take();
    }

    /// <inheritdoc cref="IAdmissionStore.KeepsNotes"/>
    public bool KeepsNotes => _table is not null;

    /// <inheritdoc cref="IAdmissionStore.LookBackAsync"/>
    public IAsyncEnumerable<NoteStretch> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        DateTimeOffset since,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    ) =>
        _table is { } table
            ? new NotesOfTheDay(table).LookBackAsync(pick, since, until, cancellationToken)
            : throw new StoreUnavailableException(
                "The settings name no table, so nobody has written down what was to which number."
            );

    /// <summary>As <see cref="WriteAsync"/>, for who wants to know.</summary>
    /// <exception cref="StoreUnavailableException">It is not known to have been written.</exception>
    public Task MustWriteAsync(ReadOnlyMemory<byte> note) => _writer?.WriteAsync(note) ?? Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private static string Why(Exception e) =>
        e is StoreUnavailableException ? e.Message : "The table of admission's notes does not answer in time.";

    /// <summary>Who counts nothing looks at nothing.</summary>
    private void Begin()
    {
        if (_table is null)
        {
            return;
        }

        lock (_lock)
        {
            _askedAt = _time.GetTimestamp();
            if (!_isAwake)
            {
                _isAwake = true;
                _timer ??= _time.CreateTimer(_ => Tend(), null, Timeout.InfiniteTimeSpan, Interval);
                _timer.Change(Interval, Interval);
            }
        }
    }

    private void Tend()
    {
        lock (_lock)
        {
            if (!_tending.IsCompleted)
            {
                return;
            }

            var rests = _time.GetElapsedTime(_askedAt) >= Rest;
            if (rests && !_writer!.HasLeft)
            {
                // A table that was away is asked anew by the next message.
                (_isAwake, _isAway) = (false, false);
                _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }

            _tending = TendAsync(_reader!, _writer!, _trimmer!, rests);
        }
    }

    private async Task TendAsync(NoteReader reader, NoteWriter writer, Trimmer trimmer, bool rests)
    {
        try
        {
            if (!rests)
            {
                await reader.LookAsync();
                // Both beside: what takes long there must not keep this from the next look.
                _ = ReadOldAsync(reader);
                trimmer.Begin();
            }

            if (_isAway || writer.HasLeft)
            {
                await writer.WriteAsync(ReadOnlyMemory<byte>.Empty);
                _isAway = false;
            }
        }
        catch (StoreUnavailableException e)
        {
            SetAway(e);
        }
    }

    private async Task ReadOldAsync(NoteReader reader)
    {
        try
        {
            await reader.ReadOldAsync();
            _lacksOld = false;
        }
        catch (StoreUnavailableException e)
        {
            if (!_lacksOld)
            {
                _lacksOld = true;
                Log.LacksOld(_logger, e.Message);
            }
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

        [LoggerMessage(
            85,
            LogLevel.Warning,
            "Some of what others counted before this gateway looked is not known; it is read again until that works. {Why}"
        )]
        public static partial void LacksOld(ILogger logger, string why);
    }
}
