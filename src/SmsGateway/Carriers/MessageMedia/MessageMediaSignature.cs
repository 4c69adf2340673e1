using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.Carriers.MessageMedia;

/// <summary>
/// MessageMedia's HMAC scheme as its API description has it: SHA-256 over date, MD5 of the body in lower-case hexadecimal, and
/// request line. Its older client libraries use SHA-1 and other header names instead; Basic is the default for that reason.
/// </summary>
internal sealed class MessageMediaSignature
{
    private MessageMediaSignature(string contentMd5, AuthenticationHeaderValue authorization) =>
        (ContentMd5, Authorization) = (contentMd5, authorization);

    /// <summary>The value of <c>Content-MD5</c>: hexadecimal, not the base64 of RFC 1864.</summary>
    public string ContentMd5 { get; }

    public AuthenticationHeaderValue Authorization { get; }

    /// <param name="key">The API key.</param>
    /// <param name="secret">The API secret.</param>
    /// <param name="date">The value of the Date header, to the second.</param>
    /// <param name="pathAndQuery">Of the request line, whose method is POST and version HTTP/1.1.</param>
    /// <param name="body">The bytes to be sent.</param>
    public static MessageMediaSignature Create(
        string key,
        string secret,
        DateTimeOffset date,
        string pathAndQuery,
        byte[] body
    )
    {
#pragma warning disable CA5351 // The carrier's scheme prescribes MD5 as a digest of the body; the signature itself is HMAC-SHA256.
        var md5 = Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351
        var text =
            $"Date: {date.ToString("r", CultureInfo.InvariantCulture)}\nContent-MD5: {md5}\nPOST {pathAndQuery} HTTP/1.1";
        var signature = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text))
        );
        return new MessageMediaSignature(
            md5,
            new AuthenticationHeaderValue(
                "hmac",
                $"username=\"{key}\", algorithm=\"hmac-sha256\", headers=\"Date Content-MD5 request-line\", signature=\"{signature}\""
            )
        );
    }
}
