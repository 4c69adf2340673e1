using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Support;

/// <summary>Deliveries in memory.</summary>
internal sealed class FakeDeliveryLog : IDeliveryLog
{
    public List<DeliveryRecord> Delivered { get; } = [];

    /// <value>What each question waits for.</value>
    public Func<CancellationToken, Task> BeforeFind { get; set; } = _ => Task.CompletedTask;

    /// <param name="outcome">Of a message that is completed; null: nothing is to be kept of it.</param>
    public void Keep(MessageOutcome? outcome)
    {
        if (outcome is not null)
        {
            var delivered = DeliverySerializer.Deserialize(outcome.Record.Span);
            Assert.NotNull(delivered);
            Assert.Equal(outcome.Id, delivered.Id);
            Delivered.Add(delivered);
        }
    }

    public async ValueTask<DeliveryRecord?> FindDeliveredAsync(MessageId id, CancellationToken cancellationToken)
    {
        await BeforeFind(cancellationToken);
        return Delivered.Find(delivered => delivered.Id == id);
    }
}
