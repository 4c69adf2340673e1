using System.CommandLine;

namespace SmsGateway.Cli.Auth0;

/// <summary>The option that says by which of Auth0's two ways the tenant sends.</summary>
internal static class ConnectMode
{
    public const string Auto = "auto";
    public const string Connection = "connection";
    public const string Action = "action";

    public static Option<string> Option(string auto)
    {
        var option = new Option<string>("--mode")
        {
            HelpName = $"{Auto}|{Connection}|{Action}",
            Description = $"connection: the sms connection calls the gateway (tenants from before March 2025). action: an Action and a custom phone provider do, for the whole tenant. auto: {auto} [default: {Auto}]",
        };
        option.AcceptOnlyFromAmong(Auto, Connection, Action);
        return option;
    }
}
