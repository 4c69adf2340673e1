namespace SmsGateway.Carriers;

/// <summary>
/// Remembers that a carrier is failing, as a whole or in a region, so that messages go to the next one first instead of waiting
/// for a time-out each. It never keeps a message from being tried: a failing carrier moves to the end of its route, and one
/// message about every <see cref="ProbeInterval"/> is let through in the old order to see whether it is back. After <see
/// cref="Quiet"/> without a single attempt nobody knows how it is, and the next message finds out.
/// </summary>
/// <param name="time">Monotonic.</param>
/// <param name="options">When it counts as failing; null for the defaults.</param>
/// <param name="random">From 0 inclusive to 1 exclusive, for the jitter of probes; null for none.</param>
/// <param name="byRegion">Whether regions are told apart; of no use to a carrier that has no other beside it.</param>
public sealed class CarrierHealth(
    TimeProvider time,
    CarrierHealthOptions? options = null,
    Func<double>? random = null,
    bool byRegion = true
)
{
    /// <summary>Bad attempts in a row after which it counts as failing.</summary>
    public const int Threshold = 5;

    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    /// <summary>Behind a carrier that works nobody tries a failing one, and it would be failing for ever.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    private static readonly Func<double> NoJitter = () => 0.5;

    private readonly Lock _lock = new();
    private readonly CarrierHealthOptions _options = options ?? new();
    private readonly Breaker _all = new(options ?? new(), time, random ?? NoJitter);
    private readonly Dictionary<string, Breaker> _regions = [];
    private readonly Dictionary<string, int> _undeliveredIn = [];
    private int _undelivered;
    private int _open;
    private DateTimeOffset? _lastSuccess;
    private SendOutcome? _lastFailure;

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
    public string? LastCode => LastFailure?.Code;

    /// <summary>Its last failure, whose name tells who is to do something; null after a success.</summary>
    public SendOutcome? LastFailure
    {
        get
        {
            lock (_lock)
            {
                return _lastFailure;
            }
        }
    }

    /// <summary>
    /// Whether it failed several times in a row and has not delivered since. One that is only busy (<see
    /// cref="SendOutcome.Throttled"/>) or slow is tried last for a while, but has not failed.
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

    /// <summary>The same for numbers of a region.</summary>
    public bool HasFailedIn(string region)
    {
        lock (_lock)
        {
            return _undelivered >= Threshold || _undeliveredIn.GetValueOrDefault(region) >= Threshold;
        }
    }

    /// <summary>Whether it is tried last, wherever a region does not say otherwise.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return _all.IsOpen;
            }
        }
    }

    public AttemptCount LastMinute
    {
        get
        {
            lock (_lock)
            {
                return _all.LastMinute;
            }
        }
    }

    /// <summary>The regions in which it is failing while it is not failing as a whole.</summary>
    public IReadOnlyList<string> FailingRegions
    {
        get
        {
            lock (_lock)
            {
                return _all.IsOpen
                    ? []
                    : [.. _regions.Where(region => region.Value.IsOpen).Select(region => region.Key).Order()];
            }
        }
    }

    /// <summary>Since when it has failed or been tried last, be it in a region alone; null while nothing is against it.</summary>
    public DateTimeOffset? FailingSince
    {
        get
        {
            lock (_lock)
            {
                return _all.IsOpen || _undelivered >= Threshold
                    ? _all.Since
                    : _regions
                        .Values.Where(region => region.IsOpen)
                        .Select(region => (DateTimeOffset?)region.Since)
                        .Min();
            }
        }
    }

    /// <summary>Whether regions are told apart; where they are not, a number's region is of no interest.</summary>
    public bool IsByRegion => byRegion;

    /// <summary>
    /// Whether nothing speaks against trying it in its place, wherever the number is. Asked for each carrier of each message, and
    /// nearly always true.
    /// </summary>
    public bool IsWell => Volatile.Read(ref _open) == 0;

    /// <summary>Whether it is tried last for numbers of a region; of a region without enough attempts the whole tells.</summary>
    public bool IsFailingIn(string region)
    {
        lock (_lock)
        {
            return Of(region).IsOpen;
        }
    }

    /// <summary>The share of bad attempts by which failing carriers are compared.</summary>
    public double BadShareIn(string region)
    {
        lock (_lock)
        {
            return Of(region).LastMinute.BadShare;
        }
    }

    /// <summary>Whether the next message to a region should try this carrier in its place; when it fails, true once per interval.</summary>
    public bool TakesTurn(string region)
    {
        lock (_lock)
        {
            return Of(region).TakesTurn();
        }
    }

    /// <param name="outcome">Of an attempt.</param>
    /// <param name="duration">How long the attempt took.</param>
    /// <param name="region">Of the recipient; any where regions are not told apart.</param>
    public HealthChange Record(SendOutcome outcome, TimeSpan duration, string region)
    {
        lock (_lock)
        {
            var had = _undelivered >= Threshold;
            _undelivered = Undelivered(outcome, _undelivered);
            var hasFailed = Note(outcome);
            var isBad = hasFailed || duration > _options.SlowAttempt;
            var whole = _all.Record(isBad);
            _open += Opened(whole);
            if (whole == false)
            {
                ForgetUntold();
            }

            bool? part = null;
            if (byRegion)
            {
                _undeliveredIn[region] = Undelivered(outcome, _undeliveredIn.GetValueOrDefault(region));
                if (!_regions.TryGetValue(region, out var breaker))
                {
                    _regions.Add(region, breaker = new Breaker(_options, time, random ?? NoJitter));
                }

                part = breaker.Record(isBad);
                _open += Opened(part);
                // One that fails everywhere is told of once.
                part =
                    part == true && _all.IsOpen ? null
                    : part == false && !breaker.IsTold ? null
                    : part;
                breaker.IsTold = part ?? breaker.IsTold;
            }

            return new HealthChange(had != _undelivered >= Threshold, whole, part);
        }
    }

    /// <summary>Regions of which nobody was told, because the whole failed, begin anew: those that still fail are told of soon.</summary>
    private void ForgetUntold()
    {
        foreach (var region in _regions.Values)
        {
            if (region is { HasOpened: true, IsTold: false })
            {
                region.Close();
                _open--;
            }
        }
    }

    private static int Opened(bool? change) =>
        change switch
        {
            true => 1,
            false => -1,
            null => 0,
        };

    /// <summary>How many in a row were not delivered; one that is only busy leaves it as it is.</summary>
    private static int Undelivered(SendOutcome outcome, int before) =>
        outcome switch
        {
            SendOutcome.Accepted or SendOutcome.Rejected or SendOutcome.Refused { OfThisMessage: true } => 0,
            SendOutcome.Throttled => before,
            _ => before + 1,
        };

    /// <returns>Whether the carrier is to blame.</returns>
    private bool Note(SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted:
                _lastSuccess = time.GetUtcNow();
                _lastFailure = null;
                return false;
            case SendOutcome.Rejected:
            case SendOutcome.Refused { OfThisMessage: true }:
                // The carrier answered; the message was at fault.
                _lastFailure = null;
                return false;
            default:
                _lastFailure = outcome;
                return true;
        }
    }

    private Breaker Of(string region) =>
        _regions.TryGetValue(region, out var breaker) && breaker.IsKnown ? breaker : _all;
}

/// <summary>What an attempt has changed in what is thought of its carrier.</summary>
/// <param name="HasFailed">Whether <see cref="CarrierHealth.HasFailed"/> is another.</param>
/// <param name="Whole">True when the carrier began to fail, false when that ended.</param>
/// <param name="Region">The same in the recipient's region alone.</param>
public readonly record struct HealthChange(bool HasFailed, bool? Whole, bool? Region);
