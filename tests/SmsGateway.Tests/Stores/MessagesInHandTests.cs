using SmsGateway.Embedded;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class MessagesInHandTests
{
    private readonly MessagesInHand _inHand = new();

    public MessagesInHandTests()
    {
        _inHand.Add(
            new EmbeddedLease("a", 1, ReadOnlyMemory<byte>.Empty, 1, new LeaseTerm(0, TimeSpan.FromSeconds(25)))
        );
        _inHand.Committed();
    }

    [Fact]
    public void A_message_is_leased_anew_once()
    {
        Assert.False(_inHand.IsHeldAnew("a", 2));
        Assert.True(_inHand.IsHeldAnew("a", 1));
        _inHand.Committed();
        Assert.False(_inHand.IsHeldAnew("a", 1));
    }

    [Fact]
    public void What_was_not_committed_does_not_count_as_leased_anew()
    {
        Assert.True(_inHand.IsHeldAnew("a", 1));
        _inHand.RolledBack();
        Assert.True(_inHand.IsHeldAnew("a", 1));
    }
}
