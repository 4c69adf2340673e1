using SmsGateway.Admission;
using SmsGateway.Embedded;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedGateTests : QueueGateContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly EmbeddedStore _other;

    public EmbeddedGateTests() => (_store, _other) = (_folder.Open(), _folder.Open());

    private protected override ISendQueue Sending => _store;

    private protected override IAdmissionStore Other => _other;

    public void Dispose() => _folder.Dispose();

    private protected override async ValueTask<int> CountAsync() => (int)(await _store.CheckAsync(Stop)).Queued!.Value;
}
