using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class MessageIdTests
{
    private static readonly DateTimeOffset Now = Samples.Start;

    [Fact]
    public void New_ids_are_32_digits_and_all_different()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => MessageId.New(Now).ToString()).ToList();
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void New_ids_sort_by_time_and_tell_it()
    {
        var early = MessageId.New(Now);
        var late = MessageId.New(Now + TimeSpan.FromMilliseconds(1));
        Assert.True(string.CompareOrdinal(early.ToString(), late.ToString()) < 0);
        Assert.Equal(Now, early.AcceptedAt);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A-b_9")]
    [InlineData("0198c0ffee007000800000000000c0de")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void Reads_what_is_safe_in_a_url_and_a_file_name(string text)
    {
        Assert.True(MessageId.TryParse(text, out var id));
        Assert.Equal(text, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a%2e")]
    [InlineData("ä")]
    [InlineData("a\n")]
    [InlineData("a\"")]
    public void Refuses_everything_else(string? text) => Assert.False(MessageId.TryParse(text, out _));

    [Theory]
    [InlineData("order-4711")]
    [InlineData("0198c0ffee004000800000000000c0de")]
    [InlineData("ffffffffffff7fff8fffffffffffffff")]
    public void An_id_that_is_not_ours_tells_no_time(string text) => Assert.Null(Samples.ParseId(text).AcceptedAt);

    [Fact]
    public void An_empty_id_shows_nothing()
    {
        Assert.Equal("", default(MessageId).ToString());
        Assert.Null(default(MessageId).AcceptedAt);
    }
}
