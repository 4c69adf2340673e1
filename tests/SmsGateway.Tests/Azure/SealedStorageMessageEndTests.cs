using SmsGateway.DeadLetters;
using SmsGateway.Queue;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class SealedStorageMessageEndTests(AzuriteFixture azurite) : MessageEndContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override ISendQueue Sending => _storage.Queue;

    private protected override IReceiveQueue Receiving => _storage.Queue;

    private protected override IDeadLetterStore DeadLetters => _storage.DeadLetters;

    private protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private protected override Codecs Codecs => _storage.Codecs;

    public async ValueTask InitializeAsync() =>
        _storage = new StorageTest(await azurite.NewStoreAsync(), Codecs.Sealing());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }
}
