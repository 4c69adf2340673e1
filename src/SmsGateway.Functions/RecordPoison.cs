using Microsoft.Azure.Functions.Worker;
using SmsGateway.Azure.Storage;
using SmsGateway.Delivery;

namespace SmsGateway.Functions;

/// <summary>
/// Makes a dead letter of a message that <see cref="DeliverMessage"/> could not even process. When the record cannot be
/// written, the exception escapes and the message stays in the poison queue, to come again after host.json's
/// <c>visibilityTimeout</c>, as often as it takes: from worker extension 5.5.5 on, <c>maxDequeueCount</c> does not count here.
/// </summary>
public sealed class RecordPoison(StandbyCopy standby, DeliveryHandler handler)
{
    [Function(nameof(RecordPoison))]
    public async Task RunAsync(
        [QueueTrigger(StoreBinding.PoisonQueue, Connection = StoreBinding.Connection)] byte[] message)
    {
        if (!await standby.DiscardsPoisonAsync(message))
        {
            await handler.HandlePoisonAsync(message);
        }
    }
}
