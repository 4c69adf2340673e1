using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>The stream to one worker: questions and their answers, and the worker's log.</summary>
internal sealed class WorkerChannel(
    IAsyncStreamReader<StreamingMessage> incoming,
    IServerStreamWriter<StreamingMessage> outgoing,
    ILoggerFactory logs
)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = [];
    private readonly Channel<StreamingMessage> _outbox = Channel.CreateUnbounded<StreamingMessage>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    /// <summary>Carries messages until one side ends the stream; whoever waits for an answer then gets a <see cref="WorkerEndedException"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var writing = WriteAsync(cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Take(incoming.Current);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or global::Grpc.Core.RpcException)
        {
            // The worker is gone.
        }
        finally
        {
            End();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Send(StreamingMessage message) => _outbox.Writer.TryWrite(message);

    /// <summary>The answer to a message, which the worker gives the same request id.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[question.RequestId] = answer;
        if (!_outbox.Writer.TryWrite(question))
        {
            answer.TrySetException(new WorkerEndedException());
        }

        try
        {
            return await answer.Task;
        }
        finally
        {
            _asked.TryRemove(question.RequestId, out _);
        }
    }

    public void End()
    {
        _outbox.Writer.TryComplete();
        foreach (var answer in _asked.Values)
        {
            answer.TrySetException(new WorkerEndedException());
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync(cancellationToken))
        {
            await outgoing.WriteAsync(message, cancellationToken);
        }
    }

    private void Take(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
        {
            Write(message.RpcLog);
        }
        else if (_asked.TryGetValue(message.RequestId, out var answer))
        {
            answer.TrySetResult(message);
        }
    }

    private void Write(RpcLog line)
    {
        var logger = logs.CreateLogger(line.Category is { Length: > 0 } category ? category : "Function");
        var stack = line.Exception is { } exception
            ? $"{Environment.NewLine}{exception.Message}{Environment.NewLine}{exception.StackTrace}"
            : "";
        logger.Log((LogLevel)line.Level, default, line.Message + stack, null, (text, _) => text);
    }
}
