using SmsGateway.Embedded;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class MessagesInHandTests
{
    private readonly MessagesInHand _inHand = new();
    private readonly EmbeddedLease _lease = Lease("a", 1);

    public MessagesInHandTests()
    {
        _inHand.Add(_lease);
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

    [Fact]
    public void What_was_handed_out_by_a_commit_that_failed_is_not_in_hand()
    {
        _inHand.Add(Lease("b", 2));
        _inHand.RolledBack();
        Assert.False(_inHand.IsHeldAnew("b", 2));
        Assert.Equal(1, _inHand.Count);
    }

    [Fact]
    public void Nothing_stays_of_a_run_that_is_over_whoever_has_the_message_by_then()
    {
        _lease.EndRun();
        Assert.False(_inHand.IsHeldAnew("a", 1));
        Assert.Equal(0, _inHand.Count);
    }

    [Fact]
    public void The_end_of_a_run_leaves_the_next_one_of_the_same_message()
    {
        _inHand.Add(Lease("a", 2));
        _inHand.Committed();
        _lease.EndRun();
        Assert.True(_inHand.IsHeldAnew("a", 2));
    }

    [Fact]
    public void Nothing_stays_of_a_message_that_was_taken_back_before_anybody_had_it()
    {
        _inHand.Remove("a");
        Assert.Equal(0, _inHand.Count);
    }

    private static EmbeddedLease Lease(string id, long receipt) =>
        new(id, receipt, ReadOnlyMemory<byte>.Empty, 1, new LeaseTerm(0, TimeSpan.FromSeconds(25)));
}
