using SmsGateway.Deliveries;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedDeliveryLogTests : DeliveryLogContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedDeliveryLogTests() => _store = _folder.Open();

    private protected override IDeliveryLog Followed => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_a_day_it_is_forgotten()
    {
        var delivered = new DeliveryRecord(
            MessageId.New(_folder.Time.GetUtcNow()),
            "twilio",
            null,
            _folder.Time.GetUtcNow(),
            1
        );
        await Followed.RecordAsync(delivered, Stop);
        _folder.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await Followed.FindDeliveredAsync(delivered.Id, Stop));
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        await Followed.RecordAsync(delivered with { Id = MessageId.New(_folder.Time.GetUtcNow()) }, Stop);
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM delivered"));
    }
}
