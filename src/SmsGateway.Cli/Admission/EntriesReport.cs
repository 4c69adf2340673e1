using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Admission;

/// <summary>The lists and decisions as tables.</summary>
internal static class EntriesReport
{
    public static void Write(Invocation invocation, JsonObject found)
    {
        var output = invocation.Environment.Out;
        var isFirst = true;
        foreach (var (name, items) in found)
        {
            if (!isFirst)
            {
                output.WriteLine();
            }

            isFirst = false;
            if (items is not JsonArray { Count: > 0 } all)
            {
                output.WriteLine(
                    name switch
                    {
                        "blocks" => "Nothing is blocked.",
                        "allows" => "Nothing is on the allow list.",
                        _ => "Nothing was refused lately.",
                    }
                );
            }
            else if (name == "decisions")
            {
                WriteDecisions(invocation, all);
            }
            else
            {
                WriteEntries(invocation, name == "blocks" ? "Blocked" : "Allowed", all);
            }
        }
    }

    private static void WriteEntries(Invocation invocation, string title, JsonArray entries)
    {
        var table = Tables.New(invocation, title, "", "Until", "Since", "Reason");
        foreach (var entry in entries)
        {
            table.Row(
                EntryWords.Kind(entry),
                EntryWords.Value(entry),
                EntryWords.Moment(entry, "until") ?? "removed",
                EntryWords.Moment(entry, "since"),
                entry.Text("reason")
            );
        }

        invocation.Screen.Write(table);
    }

    private static void WriteDecisions(Invocation invocation, JsonArray decisions)
    {
        var table = Tables.New(
            invocation,
            "At",
            "Rule",
            "Result",
            "Caller",
            "Region",
            "To",
            "Asked for from",
            "Held until"
        );
        foreach (var decision in decisions)
        {
            table.Row(
                EntryWords.Moment(decision, "at"),
                decision.Text("rule"),
                decision.Text("result"),
                decision.Text("caller"),
                decision.Text("region"),
                decision.Text("recipient"),
                decision.Text("network"),
                EntryWords.Moment(decision, "heldUntil")
            );
        }

        invocation.Screen.Write(table);
    }
}
