using SmsGateway.Azure.Storage;
using SmsGateway.Deliveries;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class BlobDeliveryLogTests(AzuriteFixture azurite) : DeliveryLogContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override IDeliveryLog Followed => new BlobDeliveryLog(_storage.Blobs, TimeProvider.System);

    public async ValueTask InitializeAsync() => _storage = new StorageTest(await azurite.NewStoreAsync());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }
}
