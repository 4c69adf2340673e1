using System.Text.Json.Nodes;
using SmsGateway.Delivery;

namespace SmsGateway.Cli.Send;

/// <summary>How a message ended, as <c>GET /api/messages/{id}</c> tells it.</summary>
/// <param name="State">delivered, dead, or pending when it had not ended in the time given.</param>
/// <param name="Record">The gateway's own words; null while pending.</param>
internal sealed record MessageEnd(string State, JsonObject? Record)
{
    public static readonly MessageEnd Pending = new("pending", null);

    public string? Carrier => Text("carrier");

    public string? CarrierMessageId => Text("carrierMessageId");

    public string? Reason => Text("reason");

    public string? Attempts => Record?["attempts"]?.ToString();

    private string? Text(string name) => Record?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
