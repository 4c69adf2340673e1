using SmsGateway.Carriers.Twilio;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Twilio;

public sealed class TwilioOptionsTests
{
    [Theory]
    [InlineData("AuthTokenSecretName=t", "AccountSid: is required")]
    [InlineData("AccountSid=AC1", "AuthTokenSecretName: is required (or ApiKeySid with ApiKeySecretSecretName)")]
    [InlineData("AccountSid=AC1;ApiKeySid=SK1", "ApiKeySecretSecretName: is required with ApiKeySid")]
    [InlineData("AccountSid=AC1;ApiKeySecretSecretName=s", "ApiKeySid: is required with ApiKeySecretSecretName")]
    [InlineData(
        "AccountSid=AC1;ApiKeySid=SK1;ApiKeySecretSecretName=s;AuthTokenSecretName=t",
        "AuthTokenSecretName: and ApiKeySid exclude each other"
    )]
    [InlineData("AccountSid=SK1;AuthTokenSecretName=t", "AccountSid: must begin with AC")]
    [InlineData("AccountSid=AC1;ApiKeySid=AC1;ApiKeySecretSecretName=s", "ApiKeySid: must begin with SK")]
    [InlineData(
        "AccountSid=AC1;AuthTokenSecretName=t;MessagingServiceSid=SM1",
        "MessagingServiceSid: must begin with MG"
    )]
    [InlineData("AccountSid=AC1;AuthTokenSecretName=t;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData("AccountSid=AC1;AuthTokenSecretName=t;From=no sender at all", "From: " + Sender.Rule)]
    [InlineData(
        "AccountSid=AC1;AuthTokenSecretName=t;BaseAddress=http://api.twilio.com",
        "BaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData(
        "AccountSid=AC1;AuthTokenSecretName=t;AuthToken=x",
        "AuthToken: is not a known setting; known are AccountSid, AlwaysUseFrom, ApiKeySecretSecretName, ApiKeySid, AuthTokenSecretName, BaseAddress, From, Kind, MessagingServiceSid"
    )]
    [InlineData(
        "AccountSid=AC1;AuthTokenSecretName=t;AcountSid=x",
        "AcountSid: is not a known setting; did you mean AccountSid?"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("Twilio", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Fact]
    public void All_mistakes_are_reported_at_once()
    {
        var (_, errors) = OptionsText.Read("Twilio", "BaseAddress=ftp://x;AlwaysUseFrom=perhaps");
        Assert.Equal(4, errors.Count);
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var (options, errors) = OptionsText.Read("tWiLiO", "AccountSid=AC1;AuthTokenSecretName=t");
        Assert.Empty(errors);
        Assert.Equal(
            new TwilioOptions("main", new Uri("https://api.twilio.com/"), null, false, "AC1", "AC1", "t", null),
            options
        );
    }

    [Fact]
    public void A_messaging_service_can_always_be_used_instead_of_a_sender()
    {
        var (_, errors) = OptionsText.Read(
            "Twilio",
            "AccountSid=AC1;AuthTokenSecretName=t;MessagingServiceSid=MG1;AlwaysUseFrom=true"
        );
        Assert.Empty(errors);
    }
}
