namespace SmsGateway.Azure.Storage;

/// <summary>
/// A call that many want at once. Whoever asks gets one that begins after he has asked, and all who ask meanwhile share it: at most
/// one runs and one is to follow, however many wait.
/// </summary>
internal sealed class SharedCall(Func<Task> call)
{
    private readonly Lock _lock = new();
    private Task? _running;
    private Task? _next;

    public Task RunAsync()
    {
        lock (_lock)
        {
            if (_next is null && _running is { IsCompleted: false } running)
            {
                _next = FollowAsync(running);
            }

            return _next ?? (_running = call());
        }
    }

    private async Task FollowAsync(Task before)
    {
        // Elsewhere in any case: the caller holds the lock, and has not yet noted that this is to come.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task mine;
        lock (_lock)
        {
            (_next, mine) = (null, _running = call());
        }

        await mine;
    }
}
