using System.Net.Sockets;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Abuse;

/// <summary>
/// Sends batches of generated requests, each batch in one piece (pipelined), over a connection that is kept open until a
/// request that nothing can follow.
/// </summary>
internal sealed class AbuseConnection(AbuseTarget target, Uri address, Random random, AbuseTally tally)
{
    private const int BatchSize = 16;

    private static readonly TimeSpan AnswerBound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly ForgedTokens _tokens = new(target, random);
    private readonly BadMessages _messages = new(target, random);
    private readonly BadHttp _http = new(target, random);
    private readonly byte[] _buffer = new byte[64 * 1024];

    public async Task RunAsync(int requests, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            while (requests > 0)
            {
                var batch = Batch(Math.Min(requests, BatchSize));
                requests -= batch.Count;
                socket ??= await ConnectAsync(cancellationToken);
                if (!await ExchangeAsync(socket, batch, cancellationToken))
                {
                    socket.Dispose();
                    socket = null;
                }
            }
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>Requests that can follow each other, or a single one that nothing can follow.</summary>
    private List<AbuseCase> Batch(int size)
    {
        if (random.Next(2) == 0)
        {
            return [_http.Next()];
        }

        var batch = new List<AbuseCase>(size);
        while (batch.Count < size)
        {
            batch.Add(random.Next(100) < 60 ? _tokens.Next() : _messages.Next());
        }

        return batch;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <returns>Whether the connection can be used again.</returns>
    private async Task<bool> ExchangeAsync(Socket socket, List<AbuseCase> batch, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(AnswerBound);
        var ends = batch[^1].EndsConnection;
        // Sent beside reading: the server may answer, and stop reading, before it has everything.
        var sending = SendAsync(socket, batch, bound.Token);
        using var impatience = ends ? CloseLater(socket) : null;
        var answered = 0;
        var isOpen = true;
        try
        {
            (answered, isOpen) = await ReadAsync(socket, batch, bound.Token);
            await sending;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HarnessException(
                $"No answer to '{batch[Math.Min(answered, batch.Count - 1)].Kind}' within {AnswerBound.TotalSeconds:0} s."
            );
        }

        foreach (var unanswered in batch.Skip(answered))
        {
            tally.Count(unanswered.Kind, 0);
        }

        return isOpen && !ends && answered == batch.Count;
    }

    /// <summary>What is incomplete is not waited for by us, lest every such request take as long as the server's own patience.</summary>
    private static ITimer CloseLater(Socket socket) =>
        TimeProvider.System.CreateTimer(
            _ =>
            {
                try
                {
                    socket.Shutdown(SocketShutdown.Send);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    // Closed already.
                }
            },
            null,
            Patience,
            Timeout.InfiniteTimeSpan
        );

    private static async Task SendAsync(Socket socket, List<AbuseCase> batch, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = batch.SelectMany(next => next.Bytes).ToArray();
            for (var sent = 0; sent < bytes.Length; )
            {
                sent += await socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancellationToken);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server has closed; what it did not answer is counted as such.
        }
    }

    private async Task<(int Answered, bool IsOpen)> ReadAsync(
        Socket socket,
        List<AbuseCase> batch,
        CancellationToken cancellationToken
    )
    {
        var answered = 0;
        var filled = 0;
        while (answered < batch.Count)
        {
            int count;
            try
            {
                count = await socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            }
            catch (SocketException)
            {
                count = 0;
            }

            if (count == 0)
            {
                return (answered, false);
            }

            filled += count;
            while (answered < batch.Count && HttpAnswer.TryRead(_buffer.AsSpan(0, filled), out var answer))
            {
                tally.Count(batch[answered++].Kind, answer.Status);
                _buffer.AsSpan(answer.Length, filled - answer.Length).CopyTo(_buffer);
                filled -= answer.Length;
                if (answer.Closes)
                {
                    return (answered, false);
                }
            }
        }

        return (answered, true);
    }
}
