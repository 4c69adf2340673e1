using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>
/// A Functions host for tests, made of published parts: it starts the app's real worker and speaks the worker's protocol to it,
/// serves its HTTP triggers, and drives its queue triggers with the platform's own listener.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IHost> _listeners = [];
    private readonly ILoggerFactory _logs;
    private readonly WorkerEndpoint _endpoint;
    private Workers _workers = null!;
    private HttpTriggers? _http;

    private FunctionsHost(ILoggerFactory logs, WorkerEndpoint endpoint)
    {
        _logs = logs;
        _endpoint = endpoint;
    }

    /// <summary>Where the HTTP triggers are.</summary>
    public Uri Address => _http!.Address;

    /// <summary>What the host cannot go on after: a listener's exception, or no worker that starts. The platform would start it anew.</summary>
    public Task<Exception> Failed => _failed.Task;

    /// <exception cref="HarnessException">The app does not start.</exception>
    public static async Task<FunctionsHost> StartAsync(
        FunctionsHostOptions options,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = new HostSettings(options);
        var logs = LoggerFactory.Create(logging =>
        {
            options.Logging(logging);
            logging.AddConfiguration(settings.Logging);
            // Those of the host's own servers, which the platform does not show.
            logging
                .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
                .AddFilter("Microsoft.Hosting", LogLevel.Warning)
                .AddFilter("Grpc", LogLevel.Warning);
            // Results of functions, made for Application Insights: entries without a text.
            logging.AddFilter("Host.Results", LogLevel.None);
        });
        var host = new FunctionsHost(logs, await WorkerEndpoint.StartAsync(logs));
        try
        {
            await host.StartAsync(settings, options.Port, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The id of the worker's process; waits while a new one starts.</summary>
    public async Task<int> WorkerIdAsync() => (await _workers.CurrentAsync()).ProcessId;

    /// <summary>Drains: no new work, a cancelled token to what runs, then the worker's end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_workers is not null)
        {
            var stopping = Task.WhenAll([
                .. _listeners.Select(listener => listener.StopAsync()),
                _http?.DisposeAsync().AsTask() ?? Task.CompletedTask,
            ]);
            await _workers.CancelAllAsync();
            await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _listeners.ForEach(listener => listener.Dispose());
            await _workers.DisposeAsync();
        }

        await _endpoint.DisposeAsync();
        _logs.Dispose();
    }

    private async Task StartAsync(HostSettings settings, int port, CancellationToken cancellationToken)
    {
        _workers = await Workers.StartAsync(settings, _endpoint, Fail, _logs, cancellationToken);
        HostedFunction[] functions =
        [
            .. (await _workers.CurrentAsync()).Functions.Where(function => !settings.IsDisabled(function.Name)),
        ];
        _http = await HttpTriggers.StartAsync(settings, functions, _workers, port, _logs);
        foreach (var function in functions.Where(function => function.IsQueue))
        {
            var listener = new QueueFunction(function, _workers).CreateListener(settings, Fail, _logs);
            _listeners.Add(listener);
            await listener.StartAsync(cancellationToken);
        }
    }

    private void Fail(Exception e) => _failed.TrySetResult(e);
}
