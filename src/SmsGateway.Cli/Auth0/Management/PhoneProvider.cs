using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.Cli.Auth0.Management;

/// <param name="Id">Such as pro_...</param>
/// <param name="Name"><c>custom</c>, for an Action, or <c>twilio</c>.</param>
/// <param name="Disabled">Whether it is switched off.</param>
/// <param name="Configuration">JSON text. (Credentials can be written only.)</param>
internal sealed record PhoneProvider(string Id, string Name, bool Disabled, string Configuration)
{
    public const string Custom = "custom";
    public const string Twilio = "twilio";

    [JsonIgnore]
    public bool IsCustom => Name == Custom;

    public static PhoneProvider Read(JsonElement json) =>
        new(
            json.GetProperty("id").GetString()!,
            json.GetProperty("name").GetString()!,
            json.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True,
            json.TryGetProperty("configuration", out var configuration)
            && configuration.ValueKind == JsonValueKind.Object
                ? configuration.GetRawText()
                : "{}"
        );

    /// <summary>Whether it sends texts and calls, as an Action of ours can.</summary>
    public bool HasMethods(params string[] methods)
    {
        using var json = JsonDocument.Parse(Configuration);
        return json.RootElement.TryGetProperty("delivery_methods", out var list)
            && list.ValueKind == JsonValueKind.Array
            && methods.All(method => list.EnumerateArray().Any(item => item.ValueEquals(method)));
    }
}
