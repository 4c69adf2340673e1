using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Gateway;

/// <summary>What the gateway said, or whatever else listens there.</summary>
internal sealed class GatewayAnswer
{
    public required int Status { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>By the clock of this machine.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>By the clock of the other.</summary>
    public DateTimeOffset? Date { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public Uri? Location { get; init; }

    /// <summary>The body, when it is a JSON object.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>A text of the body, when there is one under this name.</summary>
    public string? Text(string name) => Json.Text(name);

    /// <summary>Whether an empty message was read, and refused: so its token was good.</summary>
    public bool IsForKnownCaller =>
        Status == 400 && Json?["errors"] is JsonObject errors && errors.ContainsKey("recipient");

    /// <summary>The mistakes that problem details list, one a line.</summary>
    public IEnumerable<string> Errors =>
        Json?["errors"] is JsonObject errors
            ? errors.SelectMany(entry =>
                (entry.Value as JsonArray ?? []).Select(error =>
                    $"{(entry.Key.Length > 0 ? entry.Key : "the body")} {error}"
                )
            )
            : [];

    /// <returns>Null for what is none: a proxy's page, or an object that says something twice.</returns>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })
                as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
