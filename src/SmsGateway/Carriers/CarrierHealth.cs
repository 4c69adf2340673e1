namespace SmsGateway.Carriers;

/// <summary>
/// Remembers that a carrier is failing, so that messages go to the next one first instead of waiting for a time-out each. It
/// never keeps a message from being tried: a failing carrier moves to the end of its route, and one message every
/// <see cref="ProbeInterval"/> is let through in the old order to see whether it is back. After <see cref="Quiet"/> without a
/// single attempt nobody knows how it is, and the next message finds out.
/// </summary>
public sealed class CarrierHealth(TimeProvider time)
{
    /// <summary>Failures in a row after which it counts as failing.</summary>
    public const int Threshold = 5;

    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    /// <summary>Behind a carrier that works nobody tries a failing one, and it would be failing for ever.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private int _failures;
    private int _undelivered;
    private long _lastProbe;
    private long _lastAttempt;
    private DateTimeOffset? _lastSuccess;
    private string? _lastCode;

    public DateTimeOffset? LastSuccess
    {
        get
        {
            lock (_lock)
            {
                return _lastSuccess;
            }
        }
    }

    /// <summary>What its last failure was: the carrier's code, or ours. Null after a success.</summary>
    public string? LastCode
    {
        get
        {
            lock (_lock)
            {
                return _lastCode;
            }
        }
    }

    /// <summary>
    /// Whether it failed several times in a row and has not delivered since. One that is only busy (<see
    /// cref="SendOutcome.Throttled"/>) is tried last for a while, but has not failed.
    /// </summary>
    public bool HasFailed
    {
        get
        {
            lock (_lock)
            {
                return _undelivered >= Threshold;
            }
        }
    }

    /// <summary>Whether it is tried last: it has failed, and somebody has looked lately.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return _failures >= Threshold && time.GetElapsedTime(_lastAttempt) < Quiet;
            }
        }
    }

    /// <summary>Whether the next message should try this carrier in its place; when it fails, true once per interval.</summary>
    public bool TakesTurn()
    {
        lock (_lock)
        {
            if (!IsFailing)
            {
                return true;
            }

            if (time.GetElapsedTime(_lastProbe) < ProbeInterval)
            {
                return false;
            }

            _lastProbe = time.GetTimestamp();
            return true;
        }
    }

    /// <returns>Whether <see cref="HasFailed"/> has changed.</returns>
    public bool Record(SendOutcome outcome)
    {
        lock (_lock)
        {
            var had = _undelivered >= Threshold;
            _lastAttempt = time.GetTimestamp();
            switch (outcome)
            {
                case SendOutcome.Accepted:
                    _lastSuccess = time.GetUtcNow();
                    (_failures, _undelivered, _lastCode) = (0, 0, null);
                    break;
                case SendOutcome.Rejected:
                case SendOutcome.Refused { OfThisMessage: true }:
                    // The carrier answered; the message was at fault.
                    (_failures, _undelivered, _lastCode) = (0, 0, null);
                    break;
                default:
                    _lastCode = outcome.Code;
                    _undelivered += outcome is SendOutcome.Throttled ? 0 : 1;
                    if (++_failures == Threshold)
                    {
                        _lastProbe = _lastAttempt;
                    }

                    break;
            }

            return had != _undelivered >= Threshold;
        }
    }
}
