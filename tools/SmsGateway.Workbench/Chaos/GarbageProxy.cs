using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmsGateway.Workbench.Chaos;

/// <summary>A way to a server on which somebody else answers when told to: a proxy's page, nothing, half an answer.</summary>
internal sealed class GarbageProxy : IAsyncDisposable
{
    /// <summary>What such a somebody sends in the server's place; the connection ends after it.</summary>
    public static readonly IReadOnlyList<(string Kind, string Answer)> Kinds =
    [
        ("a page with 200", Page("200 OK")),
        ("a page with 201", Page("201 Created")),
        ("a page with 502", Page("502 Bad Gateway")),
        ("an empty 200", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        (
            "a cut-off body",
            "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 4000\r\n\r\n<?xml version=\"1.0\"?><QueueMessagesList><QueueMessage><MessageId>"
        ),
        (
            "half an XML",
            "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n<?xml version=\"1.0\"?><QueueMessagesList><QueueMessage>"
        ),
        ("no HTTP", "220 mail.example.org ESMTP\r\n"),
    ];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile string? _garbage;

    /// <param name="target">The server's port on this machine.</param>
    public GarbageProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Sent instead of every answer; null lets all through.</summary>
    public string? Garbage
    {
        get => _garbage;
        set => _garbage = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private static string Page(string status)
    {
        const string Html = "<html><head><title>Sign in</title></head><body><p>Welcome to the hotel.</p></body></html>";
        return $"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {Html.Length}\r\nConnection: close\r\n\r\n{Html}";
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_closing.Token);
            _ = CarryAsync(client, _closing.Token);
        }
    }

    private async Task CarryAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, cancellationToken);
                await Task.WhenAny(
                    ForwardAsync(client, server.GetStream(), cancellationToken),
                    server.GetStream().CopyToAsync(client.GetStream(), cancellationToken)
                );
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone, or the scenario is over.
            }
        }
    }

    /// <summary>Ends, and with it the connection, when garbage was the answer.</summary>
    private async Task ForwardAsync(TcpClient client, NetworkStream server, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await client.GetStream().ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (Garbage is { } garbage)
            {
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(garbage), cancellationToken);
                return;
            }

            await server.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
