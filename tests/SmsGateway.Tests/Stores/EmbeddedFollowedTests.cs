using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Ports;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedFollowedTests : FollowedMessagesContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedFollowedTests() => _store = _folder.Open();

    private protected override IFollowedMessages Followed => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task After_a_day_it_is_forgotten()
    {
        var delivered = new DeliveredMessage(MessageId.New(_folder.Time.GetUtcNow()), "twilio", null, _folder.Time.GetUtcNow(), 1);
        await Followed.RecordAsync(delivered, Stop);
        _folder.Time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await Followed.FindDeliveredAsync(delivered.Id, Stop));
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        await Followed.RecordAsync(delivered with { Id = MessageId.New(_folder.Time.GetUtcNow()) }, Stop);
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM delivered"));
    }
}
