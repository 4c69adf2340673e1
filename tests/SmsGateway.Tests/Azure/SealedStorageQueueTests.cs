using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class SealedStorageQueueTests(AzuriteFixture azurite) : SendQueueContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override ISendQueue Sending => _storage.Queue;

    private protected override IReceiveQueue Receiving => _storage.Queue;

    private protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private protected override Codecs Codecs => _storage.Codecs;

    public async ValueTask InitializeAsync() =>
        _storage = new StorageTest(await azurite.NewStoreAsync(), Codecs.Sealing());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override ValueTask PassAsync(TimeSpan time) => StorageTest.WaitAsync(time);

    /// <summary>The service counts hidden messages too: when there are none, none can come back.</summary>
    private protected override async ValueTask PassEveryLeaseAsync() =>
        Assert.Equal(0, await _storage.Copies.CountAsync());

    [Fact]
    public async Task What_is_handed_out_is_sealed()
    {
        await EnqueueAsync(NewEnvelope());

        Assert.IsType<EnvelopeResult.Sealed>(EnvelopeSerializer.Deserialize((await ReceiveOneAsync()).Body.Span));
    }
}
