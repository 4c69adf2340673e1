using SmsGateway.Cli.Commands;
using SmsGateway.Messages;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Ids as people type them.</summary>
internal static class DeadLetterIds
{
    /// <exception cref="CliException">It cannot be one, and must not become a path.</exception>
    public static string Require(string text) => MessageId.TryParse(text, out var id)
        ? id.ToString()
        : throw CliException.Usage($"'{Tables.Clean(text)}' is no message id: letters, digits, dashes and underscores.");
}
