using System.Security.Cryptography;
using SmsGateway.Secrets;

namespace SmsGateway.Callers;

/// <summary>What a token says of the one message that it was signed for.</summary>
/// <param name="Id"><c>jti</c>, which names the message; null when the token names none.</param>
/// <param name="BodyHash"><c>body_sha256</c> as it stands in the token; null when there is none.</param>
/// <param name="Life">For how long the token, and so the name, may come again; null when the token sets no end.</param>
public sealed record TokenBinding(string? Id, string? BodyHash, TimeSpan? Life)
{
    /// <summary>Of a bearer that is no token.</summary>
    public static readonly TokenBinding None = new(null, null, null);

    /// <summary>Whether the token may come with this body. One without a hash may come with any.</summary>
    public bool Fits(ReadOnlySpan<byte> body)
    {
        if (BodyHash is null)
        {
            return true;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return CryptographicOperations.FixedTimeEquals(hash, Decode(BodyHash));
    }

    /// <summary>Base64url or base64, with or without padding, or hexadecimal digits in any case.</summary>
    /// <returns>Nothing, which no hash equals, when it is none of these.</returns>
    private static byte[] Decode(string text)
    {
        try
        {
            return text.Length == 2 * SHA256.HashSizeInBytes
                ? Convert.FromHexString(text)
                : SecretText.FromBase64(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
