using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Stats;

/// <summary>
/// The last hour by minute. Each process writes a row when a minute ends in which something happened, and when it ends itself; what the
/// store does not take is offered again a minute later, for an hour. All rows together are what happened on the store.
/// </summary>
/// <param name="store">Null: this process is alone with what it counts.</param>
public sealed partial class StatsMinutes(
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<StatsMinutes> logger,
    IStatsStore? store = null
) : IHostedService, IDisposable
{
    /// <summary>Minutes in a report.</summary>
    public const int Shown = 60;

    private const int NameLength = 12;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What is not written by then, when the process ends, is lost.</summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(3);

    private readonly StatsCounter _counter = new(telemetry);

    // The end of it is random, the beginning is the time.
    private readonly string _instance = MessageId.New(time.GetUtcNow()).ToString()[^NameLength..];
    private readonly Lock _lock = new();

    /// <summary>This process's minutes of the last hour, and whether they are to be written.</summary>
    private readonly SortedDictionary<DateTimeOffset, (StatsCount Count, bool IsWritten)> _own = [];
    private StatsCount _before = StatsCount.None;
    private DateTimeOffset _began = MinuteOf(time.GetUtcNow());
    private ITimer? _timer;
    private volatile Task _writing = Task.CompletedTask;
    private bool _isAway;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => Tick(), null, UntilNext(time.GetUtcNow()), Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    /// <summary>The minute that runs is written as far as it came.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        Task writing;
        lock (_lock)
        {
            Close(MinuteOf(time.GetUtcNow()));
            writing = _writing;
        }

        using var patience = new CancellationTokenSource(LastWrite, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await writing.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await WriteAsync().WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask<StatsReport> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        MinuteCount running;
        List<MinuteCount> minutes;
        lock (_lock)
        {
            CloseWhenOver(now);
            running = new MinuteCount(_began, _counter.Read().Since(_before));
            minutes = [.. _own.Select(minute => new MinuteCount(minute.Key, minute.Value.Count))];
        }

        var isHere = minutes.Count > 0 || !running.Count.IsEmpty;
        var from = running.Minute - (Minute * Shown);
        var (rows, detail) = await OthersAsync(from, running.Minute, cancellationToken);
        minutes.AddRange(
            from row in rows
            let count = StatsCountSerializer.Deserialize(row.Count.Span)
            where count is not null
            select new MinuteCount(row.Minute, count)
        );
        var counts = minutes.ToLookup(minute => minute.Minute, minute => minute.Count);
        return new StatsReport(
            now,
            [
                .. Enumerable
                    .Range(0, Shown)
                    .Select(i => from + (Minute * i))
                    .Select(minute => new MinuteCount(
                        minute,
                        counts[minute].Aggregate(StatsCount.None, (sum, count) => sum.Plus(count))
                    )),
            ],
            running,
            rows.Select(row => row.Instance).Distinct().Count() + (isHere ? 1 : 0),
            detail
        );
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _counter.Dispose();
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset now) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static TimeSpan UntilNext(DateTimeOffset now) => MinuteOf(now) + Minute - now;

    private void Tick()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            CloseWhenOver(now);
            _timer?.Change(UntilNext(now), Timeout.InfiniteTimeSpan);
            if (!_writing.IsCompleted)
            {
                return;
            }
        }

        _writing = WriteAsync();
    }

    private void CloseWhenOver(DateTimeOffset now)
    {
        var minute = MinuteOf(now);
        if (minute != _began)
        {
            Close(minute);
        }
    }

    /// <param name="next">The minute that runs now. When the clock was set back it may have been before.</param>
    private void Close(DateTimeOffset next)
    {
        var all = _counter.Read();
        var count = all.Since(_before);
        if (!count.IsEmpty)
        {
            _own[_began] = ((_own.TryGetValue(_began, out var own) ? own.Count : StatsCount.None).Plus(count), false);
        }

        (_before, _began) = (all, next);
        foreach (var old in _own.Keys.TakeWhile(minute => minute < next - (Minute * Shown)).ToList())
        {
            _own.Remove(old);
        }
    }

    private async Task<(IReadOnlyList<StatsRow> Rows, string? Detail)> OthersAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        if (store is null)
        {
            return ([], null);
        }

        try
        {
            var rows = await store.ReadAsync(from, until, cancellationToken);
            return ([.. rows.Where(row => row.Instance != _instance)], null);
        }
        catch (StoreUnavailableException e)
        {
            return ([], e.Message);
        }
    }

    private async Task WriteAsync()
    {
        while (store is not null && NextUnwritten() is var (minute, count))
        {
            try
            {
                var row = new StatsRow(minute, _instance, StatsCountSerializer.Serialize(count));
                await store.WriteAsync(row, CancellationToken.None);
            }
            catch (StoreUnavailableException e)
            {
                telemetry.MinuteNotRecorded();
                // Told once: a store that is away fails every minute.
                if (!_isAway)
                {
                    _isAway = true;
                    Log.Away(logger, e.Message);
                }

                return;
            }

            _isAway = false;
            lock (_lock)
            {
                if (_own.TryGetValue(minute, out var own) && ReferenceEquals(own.Count, count))
                {
                    _own[minute] = (count, true);
                }
            }
        }
    }

    private (DateTimeOffset Minute, StatsCount Count)? NextUnwritten()
    {
        lock (_lock)
        {
            foreach (var (minute, (count, isWritten)) in _own)
            {
                if (!isWritten)
                {
                    return (minute, count);
                }
            }

            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            29,
            LogLevel.Warning,
            "What this gateway counted of the last minutes is not written yet, and others do not see it; it is offered again every minute: {Why}"
        )]
        public static partial void Away(ILogger logger, string why);
    }
}
