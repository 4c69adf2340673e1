using System.Collections.Immutable;
using SmsGateway.Carriers;

namespace SmsGateway.Routing;

/// <summary>
/// How the points of a route's carriers, 100 together, follow what each carrier's last minute was. Static and pure. The rule is GOV.UK
/// Notify's (github.com/alphagov/notifications-api, provider_details_dao.py), which has carried its texts over two carriers since
/// 2018: ten points go from a carrier with a bad minute to the others, and after an hour without a change ten go back towards where
/// they came from.
/// </summary>
internal static class WeightShift
{
    public const int Points = 100;

    /// <summary>Of the points, in one step.</summary>
    public const int Step = 10;

    /// <summary>Notify's share of slow messages from which a carrier is slow.</summary>
    public const double BadShare = 0.3;

    /// <summary>A minute with fewer attempts is neither good nor bad.</summary>
    public const int MinimumAttempts = 10;

    public static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>Where a route begins and comes back to: its weights, or equal parts of which the first has a hair more (51 and 49).</summary>
    /// <param name="weights">As configured; empty for none.</param>
    /// <param name="count">Of carriers.</param>
    public static ImmutableArray<int> Anchor(ImmutableArray<int> weights, int count)
    {
        if (count < 2)
        {
            return [.. Enumerable.Repeat(Points, count)];
        }

        var given = weights.IsEmpty ? [.. Enumerable.Repeat(1, count)] : weights;
        var all = given.Sum(weight => (long)weight);
        var points = given.Select(weight => (int)(weight * (long)Points / all)).ToArray();
        // What rounding down has left goes to the first ones that have any.
        var left = Points - points.Sum();
        for (var i = 0; left > 0; i = (i + 1) % count)
        {
            if (given[i] > 0)
            {
                points[i]++;
                left--;
            }
        }

        if (weights.IsEmpty)
        {
            points[0]++;
            points[^1]--;
        }

        return [.. points];
    }

    /// <param name="points">Of each carrier now.</param>
    /// <param name="anchor">As <see cref="Anchor"/> has it.</param>
    /// <param name="minute">What the last minute of each was.</param>
    /// <param name="sinceChange">How long the points have been what they are.</param>
    public static ImmutableArray<int> Next(
        ImmutableArray<int> points,
        ImmutableArray<int> anchor,
        ReadOnlySpan<AttemptCount> minute,
        TimeSpan sinceChange
    )
    {
        var isBad = new bool[points.Length];
        for (var i = 0; i < isBad.Length; i++)
        {
            isBad[i] = minute[i].Attempts >= MinimumAttempts && minute[i].BadShare >= BadShare;
        }

        // When all are bad it is nobody's advantage.
        return Array.TrueForAll(isBad, bad => bad) ? points
            : Array.Exists(isBad, bad => bad) ? FromTheBad(points, isBad)
            : sinceChange >= Rest ? Back(points, anchor)
            : points;
    }

    private static ImmutableArray<int> FromTheBad(ImmutableArray<int> points, bool[] isBad)
    {
        var next = points.ToArray();
        var freed = 0;
        for (var i = 0; i < next.Length; i++)
        {
            var step = isBad[i] ? Math.Min(Step, next[i]) : 0;
            next[i] -= step;
            freed += step;
        }

        for (var i = 0; freed > 0; i = (i + 1) % next.Length)
        {
            if (!isBad[i])
            {
                next[i]++;
                freed--;
            }
        }

        return [.. next];
    }

    private static ImmutableArray<int> Back(ImmutableArray<int> points, ImmutableArray<int> anchor)
    {
        var next = points.ToArray();
        var (free, wanted) = (0, 0);
        for (var i = 0; i < next.Length; i++)
        {
            free += Math.Clamp(points[i] - anchor[i], 0, Step);
            wanted += Math.Clamp(anchor[i] - points[i], 0, Step);
        }

        var (taken, given) = (Math.Min(free, wanted), Math.Min(free, wanted));
        for (var i = 0; i < next.Length; i++)
        {
            var take = Math.Min(Math.Clamp(points[i] - anchor[i], 0, Step), taken);
            var give = Math.Min(Math.Clamp(anchor[i] - points[i], 0, Step), given);
            (taken, given) = (taken - take, given - give);
            next[i] += give - take;
        }

        return [.. next];
    }
}
