using SmsGateway.Carriers.Twilio;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Twilio;

public sealed class TwilioOptionsTests
{
    private const string Digits = "0123456789abcdef0123456789ABCDEF";

    [Theory]
    [InlineData("AuthTokenSecretName=t", "AccountSid: is required")]
    [InlineData(
        $"AccountSid=AC{Digits}",
        "AuthTokenSecretName: is required (or ApiKeySid with ApiKeySecretSecretName)"
    )]
    [InlineData($"AccountSid=AC{Digits};ApiKeySid=SK{Digits}", "ApiKeySecretSecretName: is required with ApiKeySid")]
    [InlineData(
        $"AccountSid=AC{Digits};ApiKeySecretSecretName=s",
        "ApiKeySid: is required with ApiKeySecretSecretName"
    )]
    [InlineData(
        $"AccountSid=AC{Digits};ApiKeySid=SK{Digits};ApiKeySecretSecretName=s;AuthTokenSecretName=t",
        "AuthTokenSecretName: and ApiKeySid exclude each other"
    )]
    [InlineData($"AccountSid=SK{Digits};AuthTokenSecretName=t", "AccountSid: must be AC and 32 hexadecimal digits")]
    [InlineData(
        $"AccountSid=AC{Digits};ApiKeySid=AC{Digits};ApiKeySecretSecretName=s",
        "ApiKeySid: must be SK and 32 hexadecimal digits"
    )]
    [InlineData(
        $"AccountSid=AC{Digits};AuthTokenSecretName=t;MessagingServiceSid=SM{Digits}",
        "MessagingServiceSid: must be MG and 32 hexadecimal digits"
    )]
    [InlineData(
        $"AccountSid=AC{Digits};AuthTokenSecretName=t;AlwaysUseFrom=true",
        "From: is required with AlwaysUseFrom"
    )]
    [InlineData($"AccountSid=AC{Digits};AuthTokenSecretName=t;From=no sender at all", "From: " + Sender.Rule)]
    [InlineData(
        $"AccountSid=AC{Digits};AuthTokenSecretName=t;BaseAddress=http://api.twilio.com",
        "BaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData(
        $"AccountSid=AC{Digits};AuthTokenSecretName=t;AuthToken=x",
        "AuthToken: is not a known setting; known are AccountSid, AlwaysUseFrom, ApiKeySecretSecretName, ApiKeySid, AuthTokenSecretName, BaseAddress, From, Kind, MaxConcurrency, MaxPerSecond, MessagingServiceSid, Senders"
    )]
    [InlineData(
        $"AccountSid=AC{Digits};AuthTokenSecretName=t;AcountSid=x",
        "AcountSid: is not a known setting; did you mean AccountSid?"
    )]
    [InlineData("AccountSid=AC1;AuthTokenSecretName=t", "AccountSid: must be AC and 32 hexadecimal digits")]
    [InlineData($"AccountSid=ac{Digits};AuthTokenSecretName=t", "AccountSid: must be AC and 32 hexadecimal digits")]
    [InlineData($"AccountSid=AC{Digits}0;AuthTokenSecretName=t", "AccountSid: must be AC and 32 hexadecimal digits")]
    [InlineData(
        "AccountSid=ACxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;AuthTokenSecretName=t",
        "AccountSid: must be AC and 32 hexadecimal digits"
    )]
    [InlineData("AccountSid=AC...;AuthTokenSecretName=t", "AccountSid: is a placeholder; put there what it stands for")]
    [InlineData(
        $"AccountSid=AC{Digits};ApiKeySid=SKabc;ApiKeySecretSecretName=s",
        "ApiKeySid: must be SK and 32 hexadecimal digits"
    )]
    [InlineData(
        $"AccountSid=AC{Digits};AuthTokenSecretName=t;MessagingServiceSid=MG",
        "MessagingServiceSid: must be MG and 32 hexadecimal digits"
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
        var (options, errors) = OptionsText.Read("tWiLiO", $"AccountSid=AC{Digits};AuthTokenSecretName=t");
        Assert.Empty(errors);
        Assert.Equal(
            new TwilioOptions(
                "main",
                new Uri("https://api.twilio.com/"),
                null,
                false,
                $"AC{Digits}",
                $"AC{Digits}",
                "t",
                null
            ),
            options
        );
    }

    [Fact]
    public void A_messaging_service_can_always_be_used_instead_of_a_sender()
    {
        var (_, errors) = OptionsText.Read(
            "Twilio",
            $"AccountSid=AC{Digits};AuthTokenSecretName=t;MessagingServiceSid=MG{Digits};AlwaysUseFrom=true"
        );
        Assert.Empty(errors);
    }
}
