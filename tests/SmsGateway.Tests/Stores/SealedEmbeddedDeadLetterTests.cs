using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Stores;

public sealed class SealedEmbeddedDeadLetterTests : DeadLetterStoreContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new() { Codecs = Codecs.Sealing() };
    private readonly EmbeddedStore _store;

    public SealedEmbeddedDeadLetterTests() => _store = _folder.Open();

    private protected override IDeadLetterStore Store => _store;

    public void Dispose() => _folder.Dispose();
}
