using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Secrets;

public sealed class ConstantTimeTests
{
    [Fact]
    public void Is_equality_of_texts()
    {
        Properties.ForAll(
            Properties.Text,
            text =>
            {
                Assert.True(ConstantTime.Equal(text, new string(text.AsSpan())));
                Assert.False(ConstantTime.Equal(text, text + "x"));
                Assert.False(ConstantTime.Equal(text, text.AsSpan(1)));
            }
        );
        Assert.True(ConstantTime.Equal("", ""));
        Assert.False(ConstantTime.Equal("a", "A"));
        Assert.False(ConstantTime.Equal("é", "e\u0301"));
    }
}
