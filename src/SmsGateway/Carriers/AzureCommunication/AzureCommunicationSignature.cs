using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SmsGateway.Carriers.AzureCommunication;

/// <summary>
/// The access key's way of signing: SHA-256 over method, path with query, date, host and the body's digest
/// (https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial).
/// </summary>
internal sealed class AzureCommunicationSignature
{
    private AzureCommunicationSignature(string date, string contentHash, AuthenticationHeaderValue authorization) =>
        (Date, ContentHash, Authorization) = (date, contentHash, authorization);

    /// <summary>The value of <c>x-ms-date</c>.</summary>
    public string Date { get; }

    /// <summary>The value of <c>x-ms-content-sha256</c>.</summary>
    public string ContentHash { get; }

    public AuthenticationHeaderValue Authorization { get; }

    /// <param name="accessKey">In base64, as the portal shows it.</param>
    /// <param name="date">Of the request, to the second.</param>
    /// <param name="target">The whole address of a POST.</param>
    /// <param name="body">The bytes to be sent.</param>
    /// <returns>Null when the key is none.</returns>
    public static AzureCommunicationSignature? Create(string accessKey, DateTimeOffset date, Uri target, byte[] body)
    {
        if (Decode(accessKey) is not { } key)
        {
            return null;
        }

        var shownDate = date.ToString("r", CultureInfo.InvariantCulture);
        var contentHash = Convert.ToBase64String(SHA256.HashData(body));
        var text = $"POST\n{target.PathAndQuery}\n{shownDate};{target.Authority};{contentHash}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
        return new AzureCommunicationSignature(
            shownDate,
            contentHash,
            new AuthenticationHeaderValue(
                "HMAC-SHA256",
                $"SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"
            )
        );
    }

    /// <returns>Null when it is not base64.</returns>
    public static byte[]? Decode(string accessKey)
    {
        var key = new byte[accessKey.Length];
        return Convert.TryFromBase64String(accessKey, key, out var length) && length > 0 ? key[..length] : null;
    }
}
