using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>The gRPC server that workers call when they start.</summary>
internal sealed class WorkerEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerChannel>> _expected = [];
    private readonly ILoggerFactory _logs;
    private readonly WebApplication _app;

    private WorkerEndpoint(ILoggerFactory logs)
    {
        _logs = logs;
        var builder = InnerHost.CreateBuilder(logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapGrpcService<Service>();
    }

    public Uri Address => InnerHost.AddressOf(_app);

    public static async Task<WorkerEndpoint> StartAsync(ILoggerFactory logs)
    {
        var endpoint = new WorkerEndpoint(logs);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    /// <summary>The stream of the worker that has this id, as soon as it calls.</summary>
    public Task<WorkerChannel> ExpectAsync(string workerId) =>
        (
            _expected[workerId] = new TaskCompletionSource<WorkerChannel>(
                TaskCreationOptions.RunContinuationsAsynchronously
            )
        ).Task;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TalkAsync(
        IAsyncStreamReader<StreamingMessage> incoming,
        IServerStreamWriter<StreamingMessage> outgoing,
        CancellationToken cancellationToken
    )
    {
        if (
            await incoming.MoveNext(cancellationToken)
            && _expected.TryRemove(incoming.Current.StartStream?.WorkerId ?? "", out var waiting)
        )
        {
            var channel = new WorkerChannel(incoming, outgoing, _logs);
            waiting.SetResult(channel);
            await channel.RunAsync(cancellationToken);
        }
    }

    private sealed class Service(WorkerEndpoint endpoint) : FunctionRpc.FunctionRpcBase
    {
        public override Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context
        ) => endpoint.TalkAsync(requestStream, responseStream, context.CancellationToken);
    }
}
