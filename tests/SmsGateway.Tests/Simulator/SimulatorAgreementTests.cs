using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.CarrierSimulator.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Carriers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

/// <summary>What the gateway sends is what the carrier simulator understands, and both call an answer the same.</summary>
public sealed class SimulatorAgreementTests
{
    private static readonly FakeSecretStore Secrets = new(
        ("vonage-key", "vonage-key"),
        ("vonage-secret", "vonage-secret"),
        ("vonage-private-key", RsaKey.Pem),
        ("sinch-token", "sinch-token")
    );

    /// <summary>Settings, path below the simulator's address, and channel.</summary>
    public static TheoryData<string, string, Channel> Carriers =>
        new()
        {
            { "Kind=Vonage;ApiKeySecretName=vonage-key;ApiSecretSecretName=vonage-secret", "vonage/", Channel.Sms },
            { Application, "vonage/", Channel.Sms },
            { Application, "vonage/", Channel.Voice },
            { "Kind=Sinch;ServicePlanId=plan;ApiTokenSecretName=sinch-token", "", Channel.Sms },
        };

    private static string Application =>
        $"Kind=Vonage;ApplicationId={VonageApplication};PrivateKeySecretName=vonage-private-key";

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task A_message_is_taken_and_an_error_is_called_the_same(string settings, string path, Channel channel)
    {
        await using var simulator = await StartAsync(new FakeTimeProvider(CarrierHarness.Now));
        using var carrier = CarrierHarness.Create(
            settings.Split(';').Select(setting => setting.Split('=')).Select(pair => (pair[0], pair[1])),
            new Uri(simulator.Address, path),
            Secrets,
            CarrierHarness.Patient
        );
        // Those that let time pass are shown elsewhere.
        var errors = MagicNumbers.All.Where(magic => magic.Behaviour is not (Behaviour.Slow or Behaviour.Timeout));
        foreach (var recipient in errors.Select(magic => magic.Number).Prepend(AnyNumber))
        {
            var outcome = await carrier.SendAsync(To(recipient, channel), TestContext.Current.CancellationToken);

            var shown = (await simulator.GetJsonAsync("/simulator/messages?limit=1"))[0]!;
            Assert.Equal(((string)shown["outcome"]!, recipient), (outcome.Name.ToLowerInvariant(), recipient));
            Assert.True(recipient != AnyNumber || outcome is SendOutcome.Accepted);
        }
    }

    private static CarrierMessage To(string recipient, Channel channel)
    {
        Assert.True(PhoneNumber.TryParse(recipient, out var number));
        var message = CarrierHarness.Message("+61400000001", channel, locale: "en-AU");
        return message with { Message = message.Message with { Recipient = number } };
    }
}
