using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Auth0.Management;

namespace SmsGateway.Cli.Auth0.Actions;

/// <summary>The Action that hands a tenant's phone messages to the gateway (auth0/actions/custom-phone-provider.js).</summary>
internal static class GatewayAction
{
    private const string Name = "sms-gateway";
    private const string Runtime = "node22";
    private const string Resource = "custom-phone-provider.js";

    public static readonly string Code = ReadCode();

    public static readonly string[] Methods = ["text", "voice"];

    /// <summary>Whether it is this Action in some version.</summary>
    public static bool IsOurs(string? code) =>
        code is not null
        && code.Contains("GATEWAY_URL", StringComparison.Ordinal)
        && code.Contains("SIGNING_SECRET_ENCODING", StringComparison.Ordinal);

    public static IReadOnlyDictionary<string, string> Secrets(GatewayCredentials gateway) =>
        new Dictionary<string, string>
        {
            ["GATEWAY_URL"] = gateway.Url.AbsoluteUri,
            ["SIGNING_SECRET"] = gateway.Caller.Secret.Reveal(),
            ["SIGNING_SECRET_ENCODING"] = gateway.IsBase64Url ? "base64url" : "utf8",
            ["SUBJECT"] = gateway.Caller.Subject,
            ["AUDIENCE"] = gateway.Caller.Audience,
        };

    /// <summary>Tells whether code or secrets changed since they were written: Auth0 does not give secrets back.</summary>
    public static string Fingerprint(GatewayCredentials gateway)
    {
        var text = string.Join(
            '\n',
            Secrets(gateway)
                .OrderBy(secret => secret.Key, StringComparer.Ordinal)
                .Select(secret => $"{secret.Key}={secret.Value}")
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Code}\n{text}")));
    }

    public static JsonObject ToCreate(GatewayCredentials gateway) =>
        new()
        {
            ["name"] = Name,
            ["supported_triggers"] = new JsonArray(new JsonObject { ["id"] = PhoneAction.Trigger, ["version"] = "v1" }),
            ["code"] = Code,
            ["runtime"] = Runtime,
            ["dependencies"] = new JsonArray(),
            ["secrets"] = SecretList(gateway, []),
        };

    /// <param name="gateway">What Auth0 is to know.</param>
    /// <param name="present">Secrets it has; those of somebody else stay, by name, with the values that only Auth0 knows.</param>
    public static JsonObject ToUpdate(GatewayCredentials gateway, IEnumerable<string> present) =>
        new()
        {
            ["code"] = Code,
            ["runtime"] = Runtime,
            ["secrets"] = SecretList(gateway, present),
        };

    /// <summary>JSON text.</summary>
    public const string Provider =
        """{"name":"custom","disabled":false,"configuration":{"delivery_methods":["text","voice"]},"credentials":{}}""";

    /// <summary>Names without values.</summary>
    public static JsonArray Keep(IEnumerable<string> names) =>
        new([.. names.Select(name => (JsonNode)new JsonObject { ["name"] = name })]);

    private static JsonArray SecretList(GatewayCredentials gateway, IEnumerable<string> present)
    {
        var secrets = Secrets(gateway);
        var list = Keep(present.Where(name => !secrets.ContainsKey(name)));
        foreach (var (name, value) in secrets)
        {
            list.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
        }

        return list;
    }

    private static string ReadCode()
    {
        using var stream = typeof(GatewayAction).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
