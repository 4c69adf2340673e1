using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>The commands under <c>sms-gateway auth0</c>.</summary>
internal static class Auth0Commands
{
    public static CommandGroup Create()
    {
        var group = new CommandGroup(
            "auth0",
            "Connect an Auth0 tenant to the gateway, see whether all is right, and put it back.",
            new Example($"{CliApp.Name} auth0 status --domain example.eu.auth0.com --client-id abc --client-secret-file client.txt", "what is wrong, and how to mend it"),
            new Example($"{CliApp.Name} auth0 connect --dry-run", "what connecting would change; everything from the environment"));
        group.Add(new ConnectCommand());
        group.Add(new StatusCommand());
        group.Add(new DisconnectCommand());
        return group;
    }
}
