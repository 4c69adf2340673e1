using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+15005550006", "+15005550006")]
    [InlineData("+1 399 999", "+1399999")]
    [InlineData("+1 (500) 555-00.06", "+15005550006")]
    [InlineData("+123456789012345", "+123456789012345")]
    public void A_number_is_normalised(string text, string expected)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number));
        Assert.Equal(expected, number.E164);
    }
}
