using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SmsGateway.Tests.Support;

/// <summary>
/// Makes good and defective tokens; each test names only what is wrong with its token. Signs with the framework's HMAC, so
/// that nothing here depends on the library under test.
/// </summary>
internal static class TokenFactory
{
    public const string Subject = "auth0-connection";
    public const string Audience = "https://gateway.example/api/sms";
    public const string Secret = "a signing secret of more than 32 bytes";

    /// <param name="subject">Null leaves <c>sub</c> out.</param>
    /// <param name="audience">Null leaves <c>aud</c> out.</param>
    /// <param name="audiences">An array for <c>aud</c>, instead of one text.</param>
    /// <param name="secret">Signs by its UTF-8 bytes.</param>
    /// <param name="key">Signs, instead of <paramref name="secret"/>.</param>
    /// <param name="algorithm">What the header says; null leaves <c>alg</c> out.</param>
    /// <param name="signAs">What really signs; null for what the header says.</param>
    /// <param name="exp">Seconds since 1970; null leaves it out.</param>
    /// <param name="nbf">Likewise.</param>
    /// <param name="iat">Likewise.</param>
    /// <param name="jti">The message's name; null leaves it out, as Auth0's legacy connection does.</param>
    /// <param name="bodyHash"><c>body_sha256</c>; null leaves it out.</param>
    /// <param name="header">The whole header, as it is.</param>
    /// <param name="payload">The whole payload, as it is.</param>
    public static string Create(
        string? subject = Subject,
        string? audience = Audience,
        string[]? audiences = null,
        string secret = Secret,
        byte[]? key = null,
        string? algorithm = "HS256",
        string? signAs = null,
        double? exp = null,
        double? nbf = null,
        double? iat = null,
        JsonNode? jti = null,
        JsonNode? bodyHash = null,
        string? header = null,
        string? payload = null
    )
    {
        header ??= Json(("alg", algorithm), ("typ", "JWT"));
        payload ??= Json(
            ("sub", subject),
            (
                "aud",
                audiences is null ? audience : new JsonArray([.. audiences.Select(text => JsonValue.Create(text))])
            ),
            ("exp", exp),
            ("nbf", nbf),
            ("iat", iat),
            ("jti", jti),
            ("body_sha256", bodyHash)
        );
        var signed = $"{Base64Url(Encoding.UTF8.GetBytes(header))}.{Base64Url(Encoding.UTF8.GetBytes(payload))}";
        var signature = Mac(
            signAs ?? algorithm,
            key ?? Encoding.UTF8.GetBytes(secret),
            Encoding.ASCII.GetBytes(signed)
        );
        return $"{signed}.{Base64Url(signature)}";
    }

    /// <summary>The claim for a body, as our Actions write it.</summary>
    public static string HashOf(string body) => Base64Url(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    /// <summary>The header value a caller sends.</summary>
    public static string Bearer(string token) => $"Bearer {token}";

    public static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static byte[] Mac(string? algorithm, byte[] key, byte[] data) =>
        algorithm switch
        {
            "HS384" => HMACSHA384.HashData(key, data),
            "HS512" => HMACSHA512.HashData(key, data),
            "none" => [],
            _ => HMACSHA256.HashData(key, data),
        };

    private static string Json(params (string Name, JsonNode? Value)[] claims) =>
        new JsonObject(
            claims.Where(claim => claim.Value is not null).Select(claim => KeyValuePair.Create(claim.Name, claim.Value))
        ).ToJsonString();
}
