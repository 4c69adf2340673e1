namespace SmsGateway.Carriers;

/// <summary>
/// Remembers that a carrier is failing, so that messages go to the next one first instead of waiting for a time-out each. It
/// never keeps a message from being tried: a failing carrier only moves to the end of its route, and one message every
/// <see cref="ProbeInterval"/> is let through in the old order to see whether it is back.
/// </summary>
public sealed class CarrierHealth(TimeProvider time)
{
    /// <summary>Failures in a row after which it counts as failing.</summary>
    public const int Threshold = 5;

    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _nextProbe;
    private DateTimeOffset? _lastSuccess;

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

    /// <summary>Whether it is tried last, because it failed several times in a row.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return _failures >= Threshold;
            }
        }
    }

    /// <summary>Whether the next message should try this carrier in its place; when it fails, true once per interval.</summary>
    public bool TakesTurn()
    {
        lock (_lock)
        {
            if (_failures < Threshold)
            {
                return true;
            }

            var now = time.GetUtcNow();
            if (now < _nextProbe)
            {
                return false;
            }

            _nextProbe = now + ProbeInterval;
            return true;
        }
    }

    public void Record(SendOutcome outcome)
    {
        lock (_lock)
        {
            switch (outcome)
            {
                case SendOutcome.Accepted:
                    _lastSuccess = time.GetUtcNow();
                    _failures = 0;
                    break;
                case SendOutcome.Rejected:
                case SendOutcome.Refused { OfThisMessage: true }:
                    // The carrier answered; the message was at fault.
                    _failures = 0;
                    break;
                default:
                    if (++_failures == Threshold)
                    {
                        _nextProbe = time.GetUtcNow() + ProbeInterval;
                    }

                    break;
            }
        }
    }
}
