using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Tokens;

/// <summary>
/// Signs tokens as Auth0 does, for trying a gateway out; without the library that the gateway checks them with. The gateway
/// itself signs none.
/// </summary>
internal static class TokenMinter
{
    /// <summary>A token signed with HS256 and the secret's UTF-8 bytes; claims without a value are left out.</summary>
    public static string Sign(IReadOnlyDictionary<string, JsonNode?> claims, string secret) =>
        Sign("HS256", claims, Encoding.UTF8.GetBytes(secret));

    /// <param name="algorithm">HS256, HS384 or HS512.</param>
    /// <param name="claims">Those without a value are left out.</param>
    /// <param name="key">Of any length.</param>
    public static string Sign(string algorithm, IReadOnlyDictionary<string, JsonNode?> claims, byte[] key)
    {
        var signed = Unsigned($$"""{"alg":"{{algorithm}}","typ":"JWT"}""", Json(claims));
        var data = Encoding.UTF8.GetBytes(signed);
        var signature = algorithm switch
        {
            "HS256" => HMACSHA256.HashData(key, data),
            "HS384" => HMACSHA384.HashData(key, data),
            "HS512" => HMACSHA512.HashData(key, data),
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "HS256, HS384 or HS512"),
        };
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>Signed with HS256, whatever the header says.</summary>
    /// <param name="header">As it shall stand in the token, right or wrong.</param>
    /// <param name="payload">Likewise.</param>
    /// <param name="secret">Its UTF-8 bytes are the key.</param>
    public static string Sign(string header, string payload, string secret)
    {
        var signed = Unsigned(header, payload);
        return $"{signed}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)))}";
    }

    public static string Json(IReadOnlyDictionary<string, JsonNode?> claims) =>
        new JsonObject(claims.Where(claim => claim.Value is not null)).ToJsonString();

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static string Unsigned(string header, string payload) =>
        $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
}
