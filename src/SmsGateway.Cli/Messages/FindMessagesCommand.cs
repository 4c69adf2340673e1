using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Messages;

/// <summary>Shows the messages of the last day to a number.</summary>
internal sealed class FindMessagesCommand : CliCommand
{
    private readonly Argument<string> _number = Numbers.Argument();
    private readonly Setting _url = Settings.Url();
    private readonly SecretSetting _key = Settings.OperatorsKey(isRequired: true);

    public FindMessagesCommand()
        : base(
            "find",
            "Show the messages of the last day to a number, newest first: waiting, delivered, dead, refused or not accepted.",
            new($"{CliApp.Name} messages find +61491570156", "did this user get a code; the rest from the environment"),
            new($"{CliApp.Name} messages find +61491570156 --json", "for a script; the rest from the environment")
        )
    {
        Add(_number);
        Add(_url, _key);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var number = Numbers.Require(invocation.Get(_number), "<number>");
        using var gateway = GatewayClient.For(invocation, _url, await invocation.SecretAsync(_key, cancellationToken));
        var answer = await gateway.OperateAsync(
            HttpMethod.Get,
            $"api/messages?recipient={Uri.EscapeDataString(number.E164)}",
            cancellationToken
        );
        if (answer is not { Status: 200, Json: { } found } || found["items"] is not JsonArray items)
        {
            throw AnswerHints.Refusal(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(found.DeepClone());
            return ExitCodes.Ok;
        }

        var searched = DateTimeOffset.TryParse(found.Text("searchedSince"), CultureInfo.InvariantCulture, out var since)
            ? $" since {Tables.Moment(since)}"
            : "";
        var isTruncated = found["truncated"]?.ToString() == "true";
        if (items.Count == 0)
        {
            invocation.Environment.Out.WriteLine(
                $"No message to {number}{(isTruncated ? searched : " within a day")}."
            );
        }
        else
        {
            Write(invocation, items);
        }

        if (isTruncated)
        {
            invocation.Note($"There are older ones, or may be: these are all{searched}.");
        }

        return ExitCodes.Ok;
    }

    private static void Write(Invocation invocation, JsonArray items)
    {
        var table = Tables.New(invocation, "Accepted", "Id", "Caller", "State", "How", "After", "Attempts");
        foreach (var message in items.Select(item => new MessageRecord(item as JsonObject ?? [])))
        {
            table.Row(
                message.Accepted ?? message.Ended,
                message.Id,
                message.Caller,
                message.State,
                message.How,
                message.After,
                message.Attempts
            );
        }

        invocation.Screen.Write(table);
    }
}
