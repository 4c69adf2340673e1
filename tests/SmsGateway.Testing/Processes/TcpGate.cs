using System.Net;
using System.Net.Sockets;

namespace SmsGateway.Testing;

/// <summary>A way to a server that a test shuts and opens: what waits in it has not reached the server.</summary>
public sealed class TcpGate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private TaskCompletionSource _passing = new();
    private int _waiting;

    /// <param name="target">The server.</param>
    public TcpGate(Uri target)
    {
        _target = target;
        _passing.SetResult();
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>How many requests wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether answers are kept back: the server has done its work, and nobody knows.</summary>
    public bool KeepsAnswers { get; set; }

    /// <summary>Whether every connection is broken off.</summary>
    public bool Refuses { get; set; }

    public void Shut() => _passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets through what waits, unless whoever sent it has gone.</summary>
    public void Open()
    {
        (KeepsAnswers, Refuses) = (false, false);
        _passing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
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
                await server.ConnectAsync(_target.Host, _target.Port, cancellationToken);
                await Task.WhenAny(
                    ForwardAsync(client, server.GetStream(), cancellationToken),
                    ReturnAsync(server.GetStream(), client.GetStream(), cancellationToken)
                );
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone, or the test is over.
            }
        }
    }

    private async Task ForwardAsync(TcpClient client, NetworkStream server, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while (
            (count = await client.GetStream().ReadAsync(buffer, cancellationToken)) > 0
            && !Refuses
            && await IsLetThroughAsync(client.Client, cancellationToken)
        )
        {
            await server.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private async Task ReturnAsync(NetworkStream server, NetworkStream client, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await server.ReadAsync(buffer, cancellationToken)) > 0 && !Refuses)
        {
            if (!KeepsAnswers)
            {
                await client.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
    }

    private async Task<bool> IsLetThroughAsync(Socket client, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _passing.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        // Readable and yet nothing to read: closed by the other side.
        return !(client.Poll(0, SelectMode.SelectRead) && client.Available == 0);
    }
}
