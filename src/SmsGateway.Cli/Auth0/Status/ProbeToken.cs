using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Status;

internal static class ProbeToken
{
    public static string Create(string subject, string audience, Sensitive secret, SecretEncoding encoding, DateTimeOffset now, TimeSpan lifetime)
    {
        var claims = new JsonObject { ["sub"] = subject, ["aud"] = audience, ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + lifetime).ToUnixTimeSeconds() };
        var signed = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var text = secret.Reveal();
        var key = encoding == SecretEncoding.Base64Url
            ? Base64Url.DecodeFromChars(text.TrimEnd('=').Replace('+', '-').Replace('/', '_'))
            : Encoding.UTF8.GetBytes(text);
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }
}
