using Microsoft.AspNetCore.Http;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Secrets;
using Xunit;

namespace SmsGateway.Tests.KeyVault;

public sealed class RefreshTests : VaultTest
{
    [Fact]
    public async Task Two_hundred_first_requests_make_one_read()
    {
        Vault.With(Name, "value-1").With(Name, "value-2");
        var arrived = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        Vault.Instead = async _ =>
        {
            arrived.TrySetResult();
            await open.Task;
            return false;
        };
        var gets = Enumerable.Range(0, 200).Select(_ => Task.Run(() => ValuesAsync(), Cancel)).ToList();
        await arrived.Task.WaitAsync(Cancel);
        open.SetResult();

        Assert.All(await Task.WhenAll(gets), values => Assert.Equal("value-2, value-1", values));
        Assert.Equal(3, Vault.Requests.Count);
    }

    [Fact]
    public async Task Two_hundred_refreshes_share_the_next_read()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Assert.Equal(SecretRefresh.Unchanged, await Store.RefreshAsync(Name, null, Cancel));

        var refreshes = Enumerable.Range(0, 200).Select(_ => Store.RefreshAsync(Name, null, Cancel).AsTask()).ToList();
        Time.Advance(KeyVaultTimes.BetweenAskedReads);

        Assert.All(await Task.WhenAll(refreshes), refresh => Assert.Equal(SecretRefresh.Unchanged, refresh));
        Assert.Equal(3, Vault.Lists(Name));
    }

    [Fact]
    public async Task A_refresh_waits_for_a_read_of_its_own_and_each_secret_is_read_once_in_2_seconds()
    {
        Vault.With(Name, "value-1").With(Other, "other-1");
        await GetAsync();
        await GetAsync(Other);
        Assert.Equal(SecretRefresh.Unchanged, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Equal(2, Vault.Lists(Name));

        Vault.With(Name, "value-2").With(Other, "other-2");
        var refresh = Store.RefreshAsync(Name, null, Cancel).AsTask();
        Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(refresh.IsCompleted);
        Assert.Equal(2, Vault.Lists(Name));
        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Other, null, Cancel));

        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(SecretRefresh.Changed, await refresh);
        Assert.Equal(3, Vault.Lists(Name));
        Assert.Equal("value-2, value-1", await ValuesAsync());
    }

    [Fact]
    public async Task A_flood_of_refreshes_costs_one_read_and_what_is_too_much_to_wait_is_told_so_at_once()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        await Store.RefreshAsync(Name, null, Cancel);

        var refreshes = Enumerable
            .Range(0, 100_000)
            .Select(_ => Store.RefreshAsync(Name, null, Cancel).AsTask())
            .ToList();
        Assert.Equal(KeyVaultTimes.MostWaiting, refreshes.Count(refresh => !refresh.IsCompleted));
        Time.Advance(KeyVaultTimes.BetweenAskedReads);

        Assert.Equal(
            KeyVaultTimes.MostWaiting,
            (await Task.WhenAll(refreshes)).Count(refresh => refresh == SecretRefresh.Unchanged)
        );
        Assert.Equal(3, Vault.Lists(Name));
    }

    [Fact]
    public async Task Who_has_tried_older_versions_than_there_are_by_now_waits_for_nothing()
    {
        Vault.With(Name, "value-1");
        var old = await GetAsync();
        Vault.With(Name, "value-2");
        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Name, old, Cancel));

        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Name, old, Cancel));
        Assert.False(Store.RefreshAsync(Name, await GetAsync(), Cancel).IsCompleted);
        Assert.Equal(2, Vault.Lists(Name));
    }

    [Fact]
    public async Task A_read_that_was_under_way_is_not_enough()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        var listed = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        Vault.Instead = async context =>
        {
            // Answered as it was before the rotation.
            listed.TrySetResult();
            await open.Task;
            await context.Response.WriteAsJsonAsync(
                new
                {
                    value = new[]
                    {
                        new
                        {
                            id = $"{Vault.Uri}secrets/{Name}/{1000:x32}",
                            attributes = new { enabled = true, created = 0 },
                        },
                    },
                },
                Cancel
            );
            return true;
        };
        var before = Store.RefreshAsync(Name, null, Cancel).AsTask();
        await listed.Task.WaitAsync(Cancel);
        Vault.Instead = null;
        Vault.With(Name, "value-2");
        var after = Store.RefreshAsync(Name, null, Cancel).AsTask();
        open.SetResult();
        Assert.Equal(SecretRefresh.Unchanged, await before);

        Time.Advance(KeyVaultTimes.BetweenAskedReads);
        Assert.Equal(SecretRefresh.Changed, await after);
    }

    [Fact]
    public async Task The_timer_finds_a_new_version_without_anybody_asking()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Vault.With(Name, "value-2");

        Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal("value-1, none", await ValuesAsync());
        Time.Advance(TimeSpan.FromTicks(1));
        await LoggedAsync(Rotated);

        Assert.Equal("value-2, value-1", await ValuesAsync());
        Assert.Equal(2, Vault.Lists(Name));
    }

    [Fact]
    public async Task A_read_by_the_timer_does_not_use_up_the_refresh()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Vault.With(Name, "value-2");
        Time.Advance(TimeSpan.FromMinutes(5));
        await LoggedAsync(Rotated);

        Vault.With(Name, "value-3");
        Assert.Equal(SecretRefresh.Changed, await Store.RefreshAsync(Name, null, Cancel));
        Assert.Equal("value-3, value-2", await ValuesAsync());
    }

    [Fact]
    public async Task A_refresh_during_the_timers_read_looks_again_when_that_found_nothing()
    {
        Vault.With(Name, "value-1");
        await GetAsync();
        Assert.Equal(2, Vault.Requests.Count);
        var open = new TaskCompletionSource();
        Vault.Instead = async context =>
        {
            await open.Task;
            return await FakeVault.FailAsync(context, 400, "Failed", "The timer's read learns nothing.");
        };
        Time.Advance(TimeSpan.FromMinutes(5));
        await WaitForRequestsAsync(3);

        var refresh = Store.RefreshAsync(Name, null, Cancel).AsTask();
        Vault.With(Name, "value-2");
        Vault.Instead = null;
        open.SetResult();

        Assert.Equal(SecretRefresh.Changed, await refresh);
        Assert.Equal("value-2, value-1", await ValuesAsync());
    }

    [Fact]
    public async Task A_cancelled_request_does_not_cancel_the_read()
    {
        Vault.With(Name, "value-1");
        var open = new TaskCompletionSource();
        Vault.Instead = async _ =>
        {
            await open.Task;
            return false;
        };
        using var gone = new CancellationTokenSource();
        var first = Store.GetAsync(Name, gone.Token).AsTask();
        var second = ValuesAsync();
        await WaitForRequestsAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        open.SetResult();

        Assert.Equal("value-1, none", await second);
        Assert.Equal(1, Vault.Lists(Name));
    }

    [Theory]
    [InlineData(true, 0.0, 240)]
    [InlineData(true, 0.5, 300)]
    [InlineData(true, 1.0, 360)]
    [InlineData(false, 0.0, 24)]
    [InlineData(false, 1.0, 36)]
    public void Instances_drift_apart(bool succeeded, double random, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), KeyVaultTimes.UntilNextRead(succeeded, random));

    private async Task WaitForRequestsAsync(int count)
    {
        while (Vault.Requests.Count < count)
        {
            await Vault.NextAsync(Cancel);
        }
    }
}
