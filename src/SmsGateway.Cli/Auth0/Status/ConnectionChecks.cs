using System.Text.Json;
using SmsGateway.Callers;
using SmsGateway.Cli.Auth0.Connections;
using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Auth0.Status;

/// <summary>What is wrong with the options of an sms connection; a function of them alone.</summary>
internal static class ConnectionChecks
{
    private const string Connect = "run 'sms-gateway auth0 connect'";
    public const string AcceptPath = "/api/sms";

    public static IReadOnlyList<Finding> Check(string options, GatewayExpectation expected)
    {
        using var json = JsonDocument.Parse(options);
        var root = json.RootElement;
        var findings = new List<Finding>();
        if (root.Text("provider") is not ConnectionOptions.Provider)
        {
            var provider = root.Text("provider") is { } named ? $"provider is {named}" : "there is no provider";
            findings.Wrong($"The connection does not call a gateway: {provider}.", Connect);
            return findings;
        }

        findings.Good("provider is sms_gateway.");
        CheckTwilio(root, findings);
        CheckUrl(root, expected, findings);
        if (
            root.TryGetProperty("gateway_authentication", out var authentication)
            && authentication.ValueKind == JsonValueKind.Object
        )
        {
            CheckAuthentication(authentication, expected, findings);
        }
        else
        {
            findings.Wrong(
                "gateway_authentication is missing: Auth0 calls the gateway without a token, and the gateway answers 401.",
                Connect
            );
        }

        CheckMessage(root, findings);
        return findings;
    }

    private static void CheckTwilio(JsonElement root, List<Finding> findings)
    {
        foreach (var field in ConnectionOptions.TwilioFields.Where(field => root.TryGetProperty(field, out _)))
        {
            findings.Wrong(
                $"{field} is left over from Twilio; Auth0 refuses the next change of the options with it.",
                $"{Connect}: it removes the field"
            );
        }
    }

    private static void CheckUrl(JsonElement root, GatewayExpectation expected, List<Finding> findings)
    {
        if (root.Text("gateway_url") is not { Length: > 0 } text || !Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            findings.Wrong("gateway_url is missing or not an address.", Connect);
            return;
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            findings.Add(
                url.IsLoopback
                    ? Finding.Note("gateway_url is on this machine; Auth0 itself does not reach it.")
                    : Finding.Wrong(
                        "gateway_url is not https: codes and tokens would go over the wire in clear, and Auth0 refuses it.",
                        $"{Connect} with an https --url"
                    )
            );
        }

        if (!url.AbsolutePath.EndsWith(AcceptPath, StringComparison.OrdinalIgnoreCase))
        {
            findings.Wrong(
                $"gateway_url does not end in {AcceptPath}: no message is taken at {url.AbsolutePath}.",
                Connect
            );
        }

        if (text.Length > Auth0Limits.Url)
        {
            findings.Wrong(
                $"gateway_url has {text.Length} characters; Auth0 takes {Auth0Limits.Url}.",
                "give the gateway a shorter name"
            );
        }

        findings.Add(
            expected.Url is { } wanted && wanted != url
                ? Finding.Wrong($"gateway_url is {OptionsDiff.Show(url)}, not {OptionsDiff.Show(wanted)}.", Connect)
                : Finding.Good($"gateway_url is {OptionsDiff.Show(url)}.")
        );
    }

    private static void CheckAuthentication(
        JsonElement authentication,
        GatewayExpectation expected,
        List<Finding> findings
    )
    {
        if (authentication.Text("method") is not "bearer")
        {
            findings.Wrong("gateway_authentication.method is not bearer.", Connect);
        }

        CheckClaim(authentication, "subject", Auth0Limits.Subject, expected.Subject, "Subject", findings);
        CheckClaim(authentication, "audience", Auth0Limits.Audience, expected.Audience, "Audience", findings);
        if (authentication.Text("secret") is not { Length: > 0 } secret)
        {
            findings.Wrong("gateway_authentication.secret is missing.", Connect);
            return;
        }

        if (secret.Length > Auth0Limits.Secret)
        {
            findings.Wrong(
                $"The secret has {secret.Length} characters; Auth0 takes {Auth0Limits.Secret}.",
                "make a shorter one"
            );
        }

        if (expected.Secret is { } wanted)
        {
            findings.Add(
                wanted.Reveal() == secret
                    ? Finding.Good("The signing secret is the given one.")
                    : Finding.Wrong("The signing secret is another than the given one.", Connect)
            );
        }

        CheckEncoding(authentication, secret, expected.Encoding, findings);
    }

