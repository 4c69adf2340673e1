namespace SmsGateway.Testing;

/// <summary>Waiting for something outside this process: ask again and again, up to a bound.</summary>
public static class Poll
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>What takes long is asked about seldom: others need the processor.</summary>
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(250);

    /// <returns>False when the bound was reached first.</returns>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> condition,
        TimeSpan bound,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        var interval = ShortestInterval;
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > bound)
            {
                return false;
            }

            await Task.Delay(interval, TimeProvider.System, cancellationToken);
            interval = TimeSpan.FromTicks(Math.Min(LongestInterval.Ticks, interval.Ticks * 3 / 2));
        }

        return true;
    }
}
