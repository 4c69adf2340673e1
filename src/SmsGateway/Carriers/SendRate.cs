namespace SmsGateway.Carriers;

/// <summary>
/// How many messages a carrier gets in a second, and when those beyond that are to come back: one after another at the carrier's
/// pace, so that each is asked for once. Nobody's turn is kept for him: whoever comes when one is free has it, since of two codes the
/// newer is the one that counts. One at a time may use it.
/// </summary>
internal sealed class SendRate
{
    /// <summary>
    /// Queues hand out a little after the time. What comes so late at most, and is late by no more than a quarter of the pace, does not
    /// make those behind it find nothing.
    /// </summary>
    private static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(250);

    /// <summary>Queues count in milliseconds, and what comes back too early has come in vain.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly TokenBucket _bucket;
    private readonly long _lateness;
    private long _lastTurn;

    public SendRate(double perSecond, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _bucket = new TokenBucket(perSecond, time.TimestampFrequency);
        _lateness = Math.Min((long)(Lateness.TotalSeconds * time.TimestampFrequency), _bucket.Interval / 4);
        _lastTurn = time.GetTimestamp() - _bucket.Interval;
    }

    public bool TryTake(long now) => _bucket.TryTake(now, now - _lastTurn <= _lateness ? _lateness : 0);

    /// <summary>How long nobody can be sent; zero when somebody can be now.</summary>
    public TimeSpan Wait(long now) => _time.GetElapsedTime(now, _bucket.Next(now));

    /// <summary>What <see cref="Turn"/> would say.</summary>
    public TimeSpan Ahead(long now) => After(now, NextTurn(now));

    /// <summary>When a message that was not sent is to come back, behind those that were told before.</summary>
    /// <param name="longest">Whoever cannot wait so long has no turn: he is told, and none behind him waits for it.</param>
    public TimeSpan Turn(long now, TimeSpan longest)
    {
        var next = NextTurn(now);
        var turn = After(now, next);
        if (turn <= longest)
        {
            _lastTurn = next;
        }

        return turn;
    }

    private long NextTurn(long now) => Math.Max(_bucket.Next(now), _lastTurn + _bucket.Interval);

    private TimeSpan After(long now, long moment) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(_time.GetElapsedTime(now, moment).TotalMilliseconds)) + Rounding;
}
