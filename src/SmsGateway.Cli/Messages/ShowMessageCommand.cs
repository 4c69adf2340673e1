using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.DeadLetters;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Messages;

/// <summary>Shows how one message fares.</summary>
internal sealed class ShowMessageCommand : CliCommand
{
    private readonly Argument<string> _id = new("id")
    {
        Description = "The message's id, as Auth0 was answered and the log shows it.",
    };
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);

    public ShowMessageCommand()
        : base(
            "show",
            "Show how one message fares: which carrier took it when, why none did, or that it waits.",
            new($"{CliApp.Name} messages show 019a0b1c2d3e4f5061728394a5b6c7d8", "the rest from the environment"),
            new(
                $"{CliApp.Name} messages show 019a0b1c2d3e4f5061728394a5b6c7d8 --json",
                "for a script; the rest from the environment"
            )
        )
    {
        Add(_id);
        Add(_url, _key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var id = DeadLetterFilter.RequireId(invocation.Get(_id)!);
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var answer = await gateway.OperateAsync(HttpMethod.Get, $"api/messages/{id}", cancellationToken);
        if (answer is { Status: 404, Json: not null })
        {
            throw new CliException(
                $"Nothing is known of message {id}. {answer.Text("title") ?? answer.Text("detail")}".TrimEnd()
            );
        }

        if (answer is not { Status: 200, Json: { } record } || record.Text("state") is null)
        {
            throw AnswerHints.Refusal(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(record.DeepClone());
        }
        else
        {
            Write(invocation, new MessageRecord(record));
        }

        return ExitCodes.Ok;
    }

    private static void Write(Invocation invocation, MessageRecord message)
    {
        var table = Tables.New(invocation, "Field", "Value");
        Add("id", message.Id);
        Add("state", message.State);
        Add(message.Document.Text("carrier") is null ? "reason" : "carrier", message.How);
        Add("carrier's id", message.CarrierMessageId);
        Add("caller", message.Caller);
        Add("to", message.Recipient);
        Add("accepted", message.Accepted);
        Add("ended", message.Ended);
        Add("after", message.After);
        Add("attempts", message.Attempts);
        invocation.Screen.Write(table);
        JsonObject[] earlier = [.. message.Earlier];
        if (earlier.Length > 0)
        {
            WriteEarlier(invocation, earlier);
        }

        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                table.Row(field, value);
            }
        }
    }

    private static void WriteEarlier(Invocation invocation, JsonObject[] attempts)
    {
        invocation.Environment.Out.WriteLine();
        var table = Tables.New(invocation, "Attempt", "Carrier", "At", "Outcome", "Code", "Detail");
        for (var i = 0; i < attempts.Length; i++)
        {
            var attempt = attempts[i];
            table.Row(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                attempt.Text("carrier"),
                DateTimeOffset.TryParse(attempt.Text("at"), CultureInfo.InvariantCulture, out var at)
                    ? Tables.Moment(at)
                    : null,
                attempt.Text("outcome"),
                attempt.Text("code"),
                attempt.Text("detail")
            );
        }

        invocation.Screen.Write(table);
    }
}
