using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Tests.Azure;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class TestInboxTests : TestInboxContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public TestInboxTests() => _store = _folder.Open();

    private protected override IDeadLetterStore Store => _store;

    public void Dispose() => _folder.Dispose();
}

public sealed class TestInboxOnStorageTests(AzuriteFixture azurite) : TestInboxContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override IDeadLetterStore Store => _storage.DeadLetters;

    public async ValueTask InitializeAsync() => _storage = new StorageTest(await azurite.NewStoreAsync());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }
}
