using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Messages;

/// <summary>
/// The clock by which messages live and wait. It shows the machine's time and follows its small corrections, but not a jump: when
/// that clock is set ahead or back by more than <see cref="Tolerance"/> against the monotonic one, this one goes on as before, so
/// that no code is sent too late, given up too early or left waiting because somebody has set a clock.
/// </summary>
/// <param name="longest">
/// For a store that machines share: after this time, the longest life of a message, none is left from before a jump, and the
/// machine's time is taken again, because the other machines' messages go by theirs. Null where only <see cref="Rejoin"/> does that.
/// </param>
public sealed partial class SteadyTime(TimeProvider machine, ILogger<SteadyTime> logger, TimeSpan? longest = null)
    : TimeProvider
{
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>How long a jump is told of after it is of no more consequence.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromHours(1);

    /// <summary>A process that was stopped between reading two clocks must not take that for a jump.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private DateTimeOffset? _read;
    private long _readAt;

    // This clock less the machine's.
    private TimeSpan _ahead;
    private (TimeSpan By, long At)? _jump;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <summary>Whether this clock and the machine's show different times now.</summary>
    public bool IsParted
    {
        get
        {
            lock (_lock)
            {
                Read();
                return _ahead != TimeSpan.Zero;
            }
        }
    }

    /// <summary>What an operator should know of the machine's clock; null when there is nothing to say.</summary>
    public string? Detail
    {
        get
        {
            lock (_lock)
            {
                Read();
                return _jump is var (by, at) && (_ahead != TimeSpan.Zero || machine.GetElapsedTime(at) < Told)
                    ? $"The machine's clock was {Describe(by)} {Seconds(machine.GetElapsedTime(at))} ago{(_ahead == TimeSpan.Zero ? "" : "; messages of before live by the monotonic clock")}."
                    : null;
            }
        }
    }

    /// <summary>The same moment by the machine's clock, for whoever compares it with a clock of his own: callers' tokens, carriers.</summary>
    public static DateTimeOffset ByMachine(TimeProvider time, DateTimeOffset moment)
    {
        if (time is not SteadyTime steady)
        {
            return moment;
        }

        lock (steady._lock)
        {
            return moment - steady._ahead;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Read() + _ahead;
        }
    }

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>At start: messages are there that have lived until <paramref name="newest"/>, so it is not earlier than that.</summary>
    public void NotBefore(DateTimeOffset newest)
    {
        lock (_lock)
        {
            var missing = newest - (Read() + _ahead);
            if (missing > Tolerance)
            {
                Part(-missing);
            }
        }
    }

    /// <summary>Nothing is left that lives by the old time: the machine's is taken again.</summary>
    public void Rejoin()
    {
        lock (_lock)
        {
            _ahead = TimeSpan.Zero;
        }
    }

    private DateTimeOffset Read()
    {
        var before = machine.GetTimestamp();
        var now = machine.GetUtcNow();
        var after = machine.GetTimestamp();
        while (machine.GetElapsedTime(before, after) > AtOnce)
        {
            (before, now, after) = (after, machine.GetUtcNow(), machine.GetTimestamp());
        }

        if (_read is { } last)
        {
            var step = now - last - machine.GetElapsedTime(_readAt, after);
            if (step.Duration() > Tolerance)
            {
                Part(step);
            }
        }

        if (_ahead != TimeSpan.Zero && _jump is var (_, at) && machine.GetElapsedTime(at, after) >= longest)
        {
            _ahead = TimeSpan.Zero;
        }

        (_read, _readAt) = (now, after);
        return now;
    }

    private void Part(TimeSpan step)
    {
        _ahead -= step;
        if (_ahead.Duration() <= Tolerance)
        {
            // Set right again.
            _ahead = TimeSpan.Zero;
        }

        _jump = (step, machine.GetTimestamp());
        Log.Jumped(logger, Describe(step));
    }

    private static string Describe(TimeSpan step) =>
        $"{(step < TimeSpan.Zero ? "set back" : "set ahead")} by {Seconds(step.Duration())}";

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalSeconds)} s");

    private static partial class Log
    {
        [LoggerMessage(
            101,
            LogLevel.Warning,
            "The machine's clock was {Step}; messages live on by the monotonic clock, so that none is sent too late, given up too early or left waiting"
        )]
        public static partial void Jumped(ILogger logger, string step);
    }
}
