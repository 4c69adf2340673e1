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

    private readonly FrozenDictionary<string, Record> _records = callers.ToFrozenDictionary(
        caller => caller.Name,
        _ => new Record(),
        StringComparer.Ordinal
    );

    public IReadOnlyList<CallerOptions> Callers => callers;

    public CallerFare this[string caller]
    {
        get
        {
            var record = _records[caller];
            lock (record)
            {
                return record.Fare;
            }
        }
    }

    public void Note(CallerResult result)
    {
        switch (result)
        {
            case CallerResult.Authenticated { Caller.Name: var name }:
                Set(name, _ => new CallerFare(time.GetUtcNow()));
                break;
            case CallerResult.Refused { Caller: { } name, Reason: var reason }:
                Set(
                    name,
                    fare =>
                        fare with
                        {
                            RefusedInRow = fare.RefusedInRow + 1,
                            RefusedSince = fare.RefusedSince ?? time.GetUtcNow(),
                            LastRefusal = reason,
                        }
                );
                break;
        }
    }

    private void Set(string caller, Func<CallerFare, CallerFare> change)
    {
        var record = _records[caller];
        lock (record)
        {
            record.Fare = change(record.Fare);
        }
    }

    private sealed class Record
    {
        public CallerFare Fare { get; set; } = new(null);
    }
}

/// <summary>How a caller's tokens fare.</summary>
/// <param name="LastProven">When one last fitted; null when none has since the start.</param>
public sealed record CallerFare(DateTimeOffset? LastProven)
{
    /// <value>How many have not since.</value>
    public int RefusedInRow { get; init; }

    /// <value>When the first of them came.</value>
    public DateTimeOffset? RefusedSince { get; init; }

    /// <value>Why the last of them did not fit.</value>
    public RefusalReason LastRefusal { get; init; }

    public bool IsRefused => RefusedInRow >= CallerWatch.Threshold;
}
