using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Commands;

/// <summary>Texts in documents that others wrote: there, or null.</summary>
internal static class JsonTexts
{
    public static string? Text(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static string? Text(this JsonNode? json, string name) =>
        (json as JsonObject)?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
