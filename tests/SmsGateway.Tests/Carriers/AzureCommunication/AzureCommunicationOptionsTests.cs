using SmsGateway.Carriers.AzureCommunication;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
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
        "AccessKey: is not a known setting; known are AccessKeySecretName, AlwaysUseFrom, BaseAddress, From, Kind, MaxConcurrency, MaxPerSecond, Senders"
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

    [Theory]
    [InlineData("dGhlIGFjY2VzcyBrZXk=", null)]
    [InlineData(
        "the-access-key",
        "is no access key, which is in base64; of a connection string it is what follows accesskey="
    )]
    [InlineData(
        "endpoint=https://name.communication.azure.com/;accesskey=dGhlIGFjY2VzcyBrZXk=",
        "is no access key, which is in base64; of a connection string it is what follows accesskey="
    )]
    public void A_key_that_signs_nothing_stops_the_start(string key, string? expected)
    {
        var errors = new List<string>();
        GatewayOptions.Read(
            Settings.Create(
                ("Gateway__Carriers__acs__Kind", "AzureCommunication"),
                ("Gateway__Carriers__acs__BaseAddress", "https://name.communication.azure.com"),
                ("Gateway__Carriers__acs__AccessKeySecretName", "acs"),
                ("Gateway__Routing__Default__0", "acs"),
                ("Secrets__acs", key)
            ),
            errors
        );
        Assert.Equal(expected is null ? [] : ["Gateway__Carriers__acs__AccessKeySecretName: " + expected], errors);
    }
}