    private static void CheckEncoding(
        JsonElement authentication,
        string secret,
        SecretEncoding? expected,
        List<Finding> findings
    )
    {
        var isEncoded =
            authentication.TryGetProperty("secret_base64_encoded", out var flag)
            && flag.ToString().Equals("true", StringComparison.OrdinalIgnoreCase);
        var encoding = isEncoded ? SecretEncoding.Base64Url : SecretEncoding.Utf8;
        if (flag.ValueKind == JsonValueKind.String)
        {
            findings.Note("secret_base64_encoded is a text; Auth0's schema wants true or false.", Connect);
        }

        if (SigningSecret.TryBytes(new Sensitive(secret), encoding) is not { } bytes)
        {
            findings.Wrong(
                "secret_base64_encoded is true, but the secret is not base64url.",
                $"{Connect} with the right --secret-encoding"
            );
            return;
        }

        if (expected is { } wanted && wanted != encoding)
        {
            findings.Wrong(
                $"secret_base64_encoded is {(isEncoded ? "true" : "false")}, but the gateway reads the secret as {wanted}: no token will verify.",
                $"{Connect}, or set the gateway's SigningSecretEncoding to {encoding}"
            );
        }

        if (bytes.Length < SigningSecret.RecommendedBytes)
        {
            findings.Note(
                $"The signing secret has {bytes.Length} bytes; with fewer than {SigningSecret.RecommendedBytes} it can be guessed.",
                "make a longer one, and give it to the gateway and to connect"
            );
        }
    }

    private static void CheckClaim(
        JsonElement authentication,
        string name,
        int max,
        string? expected,
        string setting,
        List<Finding> findings
    )
    {
        var value = authentication.Text(name);
        if (value is not { Length: > 0 })
        {
            findings.Wrong($"gateway_authentication.{name} is missing; the gateway wants one.", Connect);
        }
        else if (value.Length > max)
        {
            findings.Wrong(
                $"gateway_authentication.{name} has {value.Length} characters; Auth0 takes {max}.",
                "choose a shorter one"
            );
        }
        else if (expected is not null)
        {
            findings.Add(
                value == expected
                    ? Finding.Good($"The {name} is the given one.")
                    : Finding.Wrong(
                        $"The {name} is another than the given one.",
                        $"{Connect}, or set the gateway's {setting} to what Auth0 has"
                    )
            );
        }
    }

    private static void CheckMessage(JsonElement root, List<Finding> findings)
    {
        if (
            !(
                root.TryGetProperty("forward_req_info", out var forward)
                && forward.ToString().Equals("true", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            findings.Note("forward_req_info is off: the gateway is not told the user's address and browser.", Connect);
        }

        if (root.Text("from") is { Length: > 0 } from && !Sender.TryParse(from, out _))
        {
            findings.Wrong(
                $"from is no sender that the gateway takes: it {Sender.Rule}. Every code would be answered with 400, unless its carriers have AlwaysUseFrom.",
                "change or clear the sender in the connection's settings"
            );
        }

        if (root.Text("template") is { } template && template.Length > SmsMessage.MaxBodyLength)
        {
            findings.Add(
                template.Length > Auth0Limits.Template
                    ? Finding.Wrong(
                        $"template has {template.Length} characters; Auth0 takes {Auth0Limits.Template}, the gateway {SmsMessage.MaxBodyLength}.",
                        "shorten it"
                    )
                    : Finding.Note(
                        $"template has {template.Length} characters; a text of over {SmsMessage.MaxBodyLength} is answered with 400.",
                        "shorten it"
                    )
            );
        }
    }
}
