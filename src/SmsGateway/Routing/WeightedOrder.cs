using System.Collections.Immutable;

namespace SmsGateway.Routing;

/// <summary>
/// Puts the carriers of a route into the order in which one message tries them, so that of many messages each carrier is tried
/// first by its weight's part of all weights.
/// </summary>
public static class WeightedOrder
{
    /// <summary>
    /// Draws without putting back: who is second is drawn from the others by their weights, and so on, so that when one fails its
    /// messages go to the others by their weights. Those without weight come last, as they are written.
    /// </summary>
    /// <param name="items">The route as it is written.</param>
    /// <param name="weights">One for each.</param>
    /// <param name="random">From 0 inclusive to 1 exclusive; asked only where there is a choice.</param>
    public static ImmutableArray<T> Draw<T>(ImmutableArray<T> items, ReadOnlySpan<int> weights, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var left = weights.ToArray();
        var drawn = ImmutableArray.CreateBuilder<T>(items.Length);
        for (var choices = left.Count(weight => weight > 0); choices > 0; choices--)
        {
            var at = Pick(left, choices == 1 ? 0 : random());
            drawn.Add(items[at]);
            left[at] = 0;
        }

        for (var i = 0; i < items.Length; i++)
        {
            if (weights[i] <= 0)
            {
                drawn.Add(items[i]);
            }
        }

        return drawn.MoveToImmutable();
    }

    private static int Pick(int[] weights, double random)
    {
        var mark = random * weights.Where(weight => weight > 0).Sum(weight => (long)weight);
        var picked = -1;
        for (var i = 0; i < weights.Length && mark >= 0; i++)
        {
            if (weights[i] > 0)
            {
                picked = i;
                mark -= weights[i];
            }
        }

        return picked;
    }
}
