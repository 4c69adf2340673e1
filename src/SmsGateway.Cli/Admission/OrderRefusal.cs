using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Admission;

/// <summary>When the gateway does not do as ordered.</summary>
internal static class OrderRefusal
{
    public static CliException Of(GatewayAnswer answer) =>
        answer.Status == 400 && answer.Errors.Any()
            // The gateway speaks of its own parameter; here it is an option.
            ? CliException.Usage(
                string.Join('\n', answer.Errors.Select(Tables.Clean))
                    .Replace("force=true to the query", "--force", StringComparison.Ordinal)
            )
            : AnswerHints.Refusal(answer);
}
