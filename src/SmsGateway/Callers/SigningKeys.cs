using Microsoft.IdentityModel.Tokens;
using SmsGateway.Secrets;

namespace SmsGateway.Callers;

/// <summary>The keys that verify a caller's tokens, made from the accepted versions of its secret.</summary>
internal sealed class SigningKeys
{
    /// <summary>Block sizes of SHA-256, and of SHA-384 and SHA-512, in bytes.</summary>
    private const int ShortBlock = 64;
    private const int LongBlock = 128;

    private readonly IReadOnlyList<SecurityKey> _short;
    private readonly IReadOnlyList<SecurityKey> _long;

    public SigningKeys(SecretVersions versions, SecretEncoding encoding)
    {
        Versions = versions;
        var secrets = new List<byte[]> { SigningSecret.Bytes(versions.Current, encoding) };
        // A former secret in another encoding must not take the current one with it.
        if (versions.Previous is { } previous && SigningSecret.TryBytes(previous, encoding) is { } former)
        {
            secrets.Add(former);
        }

        _short = [.. secrets.Select(bytes => Padded(bytes, ShortBlock))];
        _long = [.. secrets.Select(bytes => Padded(bytes, LongBlock))];
    }

    /// <summary>What the keys were made from; another instance means the secret changed.</summary>
    public SecretVersions Versions { get; }

    public IReadOnlyList<SecurityKey> For(string algorithm) => algorithm == "HS256" ? _short : _long;

    /// <summary>
    /// HMAC fills a short key with zero bytes up to the hash's block size (RFC 2104), so filling it here gives the same
    /// signature, while the library refuses keys under its own minimum.
    /// </summary>
    private static SymmetricSecurityKey Padded(byte[] bytes, int block)
    {
        var key = bytes;
        if (key.Length < block)
        {
            Array.Resize(ref key, block);
        }

        return new SymmetricSecurityKey(key);
    }
}
