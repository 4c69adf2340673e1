using SmsGateway.DeadLetters;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class SealedBlobDeadLetterTests(AzuriteFixture azurite) : DeadLetterStoreContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override IDeadLetterStore Store => _storage.DeadLetters;

    public async ValueTask InitializeAsync() =>
        _storage = new StorageTest(await azurite.NewStoreAsync(), Codecs.Sealing());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }
}
