using System.Text.Json;

namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>The rules for the options of an <c>sms</c> connection, as far as Auth0 documents them.</summary>
internal static class SmsOptionsRules
{
    private const int MaxUrl = 255;

    /// <summary>What is wrong, or null. Properties it does not know pass.</summary>
    public static string? Violation(JsonElement options, bool allowsHttpOnLoopback)
    {
        if (options.ValueKind != JsonValueKind.Object)
        {
            return "Expected type object but found type " + options.ValueKind;
        }

        if (Text(options, "provider") is "sms_gateway")
        {
            if (options.TryGetProperty("twilio_sid", out _) || options.TryGetProperty("twilio_token", out _))
            {
                return "twilio_sid and twilio_token do not belong to provider sms_gateway";
            }

            if (Text(options, "gateway_url") is not { } url || !IsGoodUrl(url, allowsHttpOnLoopback))
            {
                return "gateway_url must be an https address of at most 255 characters";
            }
        }

        return options.TryGetProperty("gateway_authentication", out var authentication)
            && authentication.ValueKind != JsonValueKind.Null
                ? AuthenticationViolation(authentication)
            : Text(options, "template") is { } template && template.Length is 0 or > 5120
                ? "template must have 1 to 5120 characters"
            : null;
    }

    private static string? AuthenticationViolation(JsonElement authentication)
    {
        if (authentication.ValueKind != JsonValueKind.Object)
        {
            return "gateway_authentication must be an object or null";
        }

        foreach (
            var (name, max, required) in new[]
            {
                ("method", 20, true),
                ("subject", 64, false),
                ("audience", 128, true),
                ("secret", 5120, true),
            }
        )
        {
            var isThere = authentication.TryGetProperty(name, out _);
            if (isThere ? Text(authentication, name) is not { Length: > 0 } text || text.Length > max : required)
            {
                return $"gateway_authentication.{name} must have 1 to {max} characters";
            }
        }

        return
            authentication.TryGetProperty("secret_base64_encoded", out var flag)
            && flag.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            ? "gateway_authentication.secret_base64_encoded must be a boolean"
            : null;
    }

    private static bool IsGoodUrl(string url, bool allowsHttpOnLoopback) =>
        url.Length <= MaxUrl
        && Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (
            address.Scheme == Uri.UriSchemeHttps
            || (allowsHttpOnLoopback && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
        );

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
