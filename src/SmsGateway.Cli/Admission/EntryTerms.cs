using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Admission;

/// <summary>How long an entry of the lists is to hold and why; and the order to make it.</summary>
internal sealed class EntryTerms
{
    private readonly Option<TimeSpan?> _for = Settings.Length(
        "--for",
        "For so long, such as 30m, 1h or 7d; without it and --until, until it is removed."
    );
    private readonly Option<string?> _until = new("--until")
    {
        Description = "Until then, with its zone, such as 2026-12-01T06:00:00Z.",
        HelpName = "moment",
    };
    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why, for who reads the list later; at most 200 characters.",
        HelpName = "text",
    };

    public IEnumerable<Option> Options => [_for, _until, _reason];

    /// <param name="path">Of the list, with its query.</param>
    /// <param name="done">What has been done then.</param>
    /// <param name="end">Of one that does not end by itself.</param>
    /// <param name="field">Of the order.</param>
    /// <param name="value">What it is about.</param>
    /// <param name="gateway">That is told.</param>
    /// <param name="invocation">Has the terms, and is told how it went.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<int> PutAsync(
        string path,
        string done,
        string end,
        string field,
        string value,
        GatewayClient gateway,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        var order = new JsonObject { [field] = value };
        if (invocation.Get(_for) is { } length)
        {
            order["for"] = length.ToString("c", CultureInfo.InvariantCulture);
        }

        Set(order, "until", invocation.Get(_until));
        Set(order, "reason", invocation.Get(_reason));
        var answer = await gateway.OperateAsync(HttpMethod.Put, path, order, cancellationToken);
        if (answer is not { Status: 200, Json: { } entry })
        {
            throw OrderRefusal.Of(answer);
        }

        if (invocation.Json)
        {
            invocation.Write(entry.DeepClone());
        }
        else
        {
            invocation.Environment.Out.WriteLine(
                Tables.Clean(
                    $"{done}: {EntryWords.Kind(entry)} {EntryWords.Value(entry)}, "
                        + (EntryWords.Moment(entry, "until") is { } until ? $"until {until}." : $"{end}.")
                )
            );
        }

        return ExitCodes.Ok;
    }

    private static void Set(JsonObject order, string field, string? value)
    {
        if (value is not null)
        {
            order[field] = value;
        }
    }
}
