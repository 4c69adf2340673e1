using SmsGateway.Acceptance;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Configuration;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class CallersUnderLoadTests : VaultTest
{
    private const int Workers = 8;
    private const int ChecksPerRound = 50;

    private static readonly CallerOptions[] Callers =
    [
        new() { Name = "auth0", Subject = TokenFactory.Subject, Audience = TokenFactory.Audience, SigningSecretName = Name },
    ];

    [Fact]
    public async Task Rotating_twice_refuses_no_current_and_no_previous_secret()
    {
        string[] tokens = [.. Enumerable.Range(0, 4).Select(number => TokenFactory.Bearer(TokenFactory.Create(secret: Secret(number))))];
        Vault.With(Name, Secret(0)).With(Name, Secret(1));
        var authenticator = new CallerAuthenticator(Callers, Store, Time);
        using var load = new Load(current: 1, async (number) => await IsAuthenticatedAsync(authenticator, tokens[number]));
        var running = load.Run();

        for (var next = 2; next < tokens.Length; next++)
        {
            await load.ChecksAsync(ChecksPerRound);
            Time.Advance(KeyVaultTimes.BetweenAskedReads);
            Vault.With(Name, Secret(next));
            load.Current = next;
        }

        await load.ChecksAsync(ChecksPerRound);
        load.Stop();
        await running;
        Assert.Equal(0, load.Refused);
        // One at the start, and one for each rotation; the clock never reached the timer's time.
        Assert.Equal(3, Vault.Lists(Name));
    }

    [Fact]
    public async Task A_vault_that_is_down_from_the_first_read_on_refuses_nobody()
    {
        string[] tokens = [.. Enumerable.Range(0, 2).Select(number => TokenFactory.Bearer(TokenFactory.Create(secret: Secret(number))))];
        Vault.With(Name, Secret(0)).With(Name, Secret(1));
        var authenticator = new CallerAuthenticator(Callers, Store, Time);
        await GetAsync();
        Vault.Fail(503);
        using var load = new Load(current: 1, async (number) => await IsAuthenticatedAsync(authenticator, tokens[number]));
        var running = load.Run();

        for (var hour = 0; hour < 23; hour++)
        {
            await load.ChecksAsync(5);
            Time.Advance(TimeSpan.FromHours(1));
            if (hour == 0)
            {
                await Log.WaitAsync(EventLog.Stale, Cancel);
            }
        }

        await load.ChecksAsync(ChecksPerRound);
        load.Stop();
        await running;
        Assert.Equal(0, load.Refused);
        Assert.Equal([EventLog.Stale], Log.Ids);
        Assert.Equal(1, Gauge.Read());
    }

    private static string Secret(int number) => $"a signing secret of at least 32 bytes, number {number}";

    private static async Task<bool> IsAuthenticatedAsync(CallerAuthenticator authenticator, string header) =>
        await authenticator.CheckAsync([header], Cancel) is CallerCheck.Authenticated;

    /// <summary>Checks tokens signed with the current secret and with the one before it, by turns, on several threads.</summary>
    private sealed class Load(int current, Func<int, Task<bool>> check) : IDisposable
    {
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
                while (done.Wait(0, Cancel))
                {
                }

                for (var i = 0; i < count; i++)
                {
                    await done.WaitAsync(Cancel);
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
}
