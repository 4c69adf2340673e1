using SmsGateway.Carriers.Telnyx;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Telnyx;

public sealed class TelnyxOptionsTests
{
    private const string Profile = "4000eba1-a0c0-4563-9925-b25e842a7cb6";

    [Theory]
    [InlineData("From=+61400000001", "ApiKeySecretName: is required")]
    [InlineData(
        "ApiKeySecretName=k;MessagingProfileId=main",
        "MessagingProfileId: must be the profile's id, 32 hexadecimal digits with four dashes"
    )]
    [InlineData("ApiKeySecretName=k;From=Acme", "MessagingProfileId: is required with a name in From")]
    [InlineData(
        "ApiKeySecretName=k;From=+61400000001;Senders:AU=Acme",
        "MessagingProfileId: is required with a name in Senders__AU"
    )]
    [InlineData("ApiKeySecretName=k;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData("ApiKeySecretName=k;From=no sender at all", "From: " + Sender.Rule)]
    [InlineData(
        "ApiKeySecretName=k;BaseAddress=http://api.telnyx.com",
        "BaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData(
        "ApiKeySecretName=k;BaseAddress=https://api.telnyx.com/?x=1",
        "BaseAddress: must have no query and no fragment"
    )]
    [InlineData(
        "ApiKeySecretName=k;ApiKey=x",
        "ApiKey: is not a known setting; known are AlwaysUseFrom, ApiKeySecretName, BaseAddress, From, Kind, MaxConcurrency, MaxPerSecond, MessagingProfileId, Senders"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("Telnyx", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Theory]
    [InlineData("", "https://api.telnyx.com/", null)]
    [InlineData($"MessagingProfileId={Profile}", "https://api.telnyx.com/", Profile)]
    [InlineData("BaseAddress=http://127.0.0.1:9/telnyx", "http://127.0.0.1:9/telnyx/", null)]
    public void What_is_not_set_has_its_default(string settings, string address, string? profile)
    {
        var (options, errors) = OptionsText.Read("telnyx", "ApiKeySecretName=k;" + settings);
        Assert.Empty(errors);
        Assert.Equal(new TelnyxOptions("main", new Uri(address), null, false, "k", profile), options);
    }

    [Theory]
    [InlineData("From=+61400000001;Senders:AU=+61400000002")]
    [InlineData("From=+61400000001;Senders:AU=19123")]
    [InlineData($"Senders:AU=Acme;MessagingProfileId={Profile}")]
    public void Numbers_need_no_profile_and_names_have_it(string settings) =>
        Assert.Empty(OptionsText.Read("Telnyx", "ApiKeySecretName=k;" + settings).Errors);

    [Fact]
    public void The_profile_may_always_choose_the_sender()
    {
        var (options, errors) = OptionsText.Read(
            "Telnyx",
            $"ApiKeySecretName=k;AlwaysUseFrom=true;MessagingProfileId={Profile}"
        );
        Assert.Empty(errors);
        Assert.Null(options!.SenderFor(CarrierHarness.Message().Message));
    }
}
