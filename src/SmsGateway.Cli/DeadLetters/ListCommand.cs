using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Shows what was given up, by reason.</summary>
internal sealed class ListCommand : CliCommand
{
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly DeadLetterFilter _filter = new();
    private readonly Option<int> _limit = Settings.Count(
        "--limit",
        100,
        0,
        int.MaxValue,
        "At most this many, the newest; 0 for all."
    );
    private readonly Option<bool> _reveal = Settings.Reveal();

    public ListCommand()
        : base(
            "list",
            "List dead letters, newest first, grouped by reason.",
            new($"{CliApp.Name} dead-letters list --day today", "today's; the rest from the environment"),
            new(
                $"{CliApp.Name} dead-letters list --reason Rejected --limit 0 --json",
                "every rejected one, for a script; the rest from the environment"
            )
        )
    {
        Add([_url, _key, .. _filter.Options, _limit, _reveal]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var query = _filter.Query(invocation) + (invocation.Get(_reveal) ? "&reveal=true" : "");
        var limit = invocation.Get(_limit) is > 0 and var most ? most : (int?)null;
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var (items, more) = await DeadLetterReader.ReadAsync(gateway, query, limit, _ => { }, cancellationToken);
        var groups = items
            .GroupBy(item => item.Reason)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        if (invocation.Json)
        {
            invocation.Write(
                new JsonObject
                {
                    ["reasons"] = new JsonObject(
                        groups.Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count()))
                    ),
                    ["items"] = new JsonArray([.. items.Select(item => item.Document.DeepClone())]),
                    ["more"] = more,
                }
            );
            return ExitCodes.Ok;
        }

        if (items.Count == 0)
        {
            invocation.Environment.Out.WriteLine("No dead letters.");
            return ExitCodes.Ok;
        }

        WriteSummary(invocation, groups);
        foreach (var group in groups)
        {
            WriteGroup(invocation, group, invocation.Get(_reveal));
        }

        if (more)
        {
            invocation.Note($"There are more; --limit 0 shows all, --day and --reason choose.");
        }

        return ExitCodes.Ok;
    }

    private static void WriteSummary(Invocation invocation, IEnumerable<IGrouping<string, DeadLetterRecord>> groups)
    {
        var table = Tables.New(invocation, "Reason", "Count", "Newest", "Oldest");
        foreach (var group in groups)
        {
            table.Row(
                group.Key,
                group.Count().ToString(CultureInfo.InvariantCulture),
                Tables.Moment(group.Max(item => item.Wire.DiedAt)),
                Tables.Moment(group.Min(item => item.Wire.DiedAt))
            );
        }

        invocation.Screen.Write(table);
    }

    private static void WriteGroup(Invocation invocation, IGrouping<string, DeadLetterRecord> group, bool reveal)
    {
        invocation.Environment.Out.WriteLine();
        invocation.Environment.Out.WriteLine(group.Key);
        var table = Tables.New(invocation, "Id", "Died", "Caller", "To", "Last attempts", reveal ? "Text" : "Detail");
        foreach (var item in group)
        {
            var (wire, envelope) = (item.Wire, item.Wire.Envelope);
            var attempts = wire.LastOutcomes.Select(attempt =>
                $"{attempt.Carrier}: {attempt.Outcome}{(attempt.Code is { } code ? $" {code}" : "")}"
            );
            table.Row(
                item.Id,
                Tables.Moment(wire.DiedAt),
                envelope?.Caller,
                envelope?.Recipient,
                string.Join(", ", attempts),
                reveal ? envelope?.Body ?? wire.Raw ?? wire.Detail : wire.Detail
            );
        }

        invocation.Screen.Write(table);
    }
}
