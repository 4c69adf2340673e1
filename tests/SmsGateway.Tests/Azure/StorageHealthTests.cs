using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>An account that still says how many messages there are, and refuses the rest.</summary>
public sealed class StorageHealthTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageFront _front = null!;
    private StorageTest _storage = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _front = await StorageFront.StartAsync(await azurite.GetAsync());
        _storage = new StorageTest(
            await azurite.NewStoreAsync() with
            {
                ConnectionString = new Sensitive(_front.ConnectionString),
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Dispose();
        await _front.DisposeAsync();
    }

    [Fact]
    public async Task A_put_that_is_refused_is_unhealthy_until_one_is_taken()
    {
        await PutAsync();
        Refuse(request => request.Method == "POST");
        await Assert.ThrowsAsync<StoreUnavailableException>(PutAsync);

        var health = await _storage.Queue.CheckAsync(Stop);

        Assert.False(health.Healthy);
        Assert.StartsWith("The message cannot be queued: 403", health.Detail, StringComparison.Ordinal);
        Assert.Equal(1, health.Queued);
        _front.Instead = _ => null;
        Assert.False((await _storage.Queue.CheckAsync(Stop)).Healthy);
        await PutAsync();
        Assert.Equal(new StoreHealth(true, null, 2), await _storage.Queue.CheckAsync(Stop));
    }

    [Fact]
    public async Task A_queue_that_cannot_be_read_is_unhealthy_until_it_can()
    {
        await PutAsync();
        Refuse(request => request.Method == "GET" && request.Query.ContainsKey("visibilitytimeout"));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _storage.Queue.ReceiveAsync(1, Stop));

        var health = await _storage.Queue.CheckAsync(Stop);

        Assert.False(health.Healthy);
        Assert.StartsWith("The queue cannot be read: 403", health.Detail, StringComparison.Ordinal);
        _front.Instead = _ => null;
        Assert.Single(await _storage.Queue.ReceiveAsync(1, Stop));
        Assert.True((await _storage.Queue.CheckAsync(Stop)).Healthy);
    }

    [Fact]
    public async Task A_failure_decides_for_a_minute_so_that_requests_can_come_back()
    {
        var time = new FakeTimeProvider(Samples.Start);
        var last = new LastResult(time);
        Assert.Null(last.Failure);
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            last.OfAsync(Task.FromException<int>(new StoreUnavailableException("403")))
        );

        time.Advance(LastResult.Decides - TimeSpan.FromTicks(1));
        Assert.Equal("403", last.Failure);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(last.Failure);
    }

    private Task PutAsync() => _storage.Queue.EnqueueAsync(Samples.CreateEnvelope(), TimeSpan.Zero, Stop).AsTask();

    private void Refuse(Func<HttpRequest, bool> which) =>
        _front.Instead = request => which(request) ? new ProxyAnswer(403, IsService: true) : null;
}
