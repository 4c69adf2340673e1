using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>The queue as one process reaches it: each call waits for the schedule.</summary>
internal sealed class ModelQueueClient(FakeQueueClient queue, ModelProcess process) : QueueClient
{
    public override Task<Response<SendReceipt>> SendMessageAsync(
        string messageText,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default
    ) =>
        process.CallAsync(
            "put",
            () => queue.SendMessageAsync(messageText, visibilityTimeout, timeToLive, CancellationToken.None),
            cancellationToken
        );

    public override Task<Response<QueueMessage[]>> ReceiveMessagesAsync(
        int? maxMessages = null,
        TimeSpan? visibilityTimeout = null,
        CancellationToken cancellationToken = default
    ) =>
        process.CallAsync(
            "receive",
            () => queue.ReceiveMessagesAsync(maxMessages, visibilityTimeout, CancellationToken.None),
            cancellationToken
        );

    public override Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId,
        string popReceipt,
        string? messageText = null,
        TimeSpan visibilityTimeout = default,
        CancellationToken cancellationToken = default
    ) =>
        process.CallAsync(
            "update",
            () =>
                queue.UpdateMessageAsync(messageId, popReceipt, messageText, visibilityTimeout, CancellationToken.None),
            cancellationToken
        );

    public override Task<Response> DeleteMessageAsync(
        string messageId,
        string popReceipt,
        CancellationToken cancellationToken = default
    ) =>
        process.CallAsync(
            "delete",
            () => queue.DeleteMessageAsync(messageId, popReceipt, CancellationToken.None),
            cancellationToken
        );
}
