namespace SmsGateway.Azure.Storage;

/// <summary>
/// A call that many want at once. Whoever asks gets one that begins after he has asked, and all who ask meanwhile share it: at most
/// one runs and one is to follow, however many wait. Under load calls begin no closer to each other than the pace: each is charged,
/// and more of them would serve fewer each.
/// </summary>
internal sealed class SharedCall(Func<Task> call, TimeSpan pace, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task? _running;
    private Task? _next;
    private long? _begunAt;

    public Task RunAsync()
    {
        lock (_lock)
        {
            if (_next is null && (_running is { IsCompleted: false } || Early() > TimeSpan.Zero))
            {
                _next = FollowAsync(_running!);
            }

            return _next ?? Begin();
        }
    }

    /// <summary>How much too early it is for another.</summary>
    private TimeSpan Early() => _begunAt is { } begun ? pace - time.GetElapsedTime(begun) : TimeSpan.Zero;

    private Task Begin()
    {
        _begunAt = time.GetTimestamp();
        return _running = call();
    }

    private async Task FollowAsync(Task before)
    {
        // Elsewhere in any case: the caller holds the lock, and has not yet noted that this is to come.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (Early() is { Ticks: > 0 } early)
        {
            await Task.Delay(early, time);
        }

        Task mine;
        lock (_lock)
        {
            _next = null;
            mine = Begin();
        }

        await mine;
    }
}
