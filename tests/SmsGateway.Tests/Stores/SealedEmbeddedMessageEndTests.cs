using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Stores;

public sealed class SealedEmbeddedMessageEndTests : MessageEndContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new() { Codecs = Codecs.Sealing() };
    private readonly EmbeddedStore _store;

    public SealedEmbeddedMessageEndTests() => _store = _folder.Open();

    private protected override ISendQueue Sending => _store;

    private protected override IReceiveQueue Receiving => _store;

    private protected override IDeadLetterStore DeadLetters => _store;

    private protected override DateTimeOffset Now => _folder.Time.GetUtcNow();

    private protected override Codecs Codecs => _folder.Codecs;

    public void Dispose() => _folder.Dispose();
}
