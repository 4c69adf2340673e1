using SmsGateway.Messages;
using SmsGateway.Ports;

namespace SmsGateway.Tests.Support;

/// <summary>Deliveries in memory.</summary>
internal sealed class FakeFollowedMessages : IFollowedMessages
{
    public List<DeliveredMessage> Delivered { get; } = [];

    /// <summary>Thrown instead of recording.</summary>
    public Exception? Failure { get; set; }

    public ValueTask RecordAsync(DeliveredMessage delivered, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Delivered.Add(delivered);
        return ValueTask.CompletedTask;
    }

    public ValueTask<DeliveredMessage?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Delivered.Find(delivered => delivered.Id == id));
}
