using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Tests.Support;

internal static class SendQueueExtensions
{
    /// <summary>Stores a message that no gate looks at.</summary>
    public static async ValueTask<MessageId> EnqueueAsync(
        this ISendQueue queue,
        Envelope envelope,
        IdempotencyKey key,
        CancellationToken cancellationToken
    ) =>
        await queue.EnqueueAsync(envelope, key, null, cancellationToken)
        ?? throw new InvalidOperationException("Refused without a gate.");
}
