using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Azure.KeyVault;

/// <summary>What a read found, with the versions' ids. The value of a version never changes, so a known one need not be read again.</summary>
internal sealed record KnownVersions(string CurrentId, string? PreviousId, SecretVersions Versions)
{
    public Sensitive? Find(string id) =>
        id == CurrentId ? Versions.Current
        : id == PreviousId ? Versions.Previous
        : null;
}
