using SmsGateway.Carriers.EightByEight;
using Xunit;

namespace SmsGateway.Tests.Carriers.EightByEight;

public sealed class EightByEightOptionsTests
{
    [Theory]
    [InlineData("ApiKeySecretName=k", "SubAccountId: is required")]
    [InlineData("SubAccountId=a", "ApiKeySecretName: is required")]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;Region=Mars",
        "Region: must be one of Apac, NorthAmerica, Europe, Indonesia"
    )]
    [InlineData("SubAccountId=a;ApiKeySecretName=k;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;BaseAddress=http://sms.8x8.com",
        "BaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData("SubAccountId=a;ApiKeySecretName=k;VoiceProfile=en-US-A", "VoiceSubAccountId: is required for calls")]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceProfiles:de=de-A;VoiceProfile=en-A",
        "VoiceSubAccountId: is required for calls"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v",
        "VoiceProfile: is required for calls, such as en-US-Standard-A"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v/w;VoiceProfile=en-A",
        "VoiceSubAccountId: may hold letters, digits, dashes, dots and underscores only"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=English (US)",
        "VoiceProfile: may hold letters, digits, dashes, dots and underscores only, 40 at most"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=en-A;VoiceProfiles:de=de A",
        "VoiceProfiles__de: may hold letters, digits, dashes, dots and underscores only, 40 at most"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=en-A;VoiceProfiles:German=de-A",
        "VoiceProfiles__German: must be a locale, such as de or de_AT"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=en-A;VoiceProfiles:de_AT=de-A;VoiceProfiles:de-AT=de-B",
        "VoiceProfiles__de_AT: is there twice, with a dash and with an underscore"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=en-A;VoiceProfiles=de-A",
        "VoiceProfiles: is a section, not a value"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=en-A;VoiceFrom=Acme",
        "VoiceFrom: must be a number in E.164 form: a call comes from one"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;VoiceSubAccountId=v;VoiceProfile=en-A;VoiceBaseAddress=http://voice.8x8.com",
        "VoiceBaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData(
        "SubAccountId=a;ApiKeySecretName=k;SubAcountId=b",
        "SubAcountId: is not a known setting; did you mean SubAccountId?"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("EightByEight", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Theory]
    [InlineData("", "https://sms.8x8.com/")]
    [InlineData("Region=Apac", "https://sms.8x8.com/")]
    [InlineData("Region=northamerica", "https://sms.us.8x8.com/")]
    [InlineData("Region=Europe", "https://sms.8x8.uk/")]
    [InlineData("Region=Indonesia", "https://sms.8x8.id/")]
    [InlineData("Region=Europe;BaseAddress=http://127.0.0.1:9/x", "http://127.0.0.1:9/x/")]
    public void The_region_chooses_the_host_unless_an_address_is_given(string settings, string expected)
    {
        var (options, errors) = OptionsText.Read("EightByEight", "SubAccountId=a;ApiKeySecretName=k;" + settings);
        Assert.Empty(errors);
        Assert.Equal(new EightByEightOptions("main", new Uri(expected), null, false, "a", "k"), options);
    }

    [Fact]
    public void Calls_have_defaults_of_their_own()
    {
        var (options, errors) = OptionsText.Read(
            "8x8",
            "SubAccountId=a;ApiKeySecretName=k;Region=Europe;VoiceSubAccountId=v;VoiceProfile=en-US-A"
        );
        Assert.Empty(errors);
        var voice = Assert.IsType<EightByEightOptions>(options).Voice!;
        Assert.Equal(
            (new Uri("https://voice.8x8.com/"), "v", "k", null, "en-US-A"),
            (voice.BaseAddress, voice.SubAccountId, voice.ApiKeySecretName, voice.From, voice.Profile)
        );
        Assert.Empty(voice.Profiles);
    }

    [Theory]
    [InlineData("8x8")]
    [InlineData("8X8")]
    [InlineData("eightbyeight")]
    public void Its_usual_spelling_is_known(string kind)
    {
        var (options, errors) = OptionsText.Read(kind, "SubAccountId=a;ApiKeySecretName=k");
        Assert.Empty(errors);
        Assert.IsType<EightByEightOptions>(options);
    }
}
