using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.Cli.Auth0.Management;

/// <summary>The Action of the trigger custom-phone-provider.</summary>
/// <param name="Id">Of the Action.</param>
/// <param name="Name">Shown in the dashboard.</param>
/// <param name="Code">Of its draft.</param>
/// <param name="Runtime">Such as node22.</param>
/// <param name="SecretNames">Their values can be written only.</param>
/// <param name="DeployedCode">What runs; null before the first deployment.</param>
/// <param name="Status">Of its draft: pending, building, built, failed. No undo file has it.</param>
/// <param name="IsAllDeployed">Whether the draft, with its secrets, is what runs. No undo file has it.</param>
internal sealed record PhoneAction(
    string Id,
    string Name,
    string Code,
    string? Runtime,
    IReadOnlyList<string> SecretNames,
    string? DeployedCode,
    [property: JsonIgnore] string Status = "",
    [property: JsonIgnore] bool IsAllDeployed = false
)
{
    public const string Trigger = "custom-phone-provider";

    [JsonIgnore]
    public bool IsBuilt => Status == "built";

    [JsonIgnore]
    public bool HasFailed => Status == "failed";

    public static PhoneAction Read(JsonElement json)
    {
        var deployed =
            json.TryGetProperty("deployed_version", out var version) && version.ValueKind == JsonValueKind.Object
                ? Text(version, "code") ?? ""
                : null;
        return new PhoneAction(
            Text(json, "id") ?? "",
            Text(json, "name") ?? "",
            Text(json, "code") ?? "",
            Text(json, "runtime"),
            json.TryGetProperty("secrets", out var secrets) && secrets.ValueKind == JsonValueKind.Array
                ? [.. secrets.EnumerateArray().Select(secret => Text(secret, "name") ?? "")]
                : [],
            deployed,
            Text(json, "status") ?? "",
            !json.TryGetProperty("all_changes_deployed", out var all) || all.ValueKind != JsonValueKind.False
        );
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
