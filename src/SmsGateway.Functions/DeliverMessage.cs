using Microsoft.Azure.Functions.Worker;
using SmsGateway.Azure.Storage;

namespace SmsGateway.Functions;

/// <summary>Delivers a queued message, under a lease of its own.</summary>
public sealed class DeliverMessage(LeaseTakeOver takeOver)
{
    [Function(nameof(DeliverMessage))]
    public async Task RunAsync(
        [QueueTrigger(StoreBinding.SendQueue, Connection = StoreBinding.Connection)] byte[] message,
        FunctionContext context,
        CancellationToken cancellationToken
    ) => await takeOver.RunAsync(context.Triggered(message), cancellationToken);
}
