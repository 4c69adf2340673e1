using SmsGateway.CarrierSimulator;
using Xunit;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorOptionsTests
{
    private const string Gateway = "Gateway:Address=http://127.0.0.1:7071";

    [Theory]
    [InlineData("Simulator__Twilio__AuthToken", "Twilio:AccountSid=AC1")]
    [InlineData("Simulator__Twilio__AccountSid", "Twilio:AuthToken=hidden-value")]
    [InlineData(
        "Simulator__Twilio__ApiKeySecret",
        "Twilio:AccountSid=AC1",
        "Twilio:AuthToken=hidden-value",
        "Twilio:ApiKeySid=SK1"
    )]
    [InlineData(
        "Simulator__Twilio__ApiKeySid",
        "Twilio:AccountSid=AC1",
        "Twilio:AuthToken=hidden-value",
        "Twilio:ApiKeySecret=hidden-value"
    )]
    [InlineData("Simulator__Twilio__AccountSid", "Twilio:AccountSid= ", "Twilio:AuthToken=hidden-value")]
    [InlineData("Simulator__MessageMedia__ApiSecret", "MessageMedia:ApiKey=hidden-value")]
    [InlineData("Simulator__EightByEight__SubAccountId", "EightByEight:ApiKey=hidden-value")]
    [InlineData("Simulator__Vonage__ApiSecret", "Vonage:ApiKey=hidden-value")]
    [InlineData("Simulator__Vonage__ApiKey", "Vonage:ApiSecret=hidden-value")]
    [InlineData("Simulator__Vonage__PublicKey", "Vonage:ApplicationId=hidden-value")]
    [InlineData("Simulator__Vonage__PublicKey", "Vonage:ApplicationId=a", "Vonage:PublicKey=hidden-value")]
    [InlineData("Simulator__Sinch__ServicePlanId", "Sinch:ApiToken=hidden-value")]
    [InlineData("Simulator__Telnyx__ApiKey", "Telnyx:MessagingProfileId=hidden-value")]
    [InlineData("Simulator__AzureCommunication__AccessKey", "AzureCommunication:AccessToken=hidden-value")]
    [InlineData("Simulator__AzureCommunication__AccessKey", "AzureCommunication:AccessKey=hidden-value")]
    [InlineData("Simulator__Latency", "Latency=5")]
    [InlineData("Simulator__Latency", "Latency=-00:00:01")]
    [InlineData("Simulator__Latency", "Latency=hidden-value")]
    [InlineData("Simulator__Inbox__Capacity", "Inbox:Capacity=-1")]
    [InlineData("Simulator__Inbox__Capacity", "Inbox:Capacity=hidden-value")]
    [InlineData("Simulator__Gateway__Address", "Gateway:OperatorsKey=hidden-value")]
    [InlineData("Simulator__Gateway__Address", "Gateway:Address=http://gateway.example/")]
    [InlineData("Simulator__Gateway__Address", "Gateway:Address=hidden-value")]
    [InlineData("Simulator__Gateway__Audience", Gateway, "Gateway:Subject=s", "Gateway:SigningSecret=hidden-value")]
    [InlineData("Simulator__Gateway__Subject", Gateway, "Gateway:Audience=a", "Gateway:SigningSecret=hidden-value")]
    [InlineData("Simulator__Gateway__SigningSecret", Gateway, "Gateway:Subject=hidden-value", "Gateway:Audience=a")]
    [InlineData(
        "Simulator__Gateway__Address",
        "Gateway:Subject=s",
        "Gateway:Audience=a",
        "Gateway:SigningSecret=hidden-value"
    )]
    [InlineData("Simulator__Gateway__SigningSecretEncoding", Gateway, "Gateway:SigningSecretEncoding=hidden-value")]
    [InlineData("Simulator__Gateway__SigningSecretEncoding", Gateway, "Gateway:SigningSecretEncoding=7")]
    [InlineData(
        "Simulator__Gateway__SigningSecret",
        Gateway,
        "Gateway:Subject=s",
        "Gateway:Audience=a",
        "Gateway:SigningSecret=hidden-value!",
        "Gateway:SigningSecretEncoding=Base64Url"
    )]
    [InlineData("Simulator__Twilio", "Twilio=hidden-value")]
    [InlineData("Simulator__Twilo__AccountSid", "Twilo:AccountSid=hidden-value")]
    [InlineData("Simulator__Inbox__Size", "Inbox:Size=hidden-value")]
    public void A_wrong_setting_stops_the_start_and_is_named(string key, params string[] settings)
    {
        var error = Assert.Throws<SimulatorConfigurationException>(() => Create(settings));

        Assert.StartsWith(key + ": ", Assert.Single(error.Mistakes), StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_listed_at_once()
    {
        var error = Assert.Throws<SimulatorConfigurationException>(() =>
            Create(
                "Latency=x",
                "Inbox:Capacity=x",
                "Twilio:ApiKeySid=x",
                "EightByEight:Key=x",
                "MessageMedia:ApiKey=x",
                "Twilo:AccountSid=x",
                "Gateway:OperatorsKey=x"
            )
        );

        Assert.Equal(
            [
                "Simulator__EightByEight__ApiKey",
                "Simulator__EightByEight__Key",
                "Simulator__EightByEight__SubAccountId",
                "Simulator__Gateway__Address",
                "Simulator__Inbox__Capacity",
                "Simulator__Latency",
                "Simulator__MessageMedia__ApiSecret",
                "Simulator__Twilio__AccountSid",
                "Simulator__Twilio__ApiKeySecret",
                "Simulator__Twilio__AuthToken",
                "Simulator__Twilo__AccountSid",
            ],
            error
                .Mistakes.Select(mistake => mistake[..mistake.IndexOf(':', StringComparison.Ordinal)])
                .Order(StringComparer.Ordinal)
        );
    }

    private static void Create(params string[] settings) =>
        SimulatorApp.Create([.. settings.Select(setting => "--Simulator:" + setting)]);
}
