using SmsGateway.Azure.KeyVault;
using SmsGateway.Callers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class CallersUnderLoadTests : VaultTest
{
    private const int ChecksPerRound = 50;

    private static readonly CallerOptions[] Callers =
    [
        new()
        {
            Name = "auth0",
            Subject = TokenFactory.Subject,
            Audience = TokenFactory.Audience,
            SigningSecretName = Name,
        },
    ];

    [Fact]
    public async Task Rotating_twice_refuses_no_current_and_no_previous_secret()
    {
        string[] tokens =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(number => TokenFactory.Bearer(TokenFactory.Create(secret: Secret(number)))),
        ];
        Vault.With(Name, Secret(0)).With(Name, Secret(1));
        var authenticator = new CallerAuthenticator(new CallerWatch(Callers, Time), Store, Time);
        using var load = new CallerLoad(
            current: 1,
            async (number) => await IsAuthenticatedAsync(authenticator, tokens[number]),
            () => Time.Advance(KeyVaultTimes.BetweenAskedReads)
        );
        var running = load.Run();

        for (var next = 2; next < tokens.Length; next++)
        {
            await load.ChecksAsync(ChecksPerRound);
            Time.Advance(KeyVaultTimes.BetweenAskedReads);
            Vault.With(Name, Secret(next));
            load.Current = next;
        }

        await load.ChecksAsync(ChecksPerRound);
        await load.StopAsync(running);
        Assert.Equal(0, load.Refused);
        // One at the start, and one for each rotation; the clock never reached the timer's time.
        Assert.InRange(Vault.Lists(Name), 3, 3 + load.Passes);
    }

    [Fact]
    public async Task A_vault_that_is_down_from_the_first_read_on_refuses_nobody()
    {
        string[] tokens =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(number => TokenFactory.Bearer(TokenFactory.Create(secret: Secret(number)))),
        ];
        Vault.With(Name, Secret(0)).With(Name, Secret(1));
        var authenticator = new CallerAuthenticator(new CallerWatch(Callers, Time), Store, Time);
        await GetAsync();
        Vault.Fail(503);
        using var load = new CallerLoad(
            current: 1,
            async (number) => await IsAuthenticatedAsync(authenticator, tokens[number]),
            () => Time.Advance(KeyVaultTimes.BetweenAskedReads)
        );
        var running = load.Run();

        for (var hour = 0; hour < 23; hour++)
        {
            await load.ChecksAsync(5);
            Time.Advance(TimeSpan.FromHours(1));
            if (hour == 0)
            {
                await LoggedAsync(ServedStale);
            }
        }

        await load.ChecksAsync(ChecksPerRound);
        await load.StopAsync(running);
        Assert.Equal(0, load.Refused);
        Assert.Equal([ServedStale], LoggedEvents);
        Assert.Equal(1, Stale());
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(5_000, false)]
    public async Task A_flood_of_forged_tokens_never_makes_a_rotated_secret_a_wrong_one(int forged, bool isServed)
    {
        const int Rounds = 5;
        Vault.With(Name, Secret(0));
        var authenticator = new CallerAuthenticator(new CallerWatch(Callers, Time), Store, Time);
        await GetAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            var flood = Enumerable
                .Range(0, forged)
                .Select(_ =>
                    authenticator
                        .CheckAsync([TokenFactory.Bearer(TokenFactory.Create(secret: "forged"))], Cancel)
                        .AsTask()
                )
                .ToList();
            Vault.With(Name, Secret(round));
            var genuine = authenticator
                .CheckAsync([TokenFactory.Bearer(TokenFactory.Create(secret: Secret(round)))], Cancel)
                .AsTask();
            Time.Advance(KeyVaultTimes.BetweenAskedReads);

            if (await AsTimePassesAsync(genuine) is CallerResult.Refused refused)
            {
                Assert.Equal(RefusalReason.SecretUnavailable, refused.Reason);
                Assert.False(isServed);
            }

            Assert.All(
                await AsTimePassesAsync(Task.WhenAll(flood)),
                check => Assert.IsType<CallerResult.Refused>(check)
            );
            Time.Advance(KeyVaultTimes.BetweenAskedReads);
        }

        // One at the start, and at most two in each round of four seconds, or one more for each two seconds that had to go by.
        Assert.InRange(Vault.Lists(Name), 1 + Rounds, 1 + (2 * Rounds) + Passes);
    }

    private static string Secret(int number) => $"a signing secret of at least 32 bytes, number {number}";

    private static async Task<bool> IsAuthenticatedAsync(CallerAuthenticator authenticator, string header) =>
        await authenticator.CheckAsync([header], Cancel) is CallerResult.Authenticated;
}
