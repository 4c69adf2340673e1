using System.Text.Json;

namespace SmsGateway.Cli.Auth0.Management;

/// <param name="Id">Such as con_...</param>
/// <param name="Name">Unique in the tenant.</param>
/// <param name="Options">JSON text, byte for byte as Auth0 sent it. It holds secrets.</param>
internal sealed record SmsConnection(string Id, string Name, string Options)
{
    public static SmsConnection Read(JsonElement json) =>
        new(
            json.GetProperty("id").GetString()!,
            json.GetProperty("name").GetString()!,
            json.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Object
                ? options.GetRawText()
                : "{}"
        );

    public override string ToString() => $"{Name} ({Id})";
}
