namespace SmsGateway.Carriers;

/// <summary>
/// Decides from attempts whether a carrier, or a carrier in one region, is failing: after <see cref="CarrierHealth.Threshold"/>
/// bad attempts in a row, or from a share of bad ones in the last minute. It keeps nothing from being tried; whoever orders the
/// carriers of a route asks it. A library's circuit breaker refuses calls while open and lets time alone half-open it, where
/// here the order of a route is all that changes and the attempts of messages that have nobody else count as well. Not
/// thread-safe.
/// </summary>
internal sealed class Breaker(CarrierHealthOptions options, TimeProvider time, Func<double> random)
{
    /// <summary>Up to so much more or less than the interval, so that many processes do not probe in step.</summary>
    private const double Jitter = 0.2;

    private readonly AttemptWindow _window = new(time);
    private int _badInRow;
    private int _goodInRow;
    private bool _isOpen;
    private bool _byShare;
    private long _lastAttempt;
    private long _lastProbe;
    private TimeSpan _untilProbe;
    private DateTimeOffset _badSince;

    /// <summary>Whether it opened and has not closed since.</summary>
    public bool HasOpened => _isOpen;

    /// <value>When it opened; where that was for bad attempts in a row, when the first of them ended. Of no meaning before.</value>
    public DateTimeOffset Since { get; private set; }

    /// <value>Whether somebody was told that it opened.</value>
    public bool IsTold { get; set; }

    /// <summary>Whether it is tried last: it is failing, and somebody has looked lately.</summary>
    public bool IsOpen => _isOpen && time.GetElapsedTime(_lastAttempt) < CarrierHealth.Quiet;

    /// <summary>Whether enough is known to say anything.</summary>
    public bool IsKnown => IsOpen || _window.Count().Attempts >= options.MinimumAttempts;

    public AttemptCount LastMinute => _window.Count();

    /// <returns>Whether it opened (true) or closed (false); null when it stays as it was.</returns>
    public bool? Record(bool isBad)
    {
        // Of one that was left alone for long nobody knows anything, and the first attempt tells.
        var wasLeftAlone = _isOpen && !IsOpen;
        _lastAttempt = time.GetTimestamp();
        _window.Add(isBad);
        if (isBad && _badInRow == 0)
        {
            _badSince = time.GetUtcNow();
        }

        (_badInRow, _goodInRow) = isBad ? (_badInRow + 1, 0) : (0, _goodInRow + 1);
        if (!_isOpen)
        {
            return Opens();
        }

        if (isBad)
        {
            ProbeLater();
            return null;
        }

        // One that failed always is back with the first success. One that failed often must show more than luck.
        if (_byShare && _goodInRow < CarrierHealth.Threshold && !wasLeftAlone)
        {
            _untilProbe = TimeSpan.Zero;
            return null;
        }

        Close();
        return false;
    }

    public void Close()
    {
        (_isOpen, _byShare, _badInRow) = (false, false, 0);
        // What it was must not open it again.
        _window.Clear();
    }

    /// <summary>Whether the next message should try it in its place; while it is open, true once per interval.</summary>
    public bool TakesTurn()
    {
        if (!IsOpen)
        {
            return true;
        }

        if (time.GetElapsedTime(_lastProbe) < _untilProbe)
        {
            return false;
        }

        ProbeLater();
        return true;
    }

    private bool? Opens()
    {
        var count = _window.Count();
        var inRow = _badInRow >= CarrierHealth.Threshold;
        var byShare = count.Attempts >= options.MinimumAttempts && count.BadShare >= options.FailureShare;
        if (!inRow && !byShare)
        {
            return null;
        }

        (_isOpen, _byShare) = (true, !inRow);
        Since = inRow ? _badSince : time.GetUtcNow();
        ProbeLater();
        return true;
    }

    private void ProbeLater()
    {
        _lastProbe = time.GetTimestamp();
        _untilProbe = CarrierHealth.ProbeInterval * (1 + (Jitter * ((2 * random()) - 1)));
    }
}
