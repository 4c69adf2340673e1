namespace SmsGateway.Azure.KeyVault;

/// <summary>What came of reading a secret.</summary>
internal abstract record SecretRead
{
    private SecretRead()
    {
    }

    public sealed record Succeeded(KnownVersions Known) : SecretRead;

    public sealed record Failed(SecretFailure Failure) : SecretRead;
}
