using SmsGateway.Carriers.Sinch;
using Xunit;

namespace SmsGateway.Tests.Carriers.Sinch;

public sealed class SinchOptionsTests
{
    [Theory]
    [InlineData("ApiTokenSecretName=t", "ServicePlanId: is required")]
    [InlineData("ServicePlanId=p", "ApiTokenSecretName: is required")]
    [InlineData(
        "ServicePlanId=p/batches;ApiTokenSecretName=t",
        "ServicePlanId: may hold letters, digits, dashes and underscores only"
    )]
    [InlineData("ServicePlanId=p;ApiTokenSecretName=t;Region=uk", "Region: must be one of Us, Eu, Au, Br, Ca")]
    [InlineData(
        "ServicePlanId=p;ApiTokenSecretName=t;DeliveryReport=always",
        "DeliveryReport: must be one of None, Summary, Full, PerRecipient, PerRecipientFinal"
    )]
    [InlineData("ServicePlanId=p;ApiTokenSecretName=t;AlwaysUseFrom=true", "From: is required with AlwaysUseFrom")]
    [InlineData(
        "ServicePlanId=p;ApiTokenSecretName=t;ApiToken=x",
        "ApiToken: is not a known setting; known are AlwaysUseFrom, ApiTokenSecretName, BaseAddress, DeliveryReport, From, Kind, MaxConcurrency, Region, ServicePlanId"
    )]
    public void A_mistake_is_named_with_its_key(string settings, string expected)
    {
        var (_, errors) = OptionsText.Read("Sinch", settings);
        Assert.Equal(["Gateway__Carriers__main__" + expected], errors);
    }

    [Theory]
    [InlineData("", "https://us.sms.api.sinch.com/")]
    [InlineData("Region=us", "https://us.sms.api.sinch.com/")]
    [InlineData("Region=EU", "https://eu.sms.api.sinch.com/")]
    [InlineData("Region=au", "https://au.sms.api.sinch.com/")]
    [InlineData("Region=Br", "https://br.sms.api.sinch.com/")]
    [InlineData("Region=ca", "https://ca.sms.api.sinch.com/")]
    [InlineData("Region=eu;BaseAddress=http://127.0.0.1:9/x", "http://127.0.0.1:9/x/")]
    public void The_region_chooses_the_host_unless_an_address_is_given(string settings, string expected)
    {
        var (options, errors) = OptionsText.Read("sinch", "ServicePlanId=p;ApiTokenSecretName=t;" + settings);
        Assert.Empty(errors);
        Assert.Equal(
            new SinchOptions("main", new Uri(expected), null, false, "p", "t", SinchDeliveryReport.None),
            options
        );
    }
}
