using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Commands;

/// <summary>Texts in JSON: in documents that others wrote, there or null, and as a document has them.</summary>
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

    /// <summary>With its quotes, and what has to be escaped so. Works without reflection, as native programs need it.</summary>
    public static string Quoted(this string text, JsonSerializerOptions? options = null) =>
        JsonValue.Create(text)!.ToJsonString(options);
}
