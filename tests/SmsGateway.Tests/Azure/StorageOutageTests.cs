using System.Net;
using System.Net.Sockets;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>On an Azurite of its own, which goes away and comes back at the same address.</summary>
public sealed class StorageOutageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_is_away_refuses_within_the_limit_and_works_again_when_it_is_back()
    {
        await using var azurite = await AzuriteProcess.StartAsync();
        using var storage = new StorageTest(AzuriteFixture.StoreOn(azurite));
        await storage.Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        Assert.Single(await storage.Queue.ReceiveAsync(1, Stop));

        await azurite.StopAsync();
        // WaitAsync is the assertion: each must be refused by then, by itself.
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await storage
                .Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop)
                .AsTask()
                .WaitAsync(TimeSpan.FromSeconds(20), Stop)
        );
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await storage.Queue.ReceiveAsync(1, Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop)
        );
        var health = await storage.Queue.CheckAsync(Stop);
        Assert.False(health.Healthy);
        Assert.Contains("no connection", health.Detail, StringComparison.Ordinal);

        await azurite.StartAgainAsync();
        var envelope = NewEnvelope();
        await storage.Queue.EnqueueAsync(envelope, TimeSpan.Zero, Stop);
        var lease = Assert.Single(await storage.Queue.ReceiveAsync(1, Stop));
        Assert.Equal(EnvelopeSerializer.Serialize(envelope), lease.Body.ToArray());
    }

    [Fact]
    public async Task A_store_that_takes_connections_and_never_answers_refuses_within_the_limit_too()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = new AzureStorageOptions
        {
            ConnectionString = new Sensitive(
                $"AccountName=a;AccountKey=AAAA;BlobEndpoint=http://{silent.LocalEndpoint}/a;QueueEndpoint=http://{silent.LocalEndpoint}/a"
            ),
        };
        using var storage = new StorageTest(options);

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await storage
                .Queue.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop)
                .AsTask()
                .WaitAsync(TimeSpan.FromSeconds(25), Stop)
        );

        Assert.Contains("no answer in time", refusal.Message, StringComparison.Ordinal);
        Assert.True(StorageAccount.CallLimit < TimeSpan.FromSeconds(10));
    }

    private static Envelope NewEnvelope() => Samples.CreateEnvelope();
}
