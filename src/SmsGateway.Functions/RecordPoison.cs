using Microsoft.Azure.Functions.Worker;
using SmsGateway.Delivery;

namespace SmsGateway.Functions;

/// <summary>
/// Makes a dead letter of a message that <see cref="DeliverMessage"/> could not even process. While the record cannot be written
/// it is tried again here, for a minute: a message of a poison queue whose function throws stays invisible for the trigger's
/// whole ten minutes. Then it comes again, as often as it takes: <c>maxDequeueCount</c> does not count on a poison queue (worker
/// extension 5.5.5 or newer).
/// </summary>
public sealed class RecordPoison(MessageEnd end)
{
    /// <summary>Well below host.json's <c>functionTimeout</c>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Function(nameof(RecordPoison))]
    public async Task RunAsync(
        [QueueTrigger(StoreBinding.PoisonQueue, Connection = StoreBinding.Connection)] byte[] message
    ) => await end.PoisonAsync(message, Patience);
}
