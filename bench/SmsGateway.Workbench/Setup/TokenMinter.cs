using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmsGateway.Workbench.Setup;

/// <summary>Signs tokens without the library that the gateway checks them with.</summary>
internal static class TokenMinter
{
    /// <summary>A token signed with HS256; claims without a value are left out.</summary>
    public static string Sign(IReadOnlyDictionary<string, object?> claims, string secret) =>
        Sign("""{"alg":"HS256","typ":"JWT"}""", Json(claims), secret);

    /// <param name="header">As it shall stand in the token, right or wrong.</param>
    /// <param name="payload">Likewise.</param>
    /// <param name="secret">Its UTF-8 bytes are the key.</param>
    public static string Sign(string header, string payload, string secret)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)))}";
    }

    public static string Json(IReadOnlyDictionary<string, object?> claims) =>
        JsonSerializer.Serialize(claims.Where(claim => claim.Value is not null).ToDictionary(claim => claim.Key, claim => claim.Value));

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
