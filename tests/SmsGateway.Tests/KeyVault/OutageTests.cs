using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Http;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Secrets;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class OutageTests : VaultTest
{
    public static TheoryData<string> Outages => ["503", "429", "not json", "reset", "no token", "slow"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task What_was_read_is_served_while_the_vault_is_away_and_for_a_day(string outage)
    {
        Vault.With(Name, "value-1").With(Name, "value-2");
        await GetAsync();
        Assert.Equal(0, Stale());
        Break(outage);

        Time.Advance(TimeSpan.FromMinutes(5));
        await FailSlowlyAsync(outage);
        await LoggedAsync(ServedStale);
        Assert.Equal("value-2, value-1", await ValuesAsync());
        Assert.Equal(1, Stale());
        var health = Health();
        Assert.True(health.IsServed);
        Assert.StartsWith(
            $"{Setting}: The secret cannot be read from the vault now",
            health.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains("served as last read", health.Detail, StringComparison.Ordinal);

        // The slow vault's deadline took 8 s of the day.
        Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(6));
        Assert.Equal("value-2, value-1", await ValuesAsync());
    }

    [Fact]
    public async Task After_a_day_it_is_refused_and_comes_back_with_the_vault()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Vault.Fail(503);
        Time.Advance(TimeSpan.FromMinutes(5));
        await LoggedAsync(ServedStale);

        Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(5));
        Assert.Equal($"{Setting}: The secret cannot be read from the vault now (status 503).", await RefusalAsync());
        await LoggedAsync(Unavailable);
        Assert.Equal(0, Stale());
        Assert.False(Health().IsServed);

        Vault.Instead = null;
        Time.Advance(KeyVaultTimes.BetweenFailingReads);
        Assert.Equal("value-1, none", await ValuesAsync());
        Assert.Equal([ServedStale, Unavailable, Recovered], LoggedEvents);
        Assert.Equal(new(true, null), Health());
    }

    [Fact]
    public async Task An_outage_is_logged_once_however_long_it_is()
    {
        Vault.With(Name, "value-1").With(Other, "other-1");
        await GetAsync();
        await GetAsync(Other);
        Vault.Fail(503);
        Time.Advance(TimeSpan.FromMinutes(5));
        await LoggedAsync(ServedStale, times: 2);
        Assert.Equal(2, Stale());
        for (var minute = 0; minute < 3; minute++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(SecretRefresh.NotRead, await Store.RefreshAsync(Name, null, Cancel));
        }

        Vault.Instead = null;
        while (LoggedEvents.Count(id => id == Recovered) < 2)
        {
            // A read under way when the clock jumps ends at its limit, so one jump may not be enough.
            Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }

        Assert.Equal([ServedStale, ServedStale, Recovered, Recovered], LoggedEvents);
        Assert.Equal(0, Stale());
    }

    [Fact]
    public async Task A_first_read_that_fails_is_tried_again_by_requests_but_not_more_than_once_a_second()
    {
        Vault.Fail(503);
        Assert.Contains("status 503", await RefusalAsync(), StringComparison.Ordinal);
        var tries = Vault.Requests.Count;
        Time.Advance(TimeSpan.FromSeconds(0.9));
        await RefusalAsync();
        Assert.Equal(tries, Vault.Requests.Count);

        Vault.Instead = null;
        Vault.With(Name, "value-1");
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("value-1, none", await ValuesAsync());
    }

    [Fact]
    public async Task A_first_read_that_failed_is_tried_again_by_the_timer()
    {
        Vault.Fail(503);
        await RefusalAsync();
        Assert.False(Health().IsServed);
        Vault.Instead = null;
        Vault.With(Name, "value-1");

        Time.Advance(TimeSpan.FromSeconds(30));
        await LoggedAsync(Recovered);

        Assert.Equal(new(true, null), Health());
    }

    [Fact]
    public async Task A_request_that_fails_once_is_tried_again_at_once()
    {
        Vault.With(Name, "value-1");
        var failed = 0;
        Vault.Instead = context =>
            Interlocked.Increment(ref failed) == 1
                ? FakeVault.FailAsync(context, 429, "Throttled", "")
                : Task.FromResult(false);

        Assert.Equal("value-1, none", await ValuesAsync());
        Assert.Empty(LoggedEvents);
    }

    [Fact]
    public void The_clients_retries_of_one_request_end_before_a_read_must()
    {
        var options = new SecretClientOptions();
        KeyVaultTimes.Limit(options);

        var retry = options.Retry;
        var pauses = Enumerable
            .Range(0, retry.MaxRetries)
            .Sum(n => Math.Min(retry.Delay.TotalSeconds * Math.Pow(2, n), retry.MaxDelay.TotalSeconds) * 1.2);
        Assert.True(
            (retry.NetworkTimeout.TotalSeconds * (retry.MaxRetries + 1)) + pauses
                < KeyVaultTimes.LongestRead.TotalSeconds
        );
    }

    private void Break(string outage)
    {
        switch (outage)
        {
            case "503":
                Vault.Fail(503);
                break;
            case "429":
                Vault.Fail(429, ("retry-after-ms", "1"));
                break;
            case "not json":
                Vault.Instead = async context =>
                {
                    await context.Response.WriteAsync("<html>");
                    return true;
                };
                break;
            case "reset":
                Vault.Instead = context =>
                {
                    context.Abort();
                    return Task.FromResult(true);
                };
                break;
            case "no token":
                Vault.Credential.Failure = new CredentialUnavailableException("No identity here.");
                break;
            default:
                Vault.Instead = async context =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                    return true;
                };
                break;
        }
    }

    /// <summary>Lets the time for a read run out, once the vault has the request.</summary>
    private async Task FailSlowlyAsync(string outage)
    {
        if (outage != "slow")
        {
            return;
        }

        for (var requests = 0; requests < 4; requests++)
        {
            await Vault.NextAsync(Cancel);
        }

        Time.Advance(KeyVaultTimes.LongestRead);
    }
}
