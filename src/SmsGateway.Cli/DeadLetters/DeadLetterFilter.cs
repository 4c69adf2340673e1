using System.CommandLine;
using System.Globalization;
using SmsGateway.Cli.Commands;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Which dead letters: by day and reason.</summary>
internal sealed class DeadLetterFilter
{
    private readonly Option<string?> _day = new("--day")
    {
        Description = "Only of this day (UTC): yyyy-MM-dd, today or yesterday.",
        HelpName = "day",
    };
    private readonly Option<DeadLetterReason?> _reason = new("--reason")
    {
        Description = $"Only of this reason: {string.Join(", ", Enum.GetNames<DeadLetterReason>())}.",
        HelpName = "reason",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (
                Enum.GetNames<DeadLetterReason>()
                    .FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is
                { } known
            )
            {
                return Enum.Parse<DeadLetterReason>(known);
            }

            result.AddError(
                $"--reason: there is no reason '{text}'; it is one of {string.Join(", ", Enum.GetNames<DeadLetterReason>())}."
            );
            return null;
        },
    };

    public DeadLetterFilter()
    {
        _day.CompletionSources.Add("today", "yesterday");
        _reason.CompletionSources.Add(Enum.GetNames<DeadLetterReason>());
    }

    public IReadOnlyList<Option> Options => [_day, _reason];

    public bool IsGiven(Invocation invocation) =>
        invocation.Get(_day) is not null || invocation.Get(_reason) is not null;

    /// <summary>As the gateway's query has it, each with an ampersand before it.</summary>
    /// <exception cref="CliException">The day is none.</exception>
    public string Query(Invocation invocation) =>
        (Day(invocation) is { } day ? $"&day={day:yyyy-MM-dd}" : "")
        + (invocation.Get(_reason) is { } reason ? $"&reason={reason}" : "");

    /// <summary>An id as people type it.</summary>
    /// <exception cref="CliException">It cannot be one, and must not become a path.</exception>
    public static string RequireId(string text) =>
        MessageId.TryParse(text, out var id)
            ? id.ToString()
            : throw CliException.Usage(
                $"'{Tables.Clean(text)}' is no message id: letters, digits, dashes and underscores."
            );

    private DateOnly? Day(Invocation invocation)
    {
        var today = DateOnly.FromDateTime(invocation.Environment.Time.GetUtcNow().UtcDateTime);
        return invocation.Get(_day) switch
        {
            null => null,
            "today" => today,
            "yesterday" => today.AddDays(-1),
            var text => DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day
                : throw CliException.Usage("--day must be a date, yyyy-MM-dd, or today or yesterday."),
        };
    }
}
