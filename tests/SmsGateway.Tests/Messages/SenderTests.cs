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
    [InlineData("acme.com", "acme.com", SenderKind.Alphanumeric)]
    [InlineData("Acme+", "Acme+", SenderKind.Alphanumeric)]
    [InlineData("4U", "4U", SenderKind.Alphanumeric)]
    [InlineData("+44 (0)20 7946 0958", "+442079460958", SenderKind.International)]
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
    [InlineData("12")]
    [InlineData("123456789")]
    [InlineData("1234567890")]
    [InlineData("12345678901")]
    [InlineData("72 345")]
    [InlineData("72-345")]
    [InlineData("555.0006")]
    [InlineData("-")]
    [InlineData("&&&")]
    [InlineData("...")]
    [InlineData("_1_")]
    [InlineData("+1500555000O")]
    [InlineData("+1 500 x 12")]
    [InlineData("١٢٣٤٥")]
    public void Refuses_what_cannot_be_a_sender(string? text) => Assert.False(Sender.TryParse(text, out _));

    [Theory]
    [InlineData("+15005550006")]
    [InlineData("+4402079460958")]
    [InlineData("12345")]
    [InlineData("Acme & Co")]
    public void Is_restored_as_it_was(string value) => Assert.Equal(value, Sender.Restore(value)!.Value);

    [Theory]
    [InlineData("1234567890")]
    [InlineData("72 345")]
    [InlineData("much too long a sender")]
    public void What_an_earlier_version_took_for_a_name_is_not_restored(string value) =>
        Assert.Null(Sender.Restore(value));

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
