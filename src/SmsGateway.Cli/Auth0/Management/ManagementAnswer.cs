using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmsGateway.Cli.Auth0.Management;

/// <param name="Status">Of HTTP.</param>
/// <param name="Text">The body; it may hold secrets, so nothing prints it.</param>
internal readonly record struct ManagementAnswer(int Status, string Text)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>A field of an error, in the form of the Management API or of the token endpoint.</summary>
    public string? ErrorField(string name)
    {
        try
        {
            return JsonNode.Parse(Text) is JsonObject error && error[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
