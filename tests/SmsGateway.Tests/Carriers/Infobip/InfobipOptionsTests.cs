using SmsGateway.Carriers.Infobip;
using Xunit;

namespace SmsGateway.Tests.Carriers.Infobip;

public sealed class InfobipOptionsTests
{
    [Theory]
    [InlineData("", "ApiKeySecretName: is required")]
    [InlineData("ApiKeySecretName=k;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData("ApiKeySecretName=k;From=12345678901234", "From: ")]
    [InlineData(
        "ApiKeySecretName=k;BaseAddress=http://api.infobip.com",
        "BaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData(
        "ApiKeySecretName=k;ApiKeySecret=b",
        "ApiKeySecret: is not a known setting; known are AlwaysUseFrom, ApiKeySecretName, BaseAddress, From, Kind, MaxConcurrency"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("Infobip", settings);
        Assert.StartsWith("Gateway__Carriers__main__" + expected, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "https://api.infobip.com/")]
    [InlineData("BaseAddress=https://xyz12.api.infobip.com", "https://xyz12.api.infobip.com/")]
    public void What_is_not_set_has_its_default(string settings, string address)
    {
        var (options, errors) = OptionsText.Read("infobip", "ApiKeySecretName=k;" + settings);
        Assert.Empty(errors);
        Assert.Equal(new InfobipOptions("main", new Uri(address), null, false, "k"), options);
    }
}
