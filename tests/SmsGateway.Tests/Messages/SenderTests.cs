using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class SenderTests
{
    [Theory]
    [InlineData("+15005550006", "+15005550006", SenderKind.International)]
    [InlineData("+1 (500) 555-0006", "+15005550006", SenderKind.International)]
    [InlineData("123", "123", SenderKind.ShortCode)]
    [InlineData("12345678", "12345678", SenderKind.ShortCode)]
    [InlineData("Acme", "Acme", SenderKind.Alphanumeric)]
    [InlineData(" Acme & Co ", "Acme & Co", SenderKind.Alphanumeric)]
    [InlineData("ElevenChars", "ElevenChars", SenderKind.Alphanumeric)]
    public void Knows_the_kind_of_a_sender(string text, string value, SenderKind kind)
    {
        Assert.True(Sender.TryParse(text, out var sender));
        Assert.Equal(value, sender.Value);
        Assert.Equal(kind, sender.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("TwelveLetter")]
    [InlineData("+12345")]
    [InlineData("+Acme")]
    [InlineData("Ácme")]
    [InlineData("Ac\nme")]
    [InlineData("Acme<b>")]
    public void Refuses_what_cannot_be_a_sender(string? text) => Assert.False(Sender.TryParse(text, out _));

    [Theory]
    [InlineData("+15005550006", "15005550006")]
    [InlineData("Acme", "Acme")]
    [InlineData("12345", "12345")]
    public void Gives_its_value_without_a_plus_sign(string text, string expected)
    {
        Assert.True(Sender.TryParse(text, out var sender));
        Assert.Equal(expected, sender.WithoutPlus);
    }
}
