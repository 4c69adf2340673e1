using SmsGateway.Carriers.AzureCommunication;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.AzureCommunication;

public sealed class AzureCommunicationOptionsTests
{
    private const string Address = "BaseAddress=https://name.communication.azure.com";

    [Theory]
    [InlineData("AccessKeySecretName=k", "BaseAddress: is required")]
    [InlineData("BaseAddress=", "BaseAddress: is required")]
    [InlineData(
        "BaseAddress=http://name.communication.azure.com",
        "BaseAddress: must use https; http is only allowed for a loopback address"
    )]
    [InlineData("BaseAddress=name.communication.azure.com", "BaseAddress: must be an absolute https address")]
    [InlineData(Address + ";AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData(Address + ";From=no sender at all", "From: " + Sender.Rule)]
    [InlineData(
        Address + ";AccessKey=x",
        "AccessKey: is not a known setting; known are AccessKeySecretName, AlwaysUseFrom, BaseAddress, From, Kind, MaxConcurrency"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("AzureCommunication", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Theory]
    [InlineData(Address, "https://name.communication.azure.com/", null)]
    [InlineData(Address + "/;AccessKeySecretName=k", "https://name.communication.azure.com/", "k")]
    [InlineData("BaseAddress=http://127.0.0.1:9/acs;AccessKeySecretName=k", "http://127.0.0.1:9/acs/", "k")]
    public void The_access_key_may_be_left_to_the_identity(string settings, string address, string? key)
    {
        var (options, errors) = OptionsText.Read("azurecommunication", settings);
        Assert.Empty(errors);
        Assert.Equal(new AzureCommunicationOptions("main", new Uri(address), null, false, key), options);
        Assert.Equal(key is null ? [] : [key], options!.SecretNames.Values);
        Assert.Equal(key is null ? "AccessKeySecretName" : null, options.KeyInPlaceOfIdentity);
    }
}
