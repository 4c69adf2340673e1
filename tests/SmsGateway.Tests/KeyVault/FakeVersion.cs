namespace SmsGateway.Tests.KeyVault;

/// <summary>One version of a secret in <see cref="FakeVault"/>.</summary>
internal sealed record FakeVersion(
    string Id,
    string Value,
    DateTimeOffset Created,
    bool Enabled,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires
);
