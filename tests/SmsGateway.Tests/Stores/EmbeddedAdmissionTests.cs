using SmsGateway.Admission;
using SmsGateway.Embedded;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedAdmissionTests : AdmissionStoreContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override IAdmissionStore Open() => _folder.Open();

    private protected override void Close(IAdmissionStore store) => _folder.Close((EmbeddedStore)store);
}
