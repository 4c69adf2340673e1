namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>One carrier of this carrier simulator: its API, what it has seen, and its outage switch.</summary>
internal sealed class Carrier
{
    /// <summary>More than any test repeats; later ones are not recognised.</summary>
    private const int MaxRepeatKeys = 1_000_000;

    private readonly HashSet<Guid> _taken = [];
    private long _requests;
    private long _accepted;
    private long _turns;
    private volatile OutageMode _outage;

    /// <summary>As the control endpoints and the page write it.</summary>
    public required string Name { get; init; }

    /// <summary>Its section below <c>Simulator</c>; the control endpoints understand it, too.</summary>
    public required string Section { get; init; }

    public required ICarrierApi Api { get; init; }

    /// <summary>False without credentials: everything is answered 401.</summary>
    public required bool IsConfigured { get; init; }

    public long Requests => Interlocked.Read(ref _requests);

    public long Accepted => Interlocked.Read(ref _accepted);

    public OutageMode Outage
    {
        get => _outage;
        set => _outage = value;
    }

    /// <summary>How late it answers while it is slow.</summary>
    public TimeSpan SlowBy { get; set; } = CarrierEndpoint.SlowAnswer;

    public void Count(bool accepted)
    {
        Interlocked.Increment(ref _requests);
        if (accepted)
        {
            Interlocked.Increment(ref _accepted);
        }
    }

    /// <summary>Three times in ten, never twice in a row, and the same in each ten.</summary>
    public bool IsFlakyTurn() => (Interlocked.Increment(ref _turns) - 1) % 10 is 0 or 3 or 7;

    /// <summary>Whether a request with this key was taken before.</summary>
    public bool HasTaken(Guid repeatKey)
    {
        lock (_taken)
        {
            return _taken.Contains(repeatKey);
        }
    }

    public void Take(Guid repeatKey)
    {
        lock (_taken)
        {
            if (_taken.Count < MaxRepeatKeys)
            {
                _taken.Add(repeatKey);
            }
        }
    }

    /// <summary>Forgets the counts and what was taken; an outage stays as it is.</summary>
    public void ResetCounts()
    {
        lock (_taken)
        {
            _taken.Clear();
        }

        Interlocked.Exchange(ref _requests, 0);
        Interlocked.Exchange(ref _accepted, 0);
    }
}

/// <summary>The outage switch of one carrier.</summary>
internal enum OutageMode
{
    None,

    /// <summary>503 for every request, before the credentials are looked at.</summary>
    Down,

    /// <summary>Everything that would be accepted is answered late.</summary>
    Slow,

    /// <summary>429 for every request with right credentials.</summary>
    Throttled,

    /// <summary>The credentials of every request are refused, right or not: what a blocked account looks like.</summary>
    Refused,

    /// <summary>503 for three requests in ten.</summary>
    Flaky,

    /// <summary>Takes every message and answers none.</summary>
    Hung,
}
