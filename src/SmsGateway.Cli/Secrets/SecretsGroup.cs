using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Secrets;

/// <summary>Everything about secrets, under one word.</summary>
internal static class SecretsGroup
{
    public static CommandGroup Create() =>
        new("secrets", "Make secrets.", new Example($"{CliApp.Name} secrets generate --out secret.txt", "a signing secret, and how to store it"))
        {
            new GenerateCommand(),
        };
}
