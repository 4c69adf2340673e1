using System.CommandLine;

namespace SmsGateway.Cli.Commands;

internal static class Choices
{
    /// <summary>As the library's own, whose error does not name the option.</summary>
    public static void MustBeOneOf(this Option<string> option, params string[] choices)
    {
        option.CompletionSources.Add(choices);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !choices.Contains(token.Value))
            {
                result.AddError($"{option.Name}: '{token.Value}' is not one of {string.Join(", ", choices)}.");
            }
        });
    }
}
