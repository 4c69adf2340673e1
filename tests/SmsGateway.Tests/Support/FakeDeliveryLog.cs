using SmsGateway.Deliveries;
using SmsGateway.Messages;

namespace SmsGateway.Tests.Support;

/// <summary>Deliveries in memory.</summary>
internal sealed class FakeDeliveryLog : IDeliveryLog
{
    public List<DeliveryRecord> Delivered { get; } = [];

    /// <summary>Thrown instead of recording.</summary>
    public Exception? Failure { get; set; }

    public ValueTask RecordAsync(DeliveryRecord delivered, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Delivered.Add(delivered);
        return ValueTask.CompletedTask;
    }

    public ValueTask<DeliveryRecord?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Delivered.Find(delivered => delivered.Id == id));
}
