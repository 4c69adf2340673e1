using SmsGateway.Telemetry;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

public sealed class LogTextTests
{
    [Theory]
    [InlineData(0, "0 attempts")]
    [InlineData(1, "1 attempt")]
    [InlineData(2, "2 attempts")]
    public void One_thing_is_no_things(long number, string text) =>
        Assert.Equal(text, new Quantity(number, "attempt").ToString());

    [Theory]
    [InlineData(0, "")]
    [InlineData(3, " (and 3 more since the last such line)")]
    public void What_was_not_held_back_is_not_told(long count, string text) =>
        Assert.Equal(text, new Unlogged(count).ToString());
}
