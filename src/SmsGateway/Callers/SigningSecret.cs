using System.Text;
using SmsGateway.Messages;
using SmsGateway.Secrets;

namespace SmsGateway.Callers;

/// <summary>A caller's signing secret: its bytes, and what is to be said of it at start.</summary>
public static class SigningSecret
{
    /// <summary>Under this many bytes an HS256 secret can be guessed or is worth a warning (RFC 7518, 3.2: at least the hash's size).</summary>
    public const int RecommendedBytes = 32;

    /// <summary>The secret's bytes as the caller signs with them.</summary>
    /// <exception cref="FormatException">
    /// The secret is empty, with which anybody could sign, or not base64url, though the caller's encoding says so.
    /// </exception>
    public static byte[] Bytes(Sensitive secret, SecretEncoding encoding)
    {
        var bytes =
            encoding == SecretEncoding.Utf8
                ? Encoding.UTF8.GetBytes(secret.Reveal())
                : SecretText.FromBase64(secret.Reveal());
        return bytes.Length > 0 ? bytes : throw new FormatException("The secret is empty.");
    }

    /// <returns>Null instead of the exception of <see cref="Bytes"/>.</returns>
    public static byte[]? TryBytes(Sensitive secret, SecretEncoding encoding)
    {
        try
        {
            return Bytes(secret, encoding);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>One that cannot work is a mistake.</summary>
    /// <returns>Null when the secret can be used.</returns>
    public static string? Mistake(CallerOptions caller, Sensitive secret) =>
        KeyOf(caller, secret) is null
            ? $"{SettingOf(caller)}: the secret is empty, or not base64url though SigningSecretEncoding says so"
            : null;

    /// <summary>A short one is worth a warning.</summary>
    /// <returns>Null when the secret is long enough, or cannot be used at all.</returns>
    public static string? Warning(CallerOptions caller, Sensitive secret) =>
        KeyOf(caller, secret) is { Length: < RecommendedBytes and var length }
            ? $"{SettingOf(caller)}: the secret has {length} bytes; it is accepted, but at least {RecommendedBytes} random bytes are advised"
            : null;

    /// <summary>Whether two callers' secrets, each read in its own encoding, sign alike.</summary>
    public static bool AreOneKey(CallerOptions one, Sensitive secret, CallerOptions other, Sensitive otherSecret) =>
        KeyOf(one, secret) is { } key
        && KeyOf(other, otherSecret) is { } otherKey
        && key.AsSpan().SequenceEqual(otherKey);

    private static byte[]? KeyOf(CallerOptions caller, Sensitive secret) =>
        TryBytes(secret, caller.SigningSecretEncoding);

    private static string SettingOf(CallerOptions caller) =>
        $"Gateway__Callers__{caller.Name}__{nameof(CallerOptions.SigningSecretName)}";
}
