using System.CommandLine;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using SmsGateway.Cli.Tokens;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Send;

/// <summary>Posts a message as Auth0 would, and with an operators' key follows it to its end.</summary>
internal sealed class SendCommand : CliCommand
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    private readonly Setting _url = Settings.Url();
    private readonly CallerSettings _caller = new(isRequired: true);
    private readonly MessageOptions _message = new();
    private readonly SecretSetting _operatorsKey = Settings.OperatorsKey(isRequired: false);
    private readonly Option<int> _wait = Settings.Seconds(
        "--wait",
        60,
        "How long to follow the message; 0 does not. Needs the operators' key."
    );

    public SendCommand()
        : base(
            "send",
            "Post a signed message as Auth0 would. With the operators' key it is followed until a carrier has it or it is a dead letter.",
            new($"{CliApp.Name} send --to +61491570156", "everything else from the environment"),
            new(
                $"{CliApp.Name} send --to +61491570156 --text \"Code: {{code}}\" --code 123456 --from Acme",
                "a certain text; the rest from the environment"
            ),
            new(
                $"{CliApp.Name} send --to +61491570156 --shape action --channel voice --wait 0 --json",
                "a call, as an Action asks for it; the rest from the environment"
            )
        )
    {
        Add([.. _message.Options, _url, .. _caller.Options, _operatorsKey, _wait]);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var message = _message.Read(invocation, out var recipient);
        var caller = await _caller.RequireAsync(invocation, cancellationToken);
        var wait = TimeSpan.FromSeconds(invocation.Get(_wait));
        var key = wait > TimeSpan.Zero ? await invocation.FindSecretAsync(_operatorsKey, cancellationToken) : null;
        if (key is not null)
        {
            message["follow"] = true;
        }

        using var gateway = GatewayClient.For(invocation, _url, key);
        var now = invocation.Environment.Time.GetUtcNow();
        var answer = await gateway.PostMessageAsync(
            message,
            body => caller.Token(now, TokenLifetime, body),
            _message.UserAgent(invocation),
            cancellationToken
        );
        if (answer.Status != 200 || answer.Text("id") is not { } id)
        {
            return Refused(invocation, answer, gateway.AcceptAddress);
        }

        if (!invocation.Json)
        {
            invocation.Environment.Out.WriteLine(
                $"200 in {answer.Elapsed.TotalMilliseconds:0} ms: message {id} to {recipient} is accepted."
            );
        }

        var end = key is null
            ? null
            : await new MessageFollower(gateway, invocation).FollowAsync(id, wait, cancellationToken);
        if (key is null && wait > TimeSpan.Zero)
        {
            invocation.Note(
                $"Not followed further: that takes the operators' key ({_operatorsKey.Name} or {_operatorsKey.Variable})."
            );
        }

        return Report(invocation, answer, id, end, wait);
    }

    private static int Refused(Invocation invocation, GatewayAnswer answer, Uri address)
    {
        var advice = AnswerHints.For(answer, address);
        if (answer.Status == 200)
        {
            advice = $"Something at {address} answers 200, but it is not the gateway: the answer has no id.";
        }

        invocation.Note($"{answer.Status} in {answer.Elapsed.TotalMilliseconds:0} ms: {advice}");
        if (invocation.Json)
        {
            invocation.Write(
                new JsonObject
                {
                    ["status"] = answer.Status,
                    ["elapsedMs"] = Milliseconds(answer),
                    ["error"] = advice,
                }
            );
        }

        return ExitCodes.Failed;
    }

    private static int Report(Invocation invocation, GatewayAnswer answer, string id, SendResult? end, TimeSpan wait)
    {
        if (invocation.Json)
        {
            invocation.Write(
                new JsonObject
                {
                    ["status"] = answer.Status,
                    ["id"] = id,
                    ["elapsedMs"] = Milliseconds(answer),
                    ["state"] = end?.State ?? "accepted",
                    ["end"] = end?.Record?.DeepClone(),
                }
            );
        }
        else if (end is not null)
        {
            invocation.Environment.Out.WriteLine(Sentence(end, id, wait));
        }

        return end is null or { State: "delivered" or "kept" } ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static string Sentence(SendResult end, string id, TimeSpan wait) =>
        end.State switch
        {
            "delivered" =>
                $"{Since(end, id)}carrier {end.Carrier} has it{(end.CarrierMessageId is { } theirs ? $" as {theirs}" : "")}, attempt {end.Attempts}.",
            "assumed" =>
                $"{Since(end, id)}carrier {end.Carrier} gave no answer; taken for sent (UnknownOutcome is AssumeSent), attempt {end.Attempts}.",
            "dead" => $"{Since(end, id)}given up: {end.Reason}. `{CliApp.Name} dead-letters show {id}` tells why.",
            "kept" =>
                $"Kept, and not sent: this is a test number. `{CliApp.Name} dead-letters show {id} --reveal` shows the text.",
            "pending" =>
                $"Not ended within {wait.TotalSeconds:0} s: it is still tried, or the gateway is too old to tell. "
                    + $"`{CliApp.Name} check` shows its carriers.",
            _ => $"The gateway says '{end.State}'.",
        };

    /// <summary>The id holds the time of acceptance, by the same clock as the time of the end.</summary>
    private static string Since(SendResult end, string id) =>
        MessageId.TryParse(id, out var messageId)
        && messageId.AcceptedAt is { } accepted
        && DateTimeOffset.TryParse(
            end.Record?["at"]?.ToString(),
            System.Globalization.CultureInfo.InvariantCulture,
            out var at
        )
            ? $"After {Math.Max(0, (at - accepted).TotalMilliseconds):0} ms: "
            : "";

    private static double Milliseconds(GatewayAnswer answer) => Math.Round(answer.Elapsed.TotalMilliseconds, 1);
}
