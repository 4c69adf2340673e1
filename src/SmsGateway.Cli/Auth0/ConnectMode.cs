using System.CommandLine;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0;

/// <summary>The option that says by which of Auth0's two ways the tenant sends.</summary>
internal static class ConnectMode
{
    public const string Auto = "auto";
    public const string Connection = "connection";
    public const string Action = "action";

    /// <summary>What to know before a connection is relied upon.</summary>
    public const string OnlyOlderTenants =
        "Auth0 calls a connection's gateway only in tenants created before March 2025 (--mode connection); in a newer one no code comes this way, and it needs --mode action.";

    public static Option<string> Option(string auto)
    {
        var option = new Option<string>("--mode")
        {
            HelpName = $"{Auto}|{Connection}|{Action}",
            Description = $"connection: the sms connection calls the gateway (tenants from before March 2025). action: an Action and a custom phone provider do, for the whole tenant. auto: {auto} [default: {Auto}]",
        };
        option.MustBeOneOf(Auto, Connection, Action);
        return option;
    }
}
