using Azure.Storage.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmsGateway.Admission;
using SmsGateway.Queue;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// Makes the queue and its poison queue before anything looks at them: the platform's listener writes two long warnings a second
/// while one is missing. A failure only costs these: the start goes on, and the send queue is made by its first use.
/// </summary>
internal sealed partial class QueuesAtStart(
    StorageAccount account,
    AdmissionOptions admission,
    TimeProvider time,
    ILogger<QueuesAtStart> logger
) : IHostedLifecycleService
{
    /// <summary>So long an account that does not answer holds up the start.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (admission.Counts && account.Notes is null)
        {
            Log.NoTable(logger);
        }

        return Task.WhenAll(MakeAsync(account.Queue), MakeAsync(account.PoisonQueue));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task MakeAsync(QueueClient queue)
    {
        try
        {
            await StorageCall.RunAsync(
                "The queue cannot be made",
                Limit,
                time,
                token => queue.CreateIfNotExistsAsync(null, token)
            );
        }
        catch (StoreUnavailableException e)
        {
            Log.CannotMake(logger, queue.Name, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(83, LogLevel.Warning, "The queue {Queue} cannot be made at start: {Why}")]
        public static partial void CannotMake(ILogger logger, string queue, string why);

        [LoggerMessage(
            86,
            LogLevel.Warning,
            "Store__ConnectionString does not say where the tables are (TableEndpoint): each gateway goes by its own counts, so together they admit more than the limits"
        )]
        public static partial void NoTable(ILogger logger);
    }
}
