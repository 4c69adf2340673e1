using System.Net.Sockets;
using SmsGateway.Testing;

namespace SmsGateway.Workbench;

/// <summary>
/// Prebuilt bytes over one socket, and answers just as far as they are needed. No HTTP client: on a small machine every
/// microsecond spent here is taken from the gateway, and no client would send what is malformed.
/// </summary>
internal sealed class RawHttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _filled;
    private int _read;

    private RawHttpConnection() { }

    public static async Task<RawHttpConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new RawHttpConnection();
        try
        {
            await connection._socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What is small enough for the system to take at once.</summary>
    public void Send(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    /// <summary>The next answer; null when the server closes instead.</summary>
    public async ValueTask<HttpAnswer?> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_read, _filled - _read).CopyTo(_buffer);
        (_filled, _read) = (_filled - _read, 0);
        HttpAnswer answer;
        while (!HttpAnswer.TryRead(_buffer.AsSpan(0, _filled), out answer))
        {
            int count;
            try
            {
                count = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None, cancellationToken);
            }
            catch (SocketException)
            {
                count = 0;
            }

            if (count == 0)
            {
                return null;
            }

            _filled += count;
        }

        _read = answer.Length;
        return answer;
    }

    /// <summary>The value of "id" in an answer that was just read.</summary>
    public ReadOnlySpan<byte> Id(HttpAnswer answer) => answer.Id(_buffer);

    /// <summary>Tells the server that nothing follows.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
    }

    public void Dispose() => _socket.Dispose();
}
