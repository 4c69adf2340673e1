using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.GatewayCalls;

/// <summary>
/// Signs tokens for one caller with HS256, as Auth0's Actions of this repository do: with a name of their own and the hash of
/// the one body they go with, for five minutes.
/// </summary>
internal sealed class CallerToken(string subject, string audience, byte[] key)
{
    private const int LifeSeconds = 300;

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public string For(byte[] body, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new CallerClaims
        {
            Sub = subject,
            Aud = audience,
            Iat = seconds,
            Exp = seconds + LifeSeconds,
            Jti = Guid.CreateVersion7(now).ToString("N"),
            BodySha256 = Base64Url.EncodeToString(SHA256.HashData(body)),
        };
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, CallerTokenJson.Default.CallerClaims);
        var signed = $"{Header}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }
}

internal sealed class CallerClaims
{
    public required string Sub { get; init; }

    public required string Aud { get; init; }

    public required long Iat { get; init; }

    public required long Exp { get; init; }

    public required string Jti { get; init; }

    [JsonPropertyName("body_sha256")]
    public required string BodySha256 { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CallerClaims))]
internal sealed partial class CallerTokenJson : JsonSerializerContext;
