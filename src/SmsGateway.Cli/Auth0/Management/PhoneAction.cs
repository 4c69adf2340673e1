using System.Text.Json;
using System.Text.Json.Serialization;
using SmsGateway.Cli.Commands;

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
                ? version.Text("code") ?? ""
                : null;
        return new PhoneAction(
            json.Text("id") ?? "",
            json.Text("name") ?? "",
            json.Text("code") ?? "",
            json.Text("runtime"),
            json.TryGetProperty("secrets", out var secrets) && secrets.ValueKind == JsonValueKind.Array
                ? [.. secrets.EnumerateArray().Select(secret => secret.Text("name") ?? "")]
                : [],
            deployed,
            json.Text("status") ?? "",
            !json.TryGetProperty("all_changes_deployed", out var all) || all.ValueKind != JsonValueKind.False
        );
    }
}
