using SmsGateway.Carriers.Vonage;
using Xunit;

namespace SmsGateway.Tests.Carriers.Vonage;

public sealed class VonageLanguagesTests
{
    [Theory]
    [InlineData("en-AU", "en-AU")]
    [InlineData("en_au", "en-AU")]
    [InlineData("en", "en-US")]
    [InlineData("en-NZ", "en-US")]
    [InlineData("en-GB-WLS", "en-GB-WLS")]
    [InlineData("de", "de-DE")]
    [InlineData("de-AT", "de-DE")]
    [InlineData("es-AR", "es-ES")]
    [InlineData("fr-CA", "fr-CA")]
    [InlineData("fr-BE", "fr-FR")]
    [InlineData("pt", "pt-BR")]
    [InlineData("pt-PT", "pt-PT")]
    [InlineData("ar-EG", "ar")]
    [InlineData("no", "no-NO")]
    [InlineData("nb", "nb-NO")]
    [InlineData("fil", "fil-PH")]
    [InlineData("zh", "cmn-CN")]
    [InlineData("zh-CN", "cmn-CN")]
    [InlineData("zh-Hans-SG", "cmn-CN")]
    [InlineData("zh_TW", "cmn-TW")]
    [InlineData("zh-Hant", "cmn-TW")]
    [InlineData("zh-HK", "yue-CN")]
    [InlineData("yue-HK", "yue-CN")]
    [InlineData("xx-YY", null)]
    [InlineData("e", null)]
    [InlineData("en\"},{", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_locale_finds_the_nearest_voice(string? locale, string? expected) =>
        Assert.Equal(expected, VonageLanguages.Of(locale));
}
