using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class AdmissionRequestTests
{
    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    // Whoever has one IPv6 address has all of its /64.
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:DB8:1:2::", "2001:db8:1:2::/64")]
    [InlineData("2001:db8::1", "2001:db8::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    [InlineData("fe80::1%eth0", "fe80::/64")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData("::FFFF:cb00:7109", "203.0.113.9")]
    // An address to the parser, and nobody's.
    [InlineData("1", null)]
    [InlineData("127.1", null)]
    [InlineData("010.1.1.1", null)]
    [InlineData("0x7f.0.0.1", null)]
    [InlineData("3405803785", null)]
    [InlineData(" 203.0.113.9", null)]
    [InlineData("203.0.113.9:443", null)]
    [InlineData("203.0.113.9, 10.0.0.1", null)]
    [InlineData("203.0.113", null)]
    [InlineData("unknown", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void What_is_counted_of_who_asked(string? ip, string? address) =>
        Assert.Equal(address, Of(Samples.CreateMessage(), ip).Address);

    [Theory]
    [InlineData("+99899394 1234", "+99899394")]
    [InlineData("+15005550006", "+1500555")]
    [InlineData("+390669812345", "+39066981")]
    public void A_block_is_the_number_without_its_last_four_digits(string number, string block) =>
        Assert.Equal(block, Of(Samples.CreateMessage(number)).Block.ToString());

    [Theory]
    [InlineData("+61491570156", "AU")]
    [InlineData("+12025550123", "US")]
    [InlineData("+14165550123", "CA")]
    [InlineData("+979123456789", "001")]
    public void A_region_is_that_of_the_whole_number(string number, string region) =>
        Assert.Equal(region, Of(Samples.CreateMessage(number)).Region);

    [Fact]
    public void Its_text_has_neither_the_number_nor_who_asked()
    {
        var text = Of(Samples.CreateMessage(), "203.0.113.9").ToString();

        Assert.Contains(Samples.Caller, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Samples.Recipient, text, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0", text, StringComparison.Ordinal);
    }

    private static AdmissionRequest Of(SmsMessage message, string? ip = null) =>
        AdmissionRequest.Of(Samples.CreateEnvelope(message: message, context: RequestContext.Empty with { Ip = ip }));
}
