using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Http;

public sealed class SpokenTextTests
{
    [Theory]
    [InlineData(
        "Your code is 493817. It expires in 10 minutes.",
        "Your code is 4, 9, 3, 8, 1, 7. It expires in 10 minutes."
    )]
    [InlineData("493817 ist Ihr Code, gültig 10 Minuten", "4, 9, 3, 8, 1, 7 ist Ihr Code, gültig 10 Minuten")]
    [InlineData("Ihr Code: 4.9.3.8.1.7. Er gilt 10 Minuten.", "Ihr Code: 4, 9, 3, 8, 1, 7. Er gilt 10 Minuten.")]
    [InlineData("4. 9. 3. 8. 1. 7", "4, 9, 3, 8, 1, 7")]
    [InlineData("4 9 3 8 1 7", "4, 9, 3, 8, 1, 7")]
    [InlineData("4, 9, 3, 8, 1, 7", "4, 9, 3, 8, 1, 7")]
    [InlineData("G-493-817, I repeat: 493 817", "G-4, 9, 3, 8, 1, 7, I repeat: 4, 9, 3, 8, 1, 7")]
    [InlineData("您的验证码是493817，10分钟内有效", "您的验证码是4, 9, 3, 8, 1, 7，10分钟内有效")]
    [InlineData("Code493817", "Code4, 9, 3, 8, 1, 7")]
    [InlineData("Acme 2000: 493817", "Acme 2000: 4, 9, 3, 8, 1, 7")]
    public void Only_the_code_is_spelled_whether_it_was_given_or_not(string text, string expected)
    {
        Assert.Equal(expected, SpokenText.Of(Call(text, "493817")));
        Assert.Equal(expected, SpokenText.Of(Call(text, null)));
        Assert.Equal(expected, SpokenText.Of(Call(text, "in another form")));
    }

    [Theory]
    [InlineData("Code 12 in 10 minutes", "12", "Code 1, 2 in 10 minutes")]
    [InlineData("Code AB-12", "AB12", "Code A, B, 1, 2")]
    [InlineData("Code 1234, not 12345", "1234", "Code 1, 2, 3, 4, not 12345")]
    [InlineData("Code A1.B2, not A1B2C", "A1B2", "Code A, 1, B, 2, not A1B2C")]
    [InlineData("Code ٤٩٣٨", "٤٩٣٨", "Code ٤, ٩, ٣, ٨")]
    [InlineData("Code #12", "#12", "Code #1, 2")]
    public void A_code_that_was_given_may_be_anything(string text, string code, string expected) =>
        Assert.Equal(expected, SpokenText.Of(Call(text, code)));

    [Theory]
    [InlineData("Your account is blocked for 10 minutes")]
    [InlineData("Call 112")]
    [InlineData("")]
    public void A_text_without_a_code_is_spoken_as_it_is(string text) =>
        Assert.Equal(text, SpokenText.Of(Call(text, null)));

    [Fact]
    public void What_XML_cannot_hold_is_not_spoken() =>
        Assert.Equal("a\n😀b", SpokenText.Of(Call("\0a\u0001\n\uFFFE😀\uFFFF\u001Fb", null)));

    [Theory]
    [InlineData("en", "en")]
    [InlineData("en_US", "en-US")]
    [InlineData("zh-Hant-TW", "zh-Hant-TW")]
    [InlineData("es_419", "es-419")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("e", null)]
    [InlineData("en_", null)]
    [InlineData("en\n", null)]
    [InlineData("\"/>", null)]
    public void A_locale_names_a_voice(string? locale, string? expected) =>
        Assert.Equal(expected, SpokenText.Language(locale));

    private static SmsMessage Call(string text, string? code) =>
        Samples.CreateMessage(body: text, channel: Channel.Voice) with
        {
            Code = code is null ? null : new Sensitive(code),
        };
}
