namespace SmsGateway.Carriers;

/// <summary>
/// So many a second, and at once as many as a second brings, one at least. It is kept as the moment at which it is full again, in
/// whole ticks, so that no fractions add up. One at a time may use it.
/// </summary>
/// <param name="perSecond">Over 0.</param>
/// <param name="ticksPerSecond">Of the clock whose readings are given.</param>
internal sealed class TokenBucket(double perSecond, long ticksPerSecond)
{
    /// <summary>What a full one holds beyond the first.</summary>
    private readonly long _spare = (long)((Math.Max(1, perSecond) - 1) * Math.Ceiling(ticksPerSecond / perSecond));

    private long _full;

    /// <summary>From one to the next when there are no more in it.</summary>
    public long Interval { get; } = (long)Math.Ceiling(ticksPerSecond / perSecond);

    /// <summary>When the next can be taken: now, or later.</summary>
    public long Next(long now) => Math.Max(now, _full - _spare);

    /// <param name="now">The clock's reading.</param>
    /// <param name="late">How long ago the taker may have been expected: so much of the time since then is not lost.</param>
    public bool TryTake(long now, long late = 0)
    {
        if (Next(now) > now)
        {
            return false;
        }

        _full = Math.Max(_full, now - late) + Interval;
        return true;
    }
}
