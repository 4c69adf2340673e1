using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.DeadLetters;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>One dead letter as the gateway showed it: its own document, and the fields that tables take from it.</summary>
internal sealed class DeadLetterRecord
{
    private DeadLetterRecord(JsonObject document, DeadLetterWire wire) => (Document, Wire) = (document, wire);

    public JsonObject Document { get; }

    public DeadLetterWire Wire { get; }

    public string Id => Wire.Id!;

    public string Reason => Wire.Reason ?? "unknown";

    /// <returns>Null when it is no dead letter.</returns>
    public static DeadLetterRecord? From(JsonNode? node)
    {
        try
        {
            return
                node is JsonObject document
                && document.Deserialize(DeadLetterJson.Default.DeadLetterWire) is { Id.Length: > 0 } wire
                ? new DeadLetterRecord(document, wire)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
