using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>What happened to each.</summary>
internal static class BulkReport
{
    /// <summary>Rows of a table that still help a person.</summary>
    private const int MaxRows = 50;

    /// <summary>Such as "12 dead letters (9 Expired, 3 Rejected)".</summary>
    public static string Phrase(IReadOnlyList<BulkItem> items)
    {
        var reasons = items
            .Where(item => item.Known is not null)
            .GroupBy(item => item.Known!.Reason ?? "unknown")
            .Select(group => $"{group.Count()} {group.Key}");
        var detail = string.Join(", ", reasons);
        return $"{items.Count} dead letter{(items.Count == 1 ? "" : "s")}{(detail.Length > 0 ? $" ({detail})" : "")}";
    }

    public static void Write(Invocation invocation, string verb, IReadOnlyList<BulkItem> items, bool dryRun)
    {
        if (invocation.Json)
        {
            invocation.Write(Document(verb, items, dryRun));
        }
        else if (items.Count == 0)
        {
            invocation.Environment.Out.WriteLine("No dead letters; nothing to do.");
        }
        else if (dryRun)
        {
            WritePlan(invocation, verb, items);
        }
        else
        {
            WriteResults(invocation, items);
        }
    }

    private static JsonObject Document(string verb, IReadOnlyList<BulkItem> items, bool dryRun) =>
        new()
        {
            ["action"] = verb,
            ["dryRun"] = dryRun,
            ["counts"] = new JsonObject(
                items
                    .GroupBy(item => item.Result)
                    .Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count()))
            ),
            ["items"] = new JsonArray([
                .. items.Select(item => new JsonObject
                {
                    ["id"] = item.Id,
                    ["reason"] = item.Known?.Reason,
                    ["result"] = item.Result,
                    ["detail"] = item.Detail,
                }),
            ]),
        };

    private static void WritePlan(Invocation invocation, string verb, IReadOnlyList<BulkItem> items)
    {
        invocation.Environment.Out.WriteLine($"Nothing was done. Without --dry-run it would {verb} {Phrase(items)}:");
        var table = Tables.New(invocation, "Id", "Reason", "Died", "Expires", "To");
        foreach (var item in items.Take(MaxRows))
        {
            var envelope = item.Known?.Envelope;
            table.Row(
                item.Id,
                item.Known?.Reason,
                item.Known is { } known ? Tables.Moment(known.DiedAt) : null,
                envelope is null ? null : Tables.Moment(envelope.ExpiresAt),
                envelope?.Recipient
            );
        }

        invocation.Screen.Write(table);
        NoteRest(invocation, items.Count);
    }

    /// <summary>Counts first; then those that did not go as asked, which are all that somebody must look at.</summary>
    private static void WriteResults(Invocation invocation, IReadOnlyList<BulkItem> items)
    {
        var summary = Tables.New(invocation, "Result", "Count", "Detail");
        foreach (
            var group in items.GroupBy(item => (item.Result, item.Detail)).OrderByDescending(group => group.Count())
        )
        {
            summary.Row(group.Key.Result, group.Count().ToString(CultureInfo.InvariantCulture), group.Key.Detail);
        }

        invocation.Screen.Write(summary);
        var others = items.Where(item => item.Detail is not null || item.Result == BulkItem.NotTried).ToList();
        if (others.Count == 0 || items.Count == 1)
        {
            return;
        }

        invocation.Environment.Out.WriteLine();
        var table = Tables.New(invocation, "Id", "Reason", "Result");
        foreach (var item in others.Take(MaxRows))
        {
            table.Row(item.Id, item.Known?.Reason, item.Result);
        }

        invocation.Screen.Write(table);
        NoteRest(invocation, others.Count);
    }

    private static void NoteRest(Invocation invocation, int count)
    {
        if (count > MaxRows)
        {
            invocation.Note($"And {count - MaxRows} more; --json names them all.");
        }
    }
}
