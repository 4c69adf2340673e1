using System.Collections.Frozen;

namespace SmsGateway.Callers;

/// <summary>
/// Remembers how each caller's tokens fare, so that a secret which was changed on one side alone is seen. A token counts for the
/// caller whose subject and audience it has; what fits nobody's is a stranger's, and no caller's concern.
/// </summary>
public sealed class CallerWatch(IReadOnlyList<CallerOptions> callers, TimeProvider time)
{
    /// <summary>Tokens in a row that do not fit after which something is wrong with the caller.</summary>
    public const int Threshold = 5;

    private readonly FrozenDictionary<string, Tally> _tallies = callers.ToFrozenDictionary(
        caller => caller.Name,
        _ => new Tally(),
        StringComparer.Ordinal
    );

    public IReadOnlyList<CallerOptions> Callers => callers;

    public CallerFare this[string caller] => _tallies[caller].Fare;

    public void Note(CallerResult result)
    {
        switch (result)
        {
            case CallerResult.Authenticated { Caller.Name: var name }:
                _tallies[name].Fits(time.GetUtcNow());
                break;
            case CallerResult.Refused { Caller: { } name, Reason: var reason }:
                _tallies[name].Misfits(reason, time.GetUtcNow());
                break;
        }
    }

    private sealed class Tally
    {
        private readonly Lock _lock = new();
        private DateTimeOffset? _lastProven;
        private int _refusedInRow;
        private DateTimeOffset? _refusedSince;
        private RefusalReason _lastRefusal;

        public CallerFare Fare
        {
            get
            {
                lock (_lock)
                {
                    return new(_lastProven, _refusedInRow, _refusedSince, _lastRefusal);
                }
            }
        }

        public void Fits(DateTimeOffset now)
        {
            lock (_lock)
            {
                (_lastProven, _refusedInRow, _refusedSince) = (now, 0, null);
            }
        }

        public void Misfits(RefusalReason reason, DateTimeOffset now)
        {
            lock (_lock)
            {
                _refusedInRow++;
                _refusedSince ??= now;
                _lastRefusal = reason;
            }
        }
    }
}

/// <summary>How a caller's tokens fare.</summary>
/// <param name="LastProven">When one last fitted; null when none has since the start.</param>
/// <param name="RefusedInRow">How many have not since.</param>
/// <param name="RefusedSince">When the first of them came.</param>
/// <param name="LastRefusal">Why the last of them did not fit; of no meaning before one.</param>
public sealed record CallerFare(
    DateTimeOffset? LastProven,
    int RefusedInRow,
    DateTimeOffset? RefusedSince,
    RefusalReason LastRefusal
)
{
    public bool IsRefused => RefusedInRow >= CallerWatch.Threshold;
}
