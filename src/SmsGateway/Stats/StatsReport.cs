using System.Collections.Immutable;

namespace SmsGateway.Stats;

/// <summary>The last hour of all instances.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Minutes">Those that are over, oldest first, with those in which nothing happened.</param>
/// <param name="Running">The minute that runs, at this instance alone.</param>
/// <param name="Instances">How many have counted something.</param>
/// <param name="Detail">Why others are not in it; null when they are.</param>
public sealed record StatsReport(
    DateTimeOffset At,
    ImmutableArray<MinuteCount> Minutes,
    MinuteCount Running,
    int Instances,
    string? Detail
)
{
    /// <summary>The sum of the last minutes that are over.</summary>
    public StatsCount Last(int minutes) =>
        Minutes[^minutes..].Aggregate(StatsCount.None, (sum, minute) => sum.Plus(minute.Count));
}

/// <param name="Minute">Its beginning.</param>
/// <param name="Count">What happened in it.</param>
public sealed record MinuteCount(DateTimeOffset Minute, StatsCount Count);
