using Xunit;

namespace SmsGateway.Tests.KeyVault;

/// <summary>Comes with the current secret and with the one before it, by turns, on several threads.</summary>
/// <param name="current">The number of the current secret.</param>
/// <param name="check">Comes with the secret of this number; false when it was refused.</param>
/// <param name="pass">
/// Lets time go by: whoever comes with a secret that has become too old meanwhile waits until the vault may be read again.
/// </param>
internal sealed class CallerLoad(int current, Func<int, Task<bool>> check, Action pass) : IDisposable
{
    /// <summary>No read from the vault on this machine takes as long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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

    /// <summary>How often time had to go by.</summary>
    public int Passes { get; private set; }

    public Task Run() => Task.WhenAll(_done.Select(done => Task.Run(() => WorkAsync(done))));

    public async Task StopAsync(Task running)
    {
        _stopped = true;
        while (await Task.WhenAny(running, Task.Delay(Patience, TimeProvider.System)) != running)
        {
            Pass();
        }

        await running;
    }

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
                while (!await done.WaitAsync(Patience, TestContext.Current.CancellationToken))
                {
                    Pass();
                }
            }
        }
    }

    private void Pass()
    {
        Passes++;
        pass();
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
