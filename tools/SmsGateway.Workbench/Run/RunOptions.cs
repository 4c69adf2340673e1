using System.Net;

namespace SmsGateway.Workbench.Run;

/// <param name="GatewayPort">Wanted; the next free one is taken otherwise.</param>
/// <param name="InboxPort">Likewise.</param>
/// <param name="Listen">Default loopback.</param>
internal sealed record RunOptions(int GatewayPort = 7071, int InboxPort = 7080, string Listen = "127.0.0.1")
{
    /// <value>Of one's own, for the gateway and the carrier simulator.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    public static RunOptions Read(Arguments arguments)
    {
        var defaults = new RunOptions();
        var listen = arguments.Text("--listen") ?? defaults.Listen;
        if (!IPAddress.TryParse(listen, out var address))
        {
            throw new UsageException("--listen must be an IP address of this machine, or 0.0.0.0 for all.");
        }

        return new RunOptions(
            arguments.Number("--gateway-port", 1, 65535) ?? defaults.GatewayPort,
            arguments.Number("--inbox-port", 1, 65535) ?? defaults.InboxPort,
            address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : listen
        )
        {
            Settings = arguments.Text("--settings") is { } path ? SettingsFile.Read(path) : [],
        };
    }
}
