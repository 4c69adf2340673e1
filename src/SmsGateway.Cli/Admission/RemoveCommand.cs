using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Admission;

/// <summary>Takes an entry off the lists.</summary>
internal sealed class RemoveCommand : CliCommand
{
    private readonly EntrySubject _subject = new(hasSwitches: true);
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly Option<bool> _blocks = new("--blocks") { Description = "From the block list only." };
    private readonly Option<bool> _allows = new("--allows") { Description = "From the allow list only." };

    public RemoveCommand()
        : base(
            "remove",
            "Take an entry off the block list and the allow list, wherever it is.",
            new($"{CliApp.Name} admission remove +61491570156", "a number; the rest from the environment"),
            new(
                $"{CliApp.Name} admission remove --prefix +99899394 --blocks",
                "a prefix that stays allowed; the rest from the environment"
            )
        )
    {
        Add(_subject.Argument);
        Add([.. _subject.Options, _blocks, _allows, _url, _key]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (field, value) = _subject.Require(invocation);
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var removed = new JsonArray();
        foreach (var list in Lists(invocation, field))
        {
            var answer = await gateway.OperateAsync(
                HttpMethod.Delete,
                $"api/admission/{list}?{field}={Uri.EscapeDataString(value)}",
                cancellationToken
            );
            switch (answer.Status)
            {
                case 204:
                    removed.Add((JsonNode?)list);
                    if (!invocation.Json)
                    {
                        invocation.Environment.Out.WriteLine($"Removed from {list}.");
                    }

                    break;
                case 404 when answer.Json is not null:
                    break;
                default:
                    throw OrderRefusal.Of(answer);
            }
        }

        if (removed.Count == 0)
        {
            throw new CliException($"It is on no list. `{CliApp.Name} admission list` shows what is.");
        }

        if (invocation.Json)
        {
            invocation.Write(new JsonObject { ["removedFrom"] = removed });
        }

        return ExitCodes.Ok;
    }

    /// <summary>Callers, regions and carriers are on one list only.</summary>
    private IEnumerable<string> Lists(Invocation invocation, string field)
    {
        var (blocks, allows) = (invocation.Get(_blocks), invocation.Get(_allows));
        if (blocks || !allows)
        {
            yield return "blocks";
        }

        if (allows || (!blocks && field is not ("caller" or "region" or "carrier")))
        {
            yield return "allows";
        }
    }
}
