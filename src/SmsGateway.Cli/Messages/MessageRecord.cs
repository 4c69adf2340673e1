using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Messages;

/// <summary>How a message fares, in the gateway's words.</summary>
internal sealed class MessageRecord(JsonObject document)
{
    public JsonObject Document => document;

    public string? Id => document.Text("id");

    public string? State => document.Text("state");

    public string? Caller => document.Text("caller");

    public string? Recipient => document.Text("recipient");

    /// <value>By which carrier, or why not.</value>
    public string? How => document.Text("carrier") ?? document.Text("reason");

    public string? CarrierMessageId => document.Text("carrierMessageId");

    public string? Attempts => document["attempts"]?.ToString();

    public IEnumerable<JsonObject> Earlier => (document["earlier"] as JsonArray ?? []).OfType<JsonObject>();

    public string? Accepted => At("acceptedAt") is { } at ? Tables.Moment(at) : null;

    /// <value>Delivered, given up or refused.</value>
    public string? Ended => At("at") is { } at ? Tables.Moment(at) : null;

    /// <value>How long it took from one to the other.</value>
    public string? After =>
        At("acceptedAt") is { } accepted && At("at") is { } ended
            ? (ended - accepted).TotalSeconds.ToString("0.0 's'", CultureInfo.InvariantCulture)
            : null;

    private DateTimeOffset? At(string name) =>
        DateTimeOffset.TryParse(document.Text(name), CultureInfo.InvariantCulture, out var at) ? at : null;
}
