using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>One worker from its start to its end: its process, and what is said to it.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(5);

    private readonly WorkerProcess _process;
    private readonly WorkerChannel _channel;

    private Worker(WorkerProcess process, WorkerChannel channel)
    {
        _process = process;
        _channel = channel;
        _ = EndAsync();
    }

    public int ProcessId => _process.Id;

    public Task<int> Exited => _process.Exited;

    public IReadOnlyList<HostedFunction> Functions { get; private set; } = [];

    /// <exception cref="HarnessException">It ended, or did not call the host in time, or cannot load its functions.</exception>
    public static async Task<Worker> StartAsync(
        HostSettings settings,
        WorkerEndpoint endpoint,
        ILoggerFactory logs,
        CancellationToken cancellationToken
    )
    {
        var id = Guid.CreateVersion7().ToString();
        var calling = endpoint.ExpectAsync(id);
        var process = WorkerProcess.Start(settings, endpoint.Address, id, logs);
        try
        {
            if (await Task.WhenAny(calling, process.Exited).WaitAsync(StartBound, cancellationToken) != calling)
            {
                throw new HarnessException(
                    $"The worker ended with {await process.Exited} instead of calling the host."
                );
            }

            var worker = new Worker(process, await calling);
            worker.Functions = await worker.LoadAsync(settings.AppFolder).WaitAsync(StartBound, cancellationToken);
            return worker;
        }
        catch (Exception e)
        {
            await process.DisposeAsync();
            throw e is WorkerEndedException or TimeoutException
                ? new HarnessException("The worker did not start.", e)
                : e;
        }
    }

    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request) =>
        (
            await _channel.AskAsync(
                new StreamingMessage { RequestId = request.InvocationId, InvocationRequest = request }
            )
        ).InvocationResponse;

    public void Cancel(string invocationId) =>
        _channel.Send(new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = invocationId } });

    public void Kill() => _process.Kill();

    /// <summary>Asks it to end, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Send(
            new StreamingMessage
            {
                WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(StopBound) },
            }
        );
        await Task.WhenAny(Exited, Task.Delay(StopBound, TimeProvider.System));
        await _process.DisposeAsync();
    }

    private async Task<IReadOnlyList<HostedFunction>> LoadAsync(string folder)
    {
        var init = await AskAsync(
            new StreamingMessage
            {
                WorkerInitRequest = new WorkerInitRequest
                {
                    HostVersion = "4.1037.0",
                    WorkerDirectory = folder,
                    FunctionAppDirectory = folder,
                },
            }
        );
        Check(init.WorkerInitResponse.Result, "The worker");
        var reported = await AskAsync(
            new StreamingMessage
            {
                FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder },
            }
        );
        Check(reported.FunctionMetadataResponse.Result, "The list of functions");
        HostedFunction[] functions =
        [
            .. reported.FunctionMetadataResponse.FunctionMetadataResults.Select(metadata =>
                HostedFunction.Read(metadata, folder)
            ),
        ];
        foreach (var function in functions)
        {
            var loaded = await AskAsync(
                new StreamingMessage
                {
                    FunctionLoadRequest = new FunctionLoadRequest
                    {
                        FunctionId = function.Metadata.FunctionId,
                        Metadata = function.Metadata,
                    },
                }
            );
            Check(loaded.FunctionLoadResponse.Result, function.Name);
        }

        return functions;
    }

    private Task<StreamingMessage> AskAsync(StreamingMessage question)
    {
        question.RequestId = Guid.CreateVersion7().ToString();
        return _channel.AskAsync(question);
    }

    private static void Check(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new HarnessException($"{what} failed to start: {result.Exception?.Message}");
        }
    }

    private async Task EndAsync()
    {
        await Exited;
        _channel.End();
    }
}
