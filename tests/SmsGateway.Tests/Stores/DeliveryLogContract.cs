using SmsGateway.Deliveries;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What every record of followed messages must do, whichever store is behind it.</summary>
public abstract class DeliveryLogContract
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract IDeliveryLog Followed { get; }

    [Fact]
    public async Task A_delivery_is_found_as_it_was_recorded()
    {
        var delivered = new DeliveryRecord(MessageId.New(At), "twilio", "SM123", At, 2);
        await Followed.RecordAsync(delivered, Stop);
        await Followed.RecordAsync(delivered with { Id = MessageId.New(At), CarrierMessageId = null }, Stop);

        Assert.Equal(delivered, await Followed.FindDeliveredAsync(delivered.Id, Stop));
    }

    [Fact]
    public async Task What_was_assumed_is_found_as_assumed()
    {
        var assumed = new DeliveryRecord(MessageId.New(At), "twilio", null, At, 2, IsAssumed: true);
        await Followed.RecordAsync(assumed, Stop);

        Assert.Equal(assumed, await Followed.FindDeliveredAsync(assumed.Id, Stop));
    }

    [Fact]
    public async Task A_second_delivery_replaces_the_first()
    {
        var delivered = new DeliveryRecord(MessageId.New(At), "twilio", "SM123", At, 2);
        await Followed.RecordAsync(delivered, Stop);
        await Followed.RecordAsync(delivered with { Carrier = "messagemedia" }, Stop);

        Assert.Equal("messagemedia", (await Followed.FindDeliveredAsync(delivered.Id, Stop))?.Carrier);
    }

    [Fact]
    public async Task What_was_not_recorded_is_not_found() =>
        Assert.Null(await Followed.FindDeliveredAsync(MessageId.New(At), Stop));
}
