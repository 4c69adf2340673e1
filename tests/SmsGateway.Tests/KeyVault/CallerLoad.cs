using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>Comes with the current secret and with the one before it, by turns, on several threads.</summary>
/// <param name="current">The number of the current secret.</param>
/// <param name="check">Comes with the secret of this number; false when it was refused.</param>
internal sealed class CallerLoad(int current, Func<int, Task<bool>> check) : IDisposable
{
    private const int Workers = 8;

    private readonly SemaphoreSlim[] _done = [.. Enumerable.Range(0, Workers).Select(_ => new SemaphoreSlim(0))];
    private int _current = current;
    private int _refused;
    private volatile bool _stopped;

    public int Current
    {
        set => Volatile.Write(ref _current, value);
    }

    public int Refused => _refused;

    public Task Run() => Task.WhenAll(_done.Select(done => Task.Run(() => WorkAsync(done))));

    public void Stop() => _stopped = true;

    public void Dispose()
    {
        foreach (var done in _done)
        {
            done.Dispose();
        }
    }

    /// <summary>Waits until each worker has ended so many more; from two on, none is left with a check begun before.</summary>
    public async Task ChecksAsync(int count)
    {
        foreach (var done in _done)
        {
            while (done.Wait(0)) { }

            for (var i = 0; i < count; i++)
            {
                await done.WaitAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task WorkAsync(SemaphoreSlim done)
    {
        for (var turn = 0; !_stopped; turn++)
        {
            var current = Volatile.Read(ref _current);
            var back = turn % 2;
            // What was the previous secret when the check began may be one too old when it ends.
            if (!await check(current - back) && (back == 0 || Volatile.Read(ref _current) == current))
            {
                Interlocked.Increment(ref _refused);
            }

            done.Release();
            // Checks that need no read never leave their thread; the vault and the test want theirs too.
            await Task.Yield();
        }
    }
}
