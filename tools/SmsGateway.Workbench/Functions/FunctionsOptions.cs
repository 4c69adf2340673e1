namespace SmsGateway.Workbench.Functions;

/// <param name="GatewayPort">Wanted; the next free one is taken otherwise.</param>
/// <param name="InboxPort">Likewise.</param>
/// <param name="SendsOne">Send one message through it, wait until it is at the carrier, and end.</param>
internal sealed record FunctionsOptions(int GatewayPort = 7071, int InboxPort = 7080, bool SendsOne = false)
{
    public static FunctionsOptions Read(Arguments arguments)
    {
        var defaults = new FunctionsOptions();
        return new FunctionsOptions(
            arguments.Number("--gateway-port", 1, 65535) ?? defaults.GatewayPort,
            arguments.Number("--inbox-port", 1, 65535) ?? defaults.InboxPort,
            arguments.Flag("--send-one")
        );
    }
}
