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

    public async Task RunAsync(int requests, CancellationToken cancellationToken)
    {
        RawHttpConnection? connection = null;
        try
        {
            while (requests > 0)
            {
                var batch = Batch(Math.Min(requests, BatchSize));
                requests -= batch.Count;
                connection ??= await RawHttpConnection.OpenAsync(address, cancellationToken);
                if (!await ExchangeAsync(connection, batch, cancellationToken))
                {
                    connection.Dispose();
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
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

    /// <returns>Whether the connection can be used again.</returns>
    private async Task<bool> ExchangeAsync(
        RawHttpConnection connection,
        List<AbuseCase> batch,
        CancellationToken cancellationToken
    )
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(AnswerBound);
        var ends = batch[^1].EndsConnection;
        // Sent beside reading: the server may answer, and stop reading, before it has everything.
        var sending = SendAsync(connection, batch, bound.Token);
        using var impatience = ends ? EndLater(connection) : null;
        var answered = 0;
        var isOpen = true;
        try
        {
            (answered, isOpen) = await ReadAsync(connection, batch, bound.Token);
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
    private static ITimer EndLater(RawHttpConnection connection) =>
        TimeProvider.System.CreateTimer(_ => connection.EndSending(), null, Patience, Timeout.InfiniteTimeSpan);

    private static async Task SendAsync(
        RawHttpConnection connection,
        List<AbuseCase> batch,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await connection.SendAsync(batch.SelectMany(next => next.Bytes).ToArray(), cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server has closed; what it did not answer is counted as such.
        }
    }

    private async Task<(int Answered, bool IsOpen)> ReadAsync(
        RawHttpConnection connection,
        List<AbuseCase> batch,
        CancellationToken cancellationToken
    )
    {
        for (var answered = 0; answered < batch.Count; answered++)
        {
            if (await connection.ReadAsync(cancellationToken) is not { } answer)
            {
                return (answered, false);
            }

            tally.Count(batch[answered].Kind, answer.Status);
            if (answer.Closes)
            {
                return (answered + 1, false);
            }
        }

        return (batch.Count, true);
    }
}
