using System.CommandLine;
using SmsGateway.Cli.Admission;
using SmsGateway.Cli.Auth0;
using SmsGateway.Cli.Carriers;
using SmsGateway.Cli.Check;
using SmsGateway.Cli.Completion;
using SmsGateway.Cli.DeadLetters;
using SmsGateway.Cli.Messages;
using SmsGateway.Cli.Secrets;
using SmsGateway.Cli.Send;
using SmsGateway.Cli.Stats;
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
        var root = new RootCommand(
            "Connects an SMS gateway for Auth0's one-time codes, tries it out, checks it, finds its messages, handles its dead letters, and blocks what must not be sent."
        )
        {
            Json,
            new CliCommand(
                "auth0",
                "Connect an Auth0 tenant to the gateway, see whether all is right, and put it back.",
                new(
                    $"{CliApp.Name} auth0 status --domain example.eu.auth0.com --client-id abc --client-secret-file client.txt",
                    "what is wrong, and how to mend it"
                ),
                new(
                    $"{CliApp.Name} auth0 connect --dry-run",
                    "what connecting would change; everything from the environment"
                )
            )
            {
                new ConnectCommand(),
                new StatusCommand(),
                new DisconnectCommand(),
            },
            new SendCommand(),
            new CheckCommand(),
            new CarriersCommand { new CarrierOffCommand(), new CarrierOnCommand() },
            new StatsCommand(),
            new TokenCommand(),
            new CliCommand(
                "secrets",
                "Make secrets.",
                new Example($"{CliApp.Name} secrets generate --out secret.txt", "a signing secret, and how to store it")
            )
            {
                new GenerateCommand(),
            },
            new CliCommand(
                "messages",
                "Find the messages to a number, and show how one ended. Takes the operators' key.",
                new Example(
                    $"{CliApp.Name} messages find +61491570156",
                    "did this user get a code; the rest from the environment"
                )
            )
            {
                new FindMessagesCommand(),
                new ShowMessageCommand(),
            },
            new CliCommand(
                "dead-letters",
                "List, show, replay and delete messages that were given up. Takes the operators' key.",
                new Example(
                    $"{CliApp.Name} dead-letters list --day today",
                    "what was given up today; the rest from the environment"
                )
            )
            {
                new ListCommand(),
                new ShowCommand(),
                new ReplayCommand(),
                new DeleteCommand(),
            },
            new CliCommand(
                "admission",
                "Block and allow numbers, prefixes, addresses, callers and regions; see what was refused. Takes the operators' key.",
                new Example(
                    $"{CliApp.Name} admission block --prefix +99899394 --for 12h",
                    "end a wave of codes to one number block; the rest from the environment"
                )
            )
            {
                new EntriesCommand(),
                new BlockCommand(),
                new AllowCommand(),
                new RemoveCommand(),
                new LookCommand(),
            },
            new CompletionCommand(),
        };
        HelpPage.Install(root);
        return root;
    }
}
