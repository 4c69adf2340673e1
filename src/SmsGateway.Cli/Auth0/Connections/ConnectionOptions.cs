using System.Text.Encodings.Web;
using System.Text.Json;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>The options of an sms connection that point it at a gateway.</summary>
internal static class ConnectionOptions
{
    public const string Provider = "sms_gateway";

    /// <summary>Auth0 refuses them beside provider sms_gateway.</summary>
    public static readonly IReadOnlyList<string> TwilioFields = ["twilio_sid", "twilio_token"];

    /// <summary>Of Twilio too, though Auth0 lets it stand.</summary>
    private const string MessagingService = "messaging_service_sid";

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The whole options object as it has to be written: what is not about the gateway stays as it stands.</summary>
    public static string Apply(string options, GatewayCredentials gateway)
    {
        var result = JsonObjectText.Parse(options);
        foreach (var field in TwilioFields)
        {
            result.Remove(field);
        }

        if (result[MessagingService] is not (null or "null"))
        {
            result.Remove(MessagingService);
        }

        result.Set("provider", Text(Provider));
        result.Set("gateway_url", Text(gateway.Url.AbsoluteUri));
        var authentication = JsonObjectText.Parse(
            result["gateway_authentication"] is { } given && given.StartsWith('{') ? given : "{}"
        );
        authentication.Set("method", Text("bearer"));
        authentication.Set("subject", Text(gateway.Caller.Subject));
        authentication.Set("audience", Text(gateway.Caller.Audience));
        authentication.Set("secret", Text(gateway.Caller.Secret.Reveal()));
        authentication.Set("secret_base64_encoded", gateway.IsBase64Url ? "true" : "false");
        result.Set("gateway_authentication", authentication.ToString());
        // The documents' sample has a text here, the schema a boolean.
        result.Set("forward_req_info", "true");
        return result.ToString();
    }

    private static string Text(string value) => value.Quoted(Readable);
}

/// <summary>What Auth0's schema of an sms connection allows, in characters.</summary>
internal static class Auth0Limits
{
    public const int Url = 255;
    public const int Method = 20;
    public const int Subject = 64;
    public const int Audience = 128;
    public const int Secret = 5120;
    public const int Template = 5120;
    public const int From = 128;
}
