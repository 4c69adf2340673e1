using System.Collections.Immutable;

namespace SmsGateway.Delivery;

/// <summary>
/// How long a message waits between delivery runs. With the default life of 5 minutes the runs start, jitter aside, at
/// <code>
/// run    1  2  3  4   5   6   7   8  ...
/// second 0  1  3  7  15  30  60  90  ... every 30 s until expiry
/// </code>
/// </summary>
public static class Backoff
{
    /// <summary>Share of the step by which a delay varies, so that messages of one outage do not return together.</summary>
    public const double Jitter = 0.2;

    private static readonly ImmutableArray<int> Seconds = [1, 2, 4, 8, 15, 30];

    /// <param name="runs">Runs so far, at least 1.</param>
    /// <param name="random">From 0 inclusive to 1 exclusive.</param>
    public static TimeSpan Delay(int runs, double random)
    {
        var step = Seconds[Math.Clamp(runs, 1, Seconds.Length) - 1];
        return TimeSpan.FromSeconds(step * (1 - Jitter + (2 * Jitter * random)));
    }
}
