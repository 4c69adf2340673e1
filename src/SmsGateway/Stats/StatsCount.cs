using System.Collections.Immutable;

namespace SmsGateway.Stats;

/// <summary>What happened in some time at some instances. Counts of several times or instances add up to that of all of them.</summary>
public sealed record StatsCount
{
    public static readonly StatsCount None = new();

    /// <value>Messages stored and answered with 200; not the same one again.</value>
    public long Accepted { get; init; }

    /// <value>Messages that admission refused.</value>
    public long Refused { get; init; }

    /// <value>Messages taken for sent although no carrier has said so.</value>
    public long Assumed { get; init; }

    /// <value>Messages given up.</value>
    public long Dead { get; init; }

    /// <value>Messages that a carrier took, by the bucket of the time since their acceptance; as many as there are <see cref="TimeBuckets"/>.</value>
    public ImmutableArray<long> Times { get; init; } = [.. new long[TimeBuckets.Count]];

    /// <value>By configured name.</value>
    public ImmutableSortedDictionary<string, CarrierCount> Carriers { get; init; } =
        ImmutableSortedDictionary.Create<string, CarrierCount>(StringComparer.Ordinal);

    /// <value>Messages that a carrier took.</value>
    public long Delivered => Times.Sum();

    /// <value>Calls to carriers.</value>
    public long Attempts => Carriers.Values.Sum(carrier => carrier.Attempts);

    /// <value>Of these, those that another carrier or a later try has to make up for.</value>
    public long FailedAttempts => Carriers.Values.Sum(carrier => carrier.Failed);

    /// <value>Nothing happened.</value>
    public bool IsEmpty => Accepted + Refused + Assumed + Dead + Delivered + Attempts == 0;

    public StatsCount Plus(StatsCount other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new StatsCount
        {
            Accepted = Accepted + other.Accepted,
            Refused = Refused + other.Refused,
            Assumed = Assumed + other.Assumed,
            Dead = Dead + other.Dead,
            Times = [.. Times.Zip(other.Times, (one, another) => one + another)],
            Carriers = Carriers.SetItems(
                other.Carriers.Select(carrier =>
                    KeyValuePair.Create(carrier.Key, Carriers.GetValueOrDefault(carrier.Key).Plus(carrier.Value))
                )
            ),
        };
    }

    /// <summary>What has happened since an earlier count of the same counter.</summary>
    public StatsCount Since(StatsCount earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return new StatsCount
        {
            Accepted = Accepted - earlier.Accepted,
            Refused = Refused - earlier.Refused,
            Assumed = Assumed - earlier.Assumed,
            Dead = Dead - earlier.Dead,
            Times = [.. Times.Zip(earlier.Times, (now, before) => now - before)],
            Carriers = Carriers
                .Select(carrier =>
                    KeyValuePair.Create(
                        carrier.Key,
                        carrier.Value.Minus(earlier.Carriers.GetValueOrDefault(carrier.Key))
                    )
                )
                .Where(carrier => carrier.Value != default)
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>The time, in seconds, within which that share of the delivered messages came to a carrier; null when none was delivered.</summary>
    /// <param name="share">Above 0, 1 at most.</param>
    public double? Percentile(double share)
    {
        var left = (long)Math.Ceiling(share * Delivered);
        if (left <= 0)
        {
            return null;
        }

        var index = 0;
        while ((left -= Times[index]) > 0)
        {
            index++;
        }

        return TimeBuckets.Middle(index);
    }
}
