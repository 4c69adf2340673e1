using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Notifications;

/// <summary>The signature of Standard Webhooks, version 1 (symmetric): HMAC-SHA256 over id, time and body.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>What Standard Webhooks asks of a key, in bytes.</summary>
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <returns>What is wrong with a key, or null; never with any of it.</returns>
    public static string? Mistake(Sensitive secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        try
        {
            return KeyOf(secret).Length is >= ShortestKey and <= LongestKey
                ? null
                : $"the key must be {ShortestKey} to {LongestKey} bytes long";
        }
        catch (FormatException)
        {
            return $"the key must be base64, with or without {Prefix} before it";
        }
    }

    /// <summary>The header <c>webhook-signature</c>: while a key is rotated, with both.</summary>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>, Unix time in seconds.</param>
    public static string Of(SecretVersions secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var signed = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."), signed);
        signed.Write(body);
        return secret.Previous is null || Mistake(secret.Previous) is not null
            ? Of(secret.Current, signed.WrittenSpan)
            : $"{Of(secret.Current, signed.WrittenSpan)} {Of(secret.Previous, signed.WrittenSpan)}";
    }

    private static string Of(Sensitive secret, ReadOnlySpan<byte> signed) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed))}";

    /// <exception cref="FormatException">It is no base64.</exception>
    private static byte[] KeyOf(Sensitive secret)
    {
        var text = secret.Reveal();
        return SecretText.FromBase64(text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text);
    }
}
