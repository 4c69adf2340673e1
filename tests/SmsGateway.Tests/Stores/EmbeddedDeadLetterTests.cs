using SmsGateway.DeadLetters;
using SmsGateway.Embedded;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedDeadLetterTests : DeadLetterStoreContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedDeadLetterTests() => _store = _folder.Open();

    private protected override IDeadLetterStore Store => _store;

    public void Dispose() => _folder.Dispose();
}
