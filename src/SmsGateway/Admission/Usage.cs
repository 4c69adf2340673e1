namespace SmsGateway.Admission;

/// <summary>
/// What was counted under one key: a bucket that drains, and the counts of the last hour and day. The counts are kept by the
/// minute, and beyond an hour by the hour, each as of its end: they never forget too early, and at most a minute, or an hour, too
/// late. Of a key that was counted once there is none (<see cref="UsageTable"/>); of most others the first slot is all, and lies
/// in the object itself.
/// </summary>
public sealed class Usage
{
    internal const long Minute = 60_000;
    internal const long Hour = 60 * Minute;
    internal const long Day = 24 * Hour;

    /// <summary>Far less than a millisecond, and far more than what sums of fractions are off.</summary>
    private const double Rounding = 1e-6;

    private double _level;
    private Slot _first;
    private Slot[]? _others;
    private int _used;

    /// <summary>When it was counted last, in Unix milliseconds; it can be forgotten a day later.</summary>
    public long LastAt { get; private set; }

    private int Room => 1 + (_others?.Length ?? 0);

    /// <param name="now">Unix milliseconds; of earlier moments than before it takes the latest.</param>
    /// <param name="limit">Whose bucket it fills.</param>
    public void Add(long now, AdmissionLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        now = Math.Max(now, LastAt);
        if (limit is { Burst: { } burst, Refill: { } refill })
        {
            // No higher than it can be: who hammers at a full bucket waits no longer for that.
            _level = Math.Min(LevelAt(now, refill) + 1, burst);
        }

        LastAt = now;
        var end = ((now / Minute) + 1) * Minute;
        if (_used > 0 && At(_used - 1).End == end)
        {
            At(_used - 1).Count++;
            return;
        }

        if (_used == Room)
        {
            Compact(now);
        }

        if (_used == Room)
        {
            // 1, 2, 4, 8 in all.
            Array.Resize(ref _others, (2 * Room) - 1);
        }

        At(_used++) = new Slot { End = end, Count = 1 };
    }

    /// <summary>Takes one back: the code was entered, or its message was not stored.</summary>
    public void Remove()
    {
        _level = Math.Max(0, _level - 1);
        for (var i = _used - 1; i >= 0; i--)
        {
            if (At(i).Count > 0)
            {
                At(i).Count--;
                return;
            }
        }
    }

    public int InHour(long now) => CountSince(now - Hour);

    public int InDay(long now) => CountSince(now - Day);

    /// <summary>When there is room for one more.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <returns>Now or earlier when there is room already.</returns>
    public long RoomAt(AdmissionLimit limit, long now)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var at = now;
        if (limit is { Burst: { } burst, Refill: { } refill })
        {
            var over = LevelAt(now, refill) + 1 - burst;
            if (over > 0)
            {
                at = now + (long)Math.Ceiling((over * refill.TotalMilliseconds) - Rounding);
            }
        }

        if (limit.PerHour is { } perHour)
        {
            at = Math.Max(at, RoomAt(perHour, Hour, now));
        }

        return limit.PerDay is { } perDay ? Math.Max(at, RoomAt(perDay, Day, now)) : at;
    }

    private double LevelAt(long now, TimeSpan refill) =>
        Math.Max(0, _level - ((Math.Max(now, LastAt) - LastAt) / refill.TotalMilliseconds));

    private int CountSince(long since)
    {
        var count = 0;
        for (var i = _used - 1; i >= 0 && At(i).End > since; i--)
        {
            count += At(i).Count;
        }

        return count;
    }

    private long RoomAt(int limit, long window, long now)
    {
        var count = CountSince(now - window);
        for (var i = 0; i < _used && count >= limit; i++)
        {
            if (At(i).End <= now - window)
            {
                continue;
            }

            count -= At(i).Count;
            if (count < limit)
            {
                return At(i).End + window;
            }
        }

        return now;
    }

    /// <summary>Drops what is older than a day, and puts together by the hour what is older than an hour.</summary>
    private void Compact(long now)
    {
        var kept = 0;
        for (var i = 0; i < _used; i++)
        {
            var slot = At(i);
            if (slot.Count == 0 || slot.End <= now - Day)
            {
                continue;
            }

            // As of the end of its hour, where that counts in no hour any more: it is remembered for longer, never for less.
            var end = (slot.End + Hour - 1) / Hour * Hour;
            if (end <= now - Hour)
            {
                if (kept > 0 && At(kept - 1).End == end)
                {
                    At(kept - 1).Count += slot.Count;
                    continue;
                }

                slot.End = end;
            }

            At(kept++) = slot;
        }

        _used = kept;
    }

    private ref Slot At(int i)
    {
        if (i == 0)
        {
            return ref _first;
        }

        return ref _others![i - 1];
    }

    private struct Slot
    {
        public long End;
        public int Count;
    }
}
