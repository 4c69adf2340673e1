using System.Collections.Frozen;

namespace SmsGateway.Callers;

/// <summary>
/// Remembers how each caller's tokens fare, so that a secret which was changed on one side alone is seen. A token counts for the
/// caller whose subject and audience it has, or for each where several share both; what fits nobody's is a stranger's, and no
/// caller's concern. What cannot be told, because the gateway lacks a secret or the body, counts for nothing.
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

    public void Fits(string caller) => _tallies[caller].Fits();

    public void Misfits(RefusalReason reason, params IReadOnlyList<string> claimed)
    {
        foreach (var caller in claimed)
        {
            _tallies[caller].Misfits(reason, time.GetUtcNow());
        }
    }

    private sealed class Tally
    {
        private readonly Lock _lock = new();
        private int _refusedInRow;
        private DateTimeOffset? _refusedSince;
        private RefusalReason _lastRefusal;

        public CallerFare Fare
        {
            get
            {
                lock (_lock)
                {
                    return new(_refusedInRow, _refusedSince, _lastRefusal);
                }
            }
        }

        public void Fits()
        {
            // Each message comes by here, and nearly always there is nothing to forget.
            if (Volatile.Read(ref _refusedInRow) == 0)
            {
                return;
            }

            lock (_lock)
            {
                (_refusedInRow, _refusedSince) = (0, null);
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
/// <param name="RefusedInRow">How many have not fitted since one did.</param>
/// <param name="RefusedSince">When the first of them came.</param>
/// <param name="LastRefusal">Why the last of them did not fit; of no meaning before one.</param>
public sealed record CallerFare(int RefusedInRow, DateTimeOffset? RefusedSince, RefusalReason LastRefusal)
{
    public bool IsRefused => RefusedInRow >= CallerWatch.Threshold;
}
