using SmsGateway.Azure.Storage;
using SmsGateway.Ports;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class BlobFollowedTests(AzuriteFixture azurite) : FollowedMessagesContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override IFollowedMessages Followed => new BlobFollowedMessages(_storage.Blobs, TimeProvider.System);

    public async ValueTask InitializeAsync() => _storage = new StorageTest(await azurite.NewStoreAsync());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }
}
