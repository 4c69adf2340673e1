namespace SmsGateway.Testing;

/// <summary>Waiting for something outside this process: ask again and again, up to a bound.</summary>
public static class Poll
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <returns>False when the bound was reached first.</returns>
    public static async Task<bool> UntilAsync(
        Func<Task<bool>> condition,
        TimeSpan bound,
        CancellationToken cancellationToken
    )
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > bound)
            {
                return false;
            }

            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
        }

        return true;
    }
}
