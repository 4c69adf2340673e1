using SmsGateway.Deliveries;
using SmsGateway.Embedded;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedDeliveryLogTests : DeliveryLogContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedDeliveryLogTests() => _store = _folder.Open();

    private protected override ISendQueue Sending => _store;

    private protected override IReceiveQueue Receiving => _store;

    private protected override IDeliveryLog Deliveries => _store;

    private protected override DateTimeOffset Now => _folder.Time.GetUtcNow();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_a_day_it_is_forgotten_and_removed_with_what_comes_after()
    {
        var first = NewRecord();
        await DeliverAsync(first);
        _folder.Time.Advance(TimeSpan.FromHours(23));
        await DeliverAsync(NewRecord());
        Assert.NotNull(await Deliveries.FindDeliveredAsync(first.Id, Stop));

        _folder.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await Deliveries.FindDeliveredAsync(first.Id, Stop));
        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM outcomes"));

        await DeliverAsync(NewRecord());
        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM outcomes"));
    }

    [Fact]
    public async Task However_many_are_old_they_go_as_fast_as_new_ones_come()
    {
        for (var i = 0; i < 20; i++)
        {
            await DeliverAsync(NewRecord());
        }

        _folder.Time.Advance(TimeSpan.FromDays(1));
        for (var i = 0; i < 10; i++)
        {
            await DeliverAsync(NewRecord());
        }

        Assert.Equal(10L, _folder.Query("SELECT count(*) FROM outcomes"));
    }

    /// <summary>Whoever has the message by now will record it.</summary>
    [Fact]
    public async Task A_lease_that_is_lost_records_nothing()
    {
        var delivered = NewRecord();
        var lease = await ReceiveAsync(delivered);
        // As after an error: a message whose run goes on is handed out to nobody else here.
        lease.EndRun();
        _folder.Time.Advance(lease.Term.Length);
        Assert.Single(await Receiving.ReceiveAsync(1, Stop));

        Assert.False(await Receiving.CompleteAsync(lease, Stop));
        Assert.Null(await Deliveries.FindDeliveredAsync(delivered.Id, Stop));
    }
}
