using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Admission;

/// <summary>An entry of the lists, as the gateway showed it, in words.</summary>
internal static class EntryWords
{
    private static readonly string[] Kinds = ["number", "prefix", "ip", "caller", "region", "carrier"];

    public static string Kind(JsonNode? entry) => Kinds.FirstOrDefault(kind => entry.Text(kind) is not null) ?? "";

    public static string? Value(JsonNode? entry) => entry.Text(Kind(entry));

    /// <summary>A moment in a document; as it is written when it cannot be read.</summary>
    public static string? Moment(JsonNode? document, string name) =>
        document.Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? Tables.Moment(moment)
        : text;
}
