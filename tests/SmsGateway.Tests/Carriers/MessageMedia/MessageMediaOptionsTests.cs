using SmsGateway.Carriers.MessageMedia;
using Xunit;

namespace SmsGateway.Tests.Carriers.MessageMedia;

public sealed class MessageMediaOptionsTests
{
    [Theory]
    [InlineData("ApiSecretSecretName=s", "ApiKeySecretName: is required")]
    [InlineData("ApiKeySecretName=k", "ApiSecretSecretName: is required")]
    [InlineData("ApiKeySecretName=k;ApiSecretSecretName=s;Signing=RSA", "Signing: must be one of Basic, Hmac")]
    [InlineData("ApiKeySecretName=k;ApiSecretSecretName=s;Signing=1", "Signing: must be one of Basic, Hmac")]
    [InlineData("ApiKeySecretName=k;ApiSecretSecretName=s;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData(
        "ApiKeySecretName=k;ApiSecretSecretName=s;BaseAddress=api.messagemedia.com",
        "BaseAddress: must be an absolute https address"
    )]
    [InlineData(
        "ApiKeySecretName=k;ApiSecretSecretName=s;ApiSecret=x",
        "ApiSecret: is not a known setting; known are AlwaysUseFrom, ApiKeySecretName, ApiSecretSecretName, BaseAddress, From, Kind, MaxConcurrency, MaxPerSecond, Senders, Signing"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("MessageMedia", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var (options, errors) = OptionsText.Read("messagemedia", "ApiKeySecretName=k;ApiSecretSecretName=s");
        Assert.Empty(errors);
        Assert.Equal(
            new MessageMediaOptions(
                "main",
                new Uri("https://api.messagemedia.com/"),
                null,
                false,
                "k",
                "s",
                MessageMediaSigning.Basic
            ),
            options
        );
    }
}
