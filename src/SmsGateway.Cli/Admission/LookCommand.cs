using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Admission;

/// <summary>Asks what would be decided of a message now.</summary>
internal sealed class LookCommand : CliCommand
{
    private readonly Argument<string> _number = Numbers.Argument();
    private readonly Option<string?> _caller = New(
        "--caller",
        "name",
        "Who posts it. Not needed when the gateway has one caller; without it the rules on callers are not asked."
    );
    private readonly Option<string?> _ip = New("--ip", "address", "Who asks for the code.");
    private readonly Option<string?> _user = New("--user", "id", "Auth0's id of the user.");
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);

    public LookCommand()
        : base(
            "test",
            "Tell whether a code would be sent to a number now, and which rule is against it. Nothing is sent or counted.",
            new($"{CliApp.Name} admission test +61491570156", "the rest from the environment"),
            new(
                $"{CliApp.Name} admission test +61491570156 --caller auth0 --ip 203.0.113.7 --json",
                "as if asked for from this address; the rest from the environment"
            )
        )
    {
        Add(_number);
        Add(_caller, _ip, _user, _url, _key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var number = Numbers.Require(invocation.Get(_number), "<number>");
        var question = new JsonObject { ["recipient"] = number.E164 };
        foreach (var (field, option) in new[] { ("caller", _caller), ("ip", _ip), ("userId", _user) })
        {
            if (invocation.Get(option) is { } value)
            {
                question[field] = value;
            }
        }

        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var answer = await gateway.OperateAsync(HttpMethod.Post, "api/admission/test", question, cancellationToken);
        if (answer is not { Status: 200, Json: { } look } || answer.Text("decision") is not { } decision)
        {
            throw OrderRefusal.Of(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(look.DeepClone());
        }
        else
        {
            invocation.Environment.Out.WriteLine(Tables.Clean(Sentence(number, look, decision)));
        }

        return decision == "admitted" ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Sentence(PhoneNumber number, JsonObject look, string decision)
    {
        var recorded = string.Join(", ", (look["recorded"] as JsonArray ?? []).Select(rule => rule?.ToString()));
        return $"{number} ({look.Text("region")}) would be {decision}"
            + (look.Text("rule") is { } rule ? $": {rule}" : "")
            + (look["retryAfter"] is { } seconds ? $", for {seconds} s" : "")
            + "."
            + (recorded.Length > 0 ? $" Rules that only record are against it: {recorded}." : "")
            + (Is(look, "onAllowList") ? " It is on the allow list." : "")
            + (Is(look, "testNumber") ? " It is a test number: never sent, and kept for an operator." : "");
    }

    private static bool Is(JsonObject look, string name) => look[name]?.ToString() == "true";

    private static Option<string?> New(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description };
}
