using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What every record of deliveries must do, whichever store is behind it.</summary>
public abstract class DeliveryLogContract
{
    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract ISendQueue Sending { get; }

    private protected abstract IReceiveQueue Receiving { get; }

    private protected abstract IDeliveryLog Deliveries { get; }

    private protected abstract DateTimeOffset Now { get; }

    [Fact]
    public async Task A_delivery_is_found_as_it_was_recorded_once_the_message_is_completed()
    {
        var delivered = NewRecord();
        var lease = await ReceiveAsync(delivered);
        Assert.Null(await Deliveries.FindDeliveredAsync(delivered.Id, Stop));

        Assert.True(await Receiving.CompleteAsync(lease, Stop));
        await DeliverAsync(NewRecord() with { CarrierMessageId = null });

        Assert.Equal(delivered, await Deliveries.FindDeliveredAsync(delivered.Id, Stop));
    }

    [Fact]
    public async Task What_was_tried_before_is_found_with_it()
    {
        var earlier = new Attempt("messagemedia", Now, "Throttled", "429", null);
        var delivered = NewRecord() with { Attempts = 2, Earlier = [earlier] };
        await DeliverAsync(delivered);

        var found = await Deliveries.FindDeliveredAsync(delivered.Id, Stop);
        Assert.Equal([earlier], found?.Earlier);
        Assert.Equal(2, found?.Attempts);
    }

    [Fact]
    public async Task What_was_assumed_is_found_as_assumed()
    {
        var assumed = NewRecord() with { CarrierMessageId = null, IsAssumed = true };
        await DeliverAsync(assumed);

        Assert.Equal(assumed, await Deliveries.FindDeliveredAsync(assumed.Id, Stop));
    }

    [Fact]
    public async Task A_second_delivery_replaces_the_first()
    {
        var delivered = NewRecord();
        await DeliverAsync(delivered);
        await DeliverAsync(delivered with { Carrier = "messagemedia" });

        Assert.Equal("messagemedia", (await Deliveries.FindDeliveredAsync(delivered.Id, Stop))?.Carrier);
    }

    [Fact]
    public async Task What_was_not_recorded_is_not_found()
    {
        var id = MessageId.New(Now);
        await Sending.EnqueueAsync(Samples.CreateEnvelope() with { Id = id }, TimeSpan.Zero, Stop);
        Assert.True(await Receiving.CompleteAsync(Assert.Single(await Receiving.ReceiveAsync(1, Stop)), Stop));

        Assert.Null(await Deliveries.FindDeliveredAsync(id, Stop));
        Assert.Null(await Deliveries.FindDeliveredAsync(MessageId.New(Now), Stop));
    }

    private protected DeliveryRecord NewRecord()
    {
        // To the millisecond, as it is written.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Now.ToUnixTimeMilliseconds());
        return new DeliveryRecord(MessageId.New(now), "twilio", "SM123", now, 1)
        {
            Caller = "auth0",
            Recipient = "+15*******06",
            AcceptedAt = now,
        };
    }

    private protected async Task DeliverAsync(DeliveryRecord delivered) =>
        Assert.True(await Receiving.CompleteAsync(await ReceiveAsync(delivered), Stop));

    /// <summary>A message in hand that is delivered, and not yet completed.</summary>
    private protected async Task<QueueLease> ReceiveAsync(DeliveryRecord delivered)
    {
        await Sending.EnqueueAsync(Samples.CreateEnvelope() with { Id = delivered.Id }, TimeSpan.Zero, Stop);
        var lease = Assert.Single(await Receiving.ReceiveAsync(1, Stop));
        lease.Outcome = new MessageOutcome(delivered.Id, DeliverySerializer.Serialize(delivered));
        return lease;
    }
}
