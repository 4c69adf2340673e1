using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace SmsGateway.Azure.Storage;

/// <summary>The clients of the store's account, with the gateway's limits on time.</summary>
internal sealed class StorageAccount : IDisposable
{
    /// <summary>Limit of one call with its tries. Auth0 waits 30 s for its answer; a 503 must come well before.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(9);

    /// <summary>Limit of a take-over, which has one try only.</summary>
    public static readonly TimeSpan TakeOverLimit = TimeSpan.FromSeconds(15);

    private readonly SocketsHttpHandler _handler;

    /// <param name="credential">Asked for only when the options hold no connection string.</param>
    public StorageAccount(AzureStorageOptions options, Func<TokenCredential> credential)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Azurite is never behind the proxy that the environment may name.
        var isLocal = options.ConnectionString is { } local && new QueueServiceClient(local.Reveal()).Uri.IsLoopback;
        _handler = new SocketsHttpHandler
        {
            UseProxy = !isLocal,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            MaxConnectionsPerServer = 256,
            // Follows a change of the account's addresses.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        var transport = new HttpClientTransport(
            new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }
        );

        // No encoding by the client: a message that is not base64 would make it refuse the whole batch.
        var queueOptions = Configure(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, transport);
        var onceOptions = Configure(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None }, transport);
        onceOptions.Retry.MaxRetries = 0;
        onceOptions.Retry.NetworkTimeout = TakeOverLimit;
        var blobOptions = Configure(new BlobClientOptions(), transport);
        var tableOptions = Configure(new TableClientOptions(), transport);
        if (options.ConnectionString is { } connectionString)
        {
            Queue = new QueueClient(connectionString.Reveal(), options.QueueName, queueOptions);
            QueueOnce = new QueueClient(connectionString.Reveal(), options.QueueName, onceOptions);
            PoisonQueue = new QueueClient(connectionString.Reveal(), options.PoisonQueueName, queueOptions);
            DeadLetters = new BlobContainerClient(connectionString.Reveal(), options.ContainerName, blobOptions);
            Notes = options.HasTables
                ? new TableClient(connectionString.Reveal(), options.TableName, tableOptions)
                : null;
        }
        else
        {
            var token = credential();
            Queue = new QueueClient(AddressOf(options.QueueName), token, queueOptions);
            QueueOnce = new QueueClient(AddressOf(options.QueueName), token, onceOptions);
            PoisonQueue = new QueueClient(AddressOf(options.PoisonQueueName), token, queueOptions);
            DeadLetters = new BlobContainerClient(
                new Uri($"https://{options.AccountName}.blob.core.windows.net/{options.ContainerName}"),
                token,
                blobOptions
            );
            Notes = new TableClient(
                new Uri($"https://{options.AccountName}.table.core.windows.net"),
                options.TableName,
                token,
                tableOptions
            );
        }

        Uri AddressOf(string queue) => new($"https://{options.AccountName}.queue.core.windows.net/{queue}");
    }

    public QueueClient Queue { get; }

    /// <summary>The same queue, for the one call that must not be made twice: a take-over's second try would always be told that the message is another's.</summary>
    public QueueClient QueueOnce { get; }

    public QueueClient PoisonQueue { get; }

    public BlobContainerClient DeadLetters { get; }

    /// <summary>The table in which gateways tell each other what they count; null when the settings name none.</summary>
    public TableClient? Notes { get; }

    public void Dispose() => _handler.Dispose();

    /// <summary>
    /// Two tries of at most 4 s each, with 100 ms between them, stay below <see cref="CallLimit"/>; a store that refuses
    /// connections is given up at once. More and shorter tries would make more second copies of what was only slow. Contents are never logged (the client's default, made certain).
    /// </summary>
    private static T Configure<T>(T options, HttpPipelineTransport transport)
        where T : ClientOptions
    {
        options.Transport = transport;
        options.AddPolicy(new ForeignAnswerPolicy(), HttpPipelinePosition.PerRetry);
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(500);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(4);
        options.Diagnostics.IsLoggingContentEnabled = false;
        return options;
    }
}
