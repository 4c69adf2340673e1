using System.CommandLine;
using SmsGateway.Messages;

namespace SmsGateway.Cli.Commands;

/// <summary>Telephone numbers on the command line.</summary>
internal static class Numbers
{
    public static Argument<string> Argument() =>
        new("number") { Description = "Whose phone, with its country code after a plus sign." };

    /// <param name="text">As it was given.</param>
    /// <param name="what">Names it in the mistake: <c>&lt;number&gt;</c>, <c>--to</c>.</param>
    /// <exception cref="CliException">It is no number.</exception>
    public static PhoneNumber Require(string? text, string what) =>
        PhoneNumber.TryParse(text, out var number)
            ? number
            : throw CliException.Usage(
                $"{what} must be a number in E.164 form: a plus sign and {PhoneNumber.MinDigits} to {PhoneNumber.MaxDigits} digits."
            );
}
