using System.Security.Cryptography;
using System.Text;
using SmsGateway.CarrierSimulator.Configuration;

namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>
/// MessageMedia's signed requests: <c>Authorization: hmac username="KEY", algorithm="hmac-sha256",
/// headers="Date Content-MD5 request-line", signature="BASE64"</c> over those three, each in its line.
/// </summary>
internal static class MessageMediaSignature
{
    public const string Scheme = "hmac";

    private const string SignedHeaders = "Date Content-MD5 request-line";

    public static bool IsValid(HttpRequest request, string parameter, ReadOnlySpan<byte> body, MessageMediaCredentials credentials)
    {
        var fields = Fields(parameter);
        if (fields.GetValueOrDefault("algorithm") != "hmac-sha256"
            || fields.GetValueOrDefault("headers") != SignedHeaders
            || request.Headers.Date is not [{ } date]
            || request.Headers.ContentMD5 is not [{ } md5]
            || md5 != BodyDigest(body))
        {
            return false;
        }

        var text = $"Date: {date}\nContent-MD5: {md5}\n{request.Method} {request.Path}{request.QueryString} HTTP/1.1";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(credentials.ApiSecret), Encoding.UTF8.GetBytes(text)));
        return AuthorizationHeader.Equal(fields.GetValueOrDefault("username"), credentials.ApiKey)
            & AuthorizationHeader.Equal(fields.GetValueOrDefault("signature"), expected);
    }

#pragma warning disable CA5351 // The protocol demands MD5 as a checksum of the body; the signature itself is SHA-256.
    private static string BodyDigest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351

    private static Dictionary<string, string> Fields(string parameter)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parameter.Split(',', StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields[part[..equals]] = part[(equals + 1)..].Trim('"');
            }
        }

        return fields;
    }
}
