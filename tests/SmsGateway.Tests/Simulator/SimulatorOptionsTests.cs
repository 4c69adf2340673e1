using SmsGateway.CarrierSimulator;
using SmsGateway.CarrierSimulator.Configuration;
using Xunit;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorOptionsTests
{
    [Theory]
    [InlineData("Simulator__Twilio__AuthToken", "Twilio:AccountSid=AC1")]
    [InlineData("Simulator__Twilio__AccountSid", "Twilio:AuthToken=hidden-value")]
    [InlineData("Simulator__Twilio__ApiKeySecret", "Twilio:AccountSid=AC1", "Twilio:AuthToken=hidden-value", "Twilio:ApiKeySid=SK1")]
    [InlineData("Simulator__Twilio__AccountSid", "Twilio:ApiKeySid=SK1", "Twilio:ApiKeySecret=hidden-value")]
    [InlineData("Simulator__MessageMedia__ApiSecret", "MessageMedia:ApiKey=hidden-value")]
    [InlineData("Simulator__EightByEight__SubAccountId", "EightByEight:ApiKey=hidden-value")]
    [InlineData("Simulator__Latency", "Latency=5")]
    [InlineData("Simulator__Latency", "Latency=-00:00:01")]
    [InlineData("Simulator__Inbox__Capacity", "Inbox:Capacity=-1")]
    [InlineData("Simulator__Gateway__Address", "Gateway:OperatorsKey=hidden-value")]
    [InlineData("Simulator__Gateway__Address", "Gateway:Address=http://gateway.example/")]
    [InlineData("Simulator__Gateway__Address", "Gateway:Address=hidden-value")]
    [InlineData("Simulator__Twilo", "Twilo:AccountSid=hidden-value")]
    [InlineData("Simulator__EightByEight__Key", "EightByEight:Key=hidden-value")]
    public void A_wrong_setting_stops_the_start_and_is_named(string key, params string[] settings)
    {
        var error = Assert.Throws<SimulatorConfigurationException>(
            () => SimulatorApp.Create([.. settings.Select(setting => "--Simulator:" + setting)]));

        Assert.StartsWith(key + " ", Assert.Single(error.Errors), StringComparison.Ordinal);
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-value", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_listed_at_once()
    {
        var error = Assert.Throws<SimulatorConfigurationException>(
            () => SimulatorApp.Create(["--Simulator:Latency=x", "--Simulator:Inbox:Capacity=x", "--Simulator:Twilio:AccountSid=x"]));

        Assert.Equal(3, error.Errors.Count);
    }
}
