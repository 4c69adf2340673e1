using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.DeadLetters;

/// <summary>Everything about dead letters, under one word.</summary>
internal static class DeadLettersGroup
{
    public static CommandGroup Create() =>
        new(
            "dead-letters",
            "List, show, replay and delete messages that were given up. Takes the operators' key.",
            new Example($"{CliApp.Name} dead-letters list --day today", "what was given up today; the rest from the environment"))
        {
            new ListCommand(),
            new ShowCommand(),
            new ReplayCommand(),
            new DeleteCommand(),
        };
}
