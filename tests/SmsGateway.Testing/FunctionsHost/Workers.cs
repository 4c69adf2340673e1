using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmsGateway.Testing.FunctionsHost.Rpc;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>Keeps one worker running, a new one when it dies, and runs functions in it.</summary>
internal sealed partial class Workers : IAsyncDisposable
{
    /// <summary>So many starts in a row may fail before the host gives up.</summary>
    private const int MaxFailedStarts = 3;

    private readonly HostSettings _settings;
    private readonly WorkerEndpoint _endpoint;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private volatile TaskCompletionSource<Worker> _current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _supervising = Task.CompletedTask;

    private Workers(HostSettings settings, WorkerEndpoint endpoint, ILoggerFactory logs)
    {
        _settings = settings;
        _endpoint = endpoint;
        _logs = logs;
        _log = logs.CreateLogger("Host.Workers");
    }

    /// <summary>The worker that runs functions now; waits while a new one starts.</summary>
    public Task<Worker> CurrentAsync() => _current.Task;

    /// <param name="settings">Of the host.</param>
    /// <param name="endpoint">Where workers call.</param>
    /// <param name="failed">Called when no worker starts any more.</param>
    /// <param name="logs">The host's log.</param>
    public static async Task<Workers> StartAsync(
        HostSettings settings,
        WorkerEndpoint endpoint,
        Action<Exception> failed,
        ILoggerFactory logs,
        CancellationToken cancellationToken
    )
    {
        var workers = new Workers(settings, endpoint, logs);
        workers._current.SetResult(await workers.StartOneAsync(cancellationToken));
        workers._supervising = workers.SuperviseAsync(failed);
        return workers;
    }

    /// <exception cref="FunctionFailedException">It failed, was cancelled or took too long.</exception>
    /// <exception cref="WorkerEndedException">The worker died meanwhile.</exception>
    public async Task<InvocationResponse> InvokeAsync(
        HostedFunction function,
        InvocationRequest request,
        string? traceParent,
        string? traceState,
        CancellationToken cancellationToken
    )
    {
        using var activity = new Activity(function.Name);
        if (traceParent is null)
        {
            activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        }
        else
        {
            activity.SetParentId(traceParent);
        }

        activity.Start();
        request.InvocationId = Guid.CreateVersion7().ToString();
        request.FunctionId = function.Metadata.FunctionId;
        request.TraceContext = new RpcTraceContext { TraceParent = activity.Id!, TraceState = traceState ?? "" };
        var worker = await CurrentAsync();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running[request.InvocationId] = cancelling;
        await using var cancel = cancelling.Token.Register(() => worker.Cancel(request.InvocationId));
        cancelling.CancelAfter(_settings.FunctionTimeout);
        try
        {
            // A cancelled function still has a word to say: it is told, and awaited.
            var response = await worker
                .InvokeAsync(request)
                .WaitAsync(_settings.FunctionTimeout, CancellationToken.None);
            return response.Result.Status == StatusResult.Types.Status.Success
                ? response
                : throw new FunctionFailedException(
                    $"{function.Name} ended {response.Result.Status}: {response.Result.Exception?.Message}"
                );
        }
        catch (TimeoutException e)
        {
            // A function that takes too long takes its worker with it, as on the platform.
            worker.Kill();
            throw new FunctionFailedException($"{function.Name} took longer than {_settings.FunctionTimeout}.", e);
        }
        finally
        {
            _running.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Tells everything that runs that the host stops.</summary>
    public async Task CancelAllAsync()
    {
        foreach (var running in _running.Values)
        {
            try
            {
                await running.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _supervising;
        if (_current.Task.IsCompletedSuccessfully)
        {
            await (await _current.Task).DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task SuperviseAsync(Action<Exception> failed)
    {
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stopping.Token);
        while (true)
        {
            var worker = await CurrentAsync();
            if (await Task.WhenAny(worker.Exited, stopped) == stopped)
            {
                return;
            }

            Log.WorkerEnded(_log, worker.ProcessId, await worker.Exited);
            var next = _current = new TaskCompletionSource<Worker>(TaskCreationOptions.RunContinuationsAsynchronously);
            await worker.DisposeAsync();
            try
            {
                next.SetResult(await StartAgainAsync());
            }
            catch (Exception e)
            {
                next.SetException(new WorkerEndedException("No worker starts any more.", e));
                _ = next.Task.Exception;
                if (!_stopping.IsCancellationRequested)
                {
                    failed(e);
                }

                return;
            }
        }
    }

    private async Task<Worker> StartOneAsync(CancellationToken cancellationToken)
    {
        var worker = await Worker.StartAsync(_settings, _endpoint, _logs, cancellationToken);
        Log.WorkerStarted(_log, worker.ProcessId);
        return worker;
    }

    private async Task<Worker> StartAgainAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOneAsync(_stopping.Token);
            }
            catch (HarnessException e) when (attempt < MaxFailedStarts)
            {
                Log.NotStarted(_log, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The worker {ProcessId} ended with {ExitCode}; starting another")]
        public static partial void WorkerEnded(ILogger logger, int processId, int exitCode);

        // FunctionsHostProcess reads it.
        [LoggerMessage(3, LogLevel.Information, "Worker {ProcessId} runs functions now")]
        public static partial void WorkerStarted(ILogger logger, int processId);

        [LoggerMessage(2, LogLevel.Error, "{Why} Trying again")]
        public static partial void NotStarted(ILogger logger, string why);
    }
}
