using System.CommandLine;
using System.Globalization;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;
using SmsGateway.Messages;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Shows one dead letter with every attempt.</summary>
internal sealed class ShowCommand : CliCommand
{
    private readonly Argument<string> _id = new("id")
    {
        Description = "The message's id, as Auth0 was answered and the list shows it.",
    };
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);
    private readonly Option<bool> _reveal = Settings.Reveal();

    public ShowCommand()
        : base(
            "show",
            "Show one dead letter with every attempt.",
            new(
                $"{CliApp.Name} dead-letters show 019a0b1c2d3e4f5061728394a5b6c7d8",
                "without the text and most of the number; the rest from the environment"
            ),
            new(
                $"{CliApp.Name} dead-letters show 019a0b1c2d3e4f5061728394a5b6c7d8 --reveal --json",
                "the whole record; the rest from the environment"
            )
        )
    {
        Add(_id);
        Add(_url, _key, _reveal);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var id = DeadLetterFilter.RequireId(invocation.Get(_id)!);
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var path = $"api/dead-letters/{id}{(invocation.Get(_reveal) ? "?reveal=true" : "")}";
        var answer = await gateway.OperateAsync(HttpMethod.Get, path, cancellationToken);
        if (answer is { Status: 404, Json: not null })
        {
            throw new CliException(
                $"There is no dead letter {id}: it was delivered, is still tried, was replayed or deleted, or never existed."
            );
        }

        if (answer.Status != 200 || DeadLetterRecord.From(answer.Json) is not { } record)
        {
            throw AnswerHints.Refusal(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(record.Document);
        }
        else
        {
            Write(invocation, record);
        }

        return ExitCodes.Ok;
    }

    private static void Write(Invocation invocation, DeadLetterRecord record)
    {
        var (wire, envelope) = (record.Wire, record.Wire.Envelope);
        var table = Tables.New(invocation, "Field", "Value");
        Add("id", record.Id);
        Add("reason", record.Reason);
        Add("detail", wire.Detail);
        Add("died", Tables.Moment(wire.DiedAt));
        if (envelope is not null)
        {
            Add("accepted", Tables.Moment(envelope.AcceptedAt));
            Add("expires", Tables.Moment(envelope.ExpiresAt));
            Add("caller", envelope.Caller);
            Add("to", envelope.Recipient);
            Add("from", envelope.Sender);
            Add("channel", envelope.Channel);
            Add("locale", envelope.Locale);
            Add("text", envelope.Body);
            AddContext(envelope.Context);
        }

        Add("raw", wire.Raw);
        invocation.Screen.Write(table);
        if (envelope is { Attempts.Length: > 0 })
        {
            WriteAttempts(invocation, envelope);
        }

        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                table.Row(field, value);
            }
        }

        void AddContext(RequestContext? context)
        {
            Add("country", context?.Country);
            Add("message type", context?.MessageType);
            Add("correlation id", context?.CorrelationId);
            Add("organization", context?.Organization);
            Add("client", context?.ClientId);
            Add("user", context?.UserId);
        }
    }

    private static void WriteAttempts(Invocation invocation, EnvelopeWire envelope)
    {
        invocation.Environment.Out.WriteLine();
        var table = Tables.New(invocation, "Attempt", "Carrier", "At", "Outcome", "Code", "Detail");
        for (var i = 0; i < envelope.Attempts.Length; i++)
        {
            var attempt = envelope.Attempts[i];
            table.Row(
                (i + 1).ToString(CultureInfo.InvariantCulture),
                attempt.Carrier,
                Tables.Moment(attempt.At),
                attempt.Outcome,
                attempt.Code,
                attempt.Detail
            );
        }

        invocation.Screen.Write(table);
    }
}
