using Microsoft.Azure.Functions.Worker;
using SmsGateway.Azure.Storage;
using SmsGateway.Delivery;

namespace SmsGateway.Functions;

/// <summary>Delivers a queued message. An exception gives it back to the queue, and to the poison queue in the end.</summary>
public sealed class DeliverMessage(StandbyCopy standby, DeliveryHandler handler)
{
    [Function(nameof(DeliverMessage))]
    public async Task RunAsync(
        [QueueTrigger(StoreBinding.SendQueue, Connection = StoreBinding.Connection)] byte[] message,
        FunctionContext context,
        CancellationToken cancellationToken) =>
        await standby.RunAsync(message, context.DequeueCount(), handler.HandleAsync, cancellationToken);
}
