using Azure.Storage.Queues.Models;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.DependencyInjection;

namespace SmsGateway.Testing.FunctionsHost;

/// <summary>What a listener calls with each message; public, because it looks for nothing else.</summary>
public sealed class QueueJob
{
    /// <summary>The setting that names the queue.</summary>
    internal const string Queue = "queue-of-the-trigger";

    /// <summary>The setting that names the connection.</summary>
    internal const string Connection = "connection-of-the-trigger";

    private readonly QueueFunction _function;

    public QueueJob(IServiceProvider services) => _function = services.GetRequiredService<QueueFunction>();

    public Task RunAsync(
        [QueueTrigger($"%{Queue}%", Connection = $"%{Connection}%")] QueueMessage message,
        CancellationToken cancellationToken
    ) => _function.RunAsync(message, cancellationToken);
}
