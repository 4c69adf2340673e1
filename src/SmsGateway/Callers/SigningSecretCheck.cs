using SmsGateway.Messages;

namespace SmsGateway.Callers;

/// <summary>What is to be said of a caller's signing secret at start: one that cannot work is a mistake, a short one worth a warning.</summary>
internal static class SigningSecretCheck
{
    /// <returns>Null when the secret can be used.</returns>
    public static string? Mistake(CallerOptions caller, Sensitive secret) =>
        LengthOf(caller, secret) is null ? $"{KeyOf(caller)}: the secret is empty, or not base64url though SigningSecretEncoding says so" : null;

    /// <returns>Null when the secret is long enough, or cannot be used at all.</returns>
    public static string? Warning(CallerOptions caller, Sensitive secret) =>
        LengthOf(caller, secret) is { } length && length < SigningKeys.RecommendedBytes
            ? $"{KeyOf(caller)}: the secret has {length} bytes; it is accepted, but at least {SigningKeys.RecommendedBytes} random bytes are advised"
            : null;

    private static int? LengthOf(CallerOptions caller, Sensitive secret)
    {
        try
        {
            return SigningKeys.Bytes(secret, caller.SigningSecretEncoding).Length;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string KeyOf(CallerOptions caller) => $"Gateway__Callers__{caller.Name}__{nameof(CallerOptions.SigningSecretName)}";
}
