using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmsGateway.Secrets;

namespace SmsGateway.Carriers.Vonage;

/// <summary>
/// The application's token: a JWT signed with its private key (RS256). Reading the key and signing take about 2 ms, many times the
/// rest of a message's work, so a token serves all requests of a minute; it is good for longer, because clocks differ.
/// </summary>
internal sealed class VonageToken(string applicationId)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Use = TimeSpan.FromMinutes(1);

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8);

    private readonly Lock _lock = new();
    private (string Key, DateTimeOffset At, string Token)? _last;

    /// <param name="privateKey">In PEM form.</param>
    /// <param name="now">By the machine's clock, which the carrier's is compared with.</param>
    /// <exception cref="SecretUnavailableException">It is no such key.</exception>
    public string Get(string privateKey, DateTimeOffset now)
    {
        // One at a time, so that those who come when a minute is over do not all sign.
        lock (_lock)
        {
            if (_last is not var (key, at, token) || key != privateKey || now < at || now - at >= Use)
            {
                token = Create(privateKey, now);
                _last = (privateKey, now, token);
            }

            return token;
        }
    }

    public static bool IsPrivateKey(string text) => Sign(text, []) is not null;

    private string Create(string privateKey, DateTimeOffset now)
    {
        var claims = new VonageClaims(
            applicationId,
            now.ToUnixTimeSeconds(),
            (now + Life).ToUnixTimeSeconds(),
            Guid.CreateVersion7(now).ToString()
        );
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, VonageJson.Default.VonageClaims);
        var text = $"{Header}.{Base64Url.EncodeToString(payload)}";
        return Sign(privateKey, Encoding.ASCII.GetBytes(text)) is { } signature
            ? $"{text}.{Base64Url.EncodeToString(signature)}"
            : throw new SecretUnavailableException("The private key of this carrier is no RSA key in PEM form.");
    }

    /// <summary>Understands line breaks of every kind, those written <c>\n</c> included, in which a key comes in a variable or in JSON.</summary>
    /// <returns>Null when it is no private key.</returns>
    private static byte[]? Sign(string privateKey, byte[] data)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(
                privateKey.Replace("\\r", "", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            );
            return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
