using System.CommandLine;
using SmsGateway.Cli.Auth0;
using SmsGateway.Cli.Check;
using SmsGateway.Cli.Completion;
using SmsGateway.Cli.DeadLetters;
using SmsGateway.Cli.Secrets;
using SmsGateway.Cli.Send;
using SmsGateway.Cli.Tokens;

namespace SmsGateway.Cli.Commands;

/// <summary>Every command, under its name.</summary>
internal static class CommandTree
{
    /// <summary>On every command.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON document on standard output, and nothing else there.",
        Recursive = true,
    };

    public static RootCommand Create()
    {
        var root = new RootCommand("Connects an SMS gateway for Auth0's one-time codes, tries it out, checks it, and handles its dead letters.")
        {
            Json,
            Auth0Commands.Create(),
            new SendCommand(),
            new CheckCommand(),
            new TokenCommand(),
            SecretsGroup.Create(),
            DeadLettersGroup.Create(),
            new CompletionCommand(),
        };
        HelpPage.Install(root);
        return root;
    }
}
