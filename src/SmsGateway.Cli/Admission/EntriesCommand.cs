using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Admission;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Admission;

/// <summary>Shows the lists, and what was refused lately.</summary>
internal sealed class EntriesCommand : CliCommand
{
    private const int MostDecisions = 1000;

    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly Option<bool> _blocks = new("--blocks") { Description = "The block list." };
    private readonly Option<bool> _allows = new("--allows") { Description = "The allow list." };
    private readonly Option<bool> _decisions = new("--decisions")
    {
        Description = "What was refused lately, or would have been by rules that only record; newest first.",
    };
    private readonly Option<string?> _rule = New("--rule", "code", "Of the decisions, only those by this rule.");
    private readonly Option<string?> _caller = New("--caller", "name", "Of the decisions, only this caller's.");
    private readonly Option<string?> _region = New("--region", "code", "Of the decisions, only those of this region.");
    private readonly Option<int> _limit = Settings.Count(
        "--limit",
        100,
        1,
        MostDecisions,
        $"At most this many decisions, 1 to {MostDecisions}."
    );
    private readonly Option<bool> _reveal = Settings.Reveal();

    public EntriesCommand()
        : base(
            "list",
            "Show what is blocked and allowed; with --decisions, what was refused lately and by which rule.",
            new($"{CliApp.Name} admission list", "both lists; the rest from the environment"),
            new(
                $"{CliApp.Name} admission list --decisions --region UZ --limit 20",
                "what a country was refused; the rest from the environment"
            ),
            new($"{CliApp.Name} admission list --blocks --reveal --json", "for a script; the rest likewise")
        )
    {
        _rule.CompletionSources.Add([
            .. Enum.GetValues<AdmissionRule>()
                .Where(rule => rule != AdmissionRule.None)
                .Select(AdmissionRules.ReasonOf),
        ]);
        Add(_blocks, _allows, _decisions, _rule, _caller, _region, _limit, _reveal, _url, _key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (blocks, allows, decisions) = (
            invocation.Get(_blocks),
            invocation.Get(_allows),
            invocation.Get(_decisions)
        );
        var filter = Query(("rule", _rule), ("caller", _caller), ("region", _region));
        if (filter.Length > 0 && !decisions)
        {
            throw CliException.Usage("--rule, --caller and --region choose among decisions: add --decisions.");
        }

        (blocks, allows) = blocks || allows || decisions ? (blocks, allows) : (true, true);
        var reveal = invocation.Get(_reveal) ? "?reveal=true" : "";
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var found = new JsonObject();
        foreach (
            var (name, query) in new[]
            {
                (blocks ? "blocks" : null, reveal),
                (allows ? "allows" : null, reveal),
                (
                    decisions ? "decisions" : null,
                    string.Create(CultureInfo.InvariantCulture, $"?max={invocation.Get(_limit)}{filter}")
                ),
            }
        )
        {
            if (name is not null)
            {
                found[name] = await ReadAsync(gateway, $"api/admission/{name}{query}", cancellationToken);
            }
        }

        if (invocation.Json)
        {
            invocation.Write(found);
        }
        else
        {
            EntriesReport.Write(invocation, found);
        }

        return ExitCodes.Ok;

        string Query(params (string Name, Option<string?> Option)[] choices) =>
            string.Concat(
                choices
                    .Select(choice => (choice.Name, Value: invocation.Get(choice.Option)))
                    .Where(choice => choice.Value is not null)
                    .Select(choice => $"&{choice.Name}={Uri.EscapeDataString(choice.Value!)}")
            );
    }

    private static async Task<JsonNode> ReadAsync(
        GatewayClient gateway,
        string path,
        CancellationToken cancellationToken
    )
    {
        var answer = await gateway.OperateAsync(HttpMethod.Get, path, cancellationToken);
        return answer is { Status: 200, Json: { } page } && page["items"] is JsonArray items
            ? items.DeepClone()
            : throw OrderRefusal.Of(answer);
    }

    private static Option<string?> New(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description };
}
