namespace SmsGateway.Azure.KeyVault;

/// <summary>What came of reading a secret.</summary>
internal abstract record SecretResult
{
    private SecretResult() { }

    public sealed record Succeeded(KnownVersions Known) : SecretResult;

    public sealed record Failed(SecretFailure Failure) : SecretResult;
}
