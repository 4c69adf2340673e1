using System.Net;
using System.Net.Sockets;

namespace SmsGateway.Testing;

/// <summary>Finding ports where 0 does not do: an address that people know, or one that must survive a restart.</summary>
public static class FreePort
{
    /// <summary>The wanted port, or the next free one.</summary>
    public static int From(int wanted)
    {
        for (var port = wanted; port < Math.Min(wanted + 100, 65536); port++)
        {
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new HarnessException($"No free port from {wanted} on.");
    }

    /// <summary>A port that was free just now.</summary>
    public static int Any()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
