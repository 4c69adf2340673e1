using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Carriers;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

/// <summary>The gateway's own carriers against the simulator: what a magic recipient stands for is what the gateway makes of it.</summary>
public sealed class SimulatedOutcomeTests
{
    /// <summary>Carriers that say something else, by carrier and recipient.</summary>
    private static readonly Dictionary<(string, string), string> Exceptions = new()
    {
        // They have no rejection inside a success.
        [("Plivo", "+15005551200")] = "Accepted",
        [("Telnyx", "+15005551200")] = "Accepted",
        // It has no codes for these.
        [("8x8", "+15005551404")] = "Refused",
        [("8x8", "+15005551410")] = "Refused",
    };

    [Theory]
    [InlineData("Infobip", Channel.Sms, "ApiKeySecretName=key", "key=infobip-key")]
    [InlineData("Infobip", Channel.Voice, "ApiKeySecretName=key", "key=infobip-key")]
    [InlineData(
        "8x8",
        Channel.Voice,
        "SubAccountId=sub;ApiKeySecretName=k;VoiceSubAccountId=voice;VoiceApiKeySecretName=key;VoiceProfile=en-US-A",
        "key=voice-key"
    )]
    [InlineData("Telnyx", Channel.Sms, "ApiKeySecretName=key", "key=telnyx-key")]
    [InlineData("AzureCommunication", Channel.Sms, "AccessKeySecretName=key", "key=" + AzureAccessKey)]
    [InlineData("Plivo", Channel.Sms, "AuthId=MA1;AuthTokenSecretName=token", "token=plivo-token")]
    public async Task A_magic_recipient_is_understood(string kind, Channel channel, string settings, string secrets)
    {
        await using var simulator = await StartAsync();
        using var carrier = CarrierHarness.Create(
            [
                ("Kind", kind),
                .. Pairs(settings),
                .. kind == "8x8"
                    ? [("VoiceBaseAddress", simulator.Address.ToString())]
                    : Array.Empty<(string, string)>(),
            ],
            simulator.Address,
            new FakeSecretStore(Pairs(secrets)),
            CarrierHarness.Patient
        );
        var accepted = 0;
        var expectations = new[]
        {
            (AnyNumber, "Accepted"),
            ("+15005551200", "Refused"),
            ("+15005551400", "Rejected"),
            ("+15005551401", "Refused, credentials"),
            ("+15005551404", "Refused, of this message"),
            ("+15005551410", "Rejected"),
            ("+15005551428", "Throttled"),
            ("+15005551429", "Throttled"),
            ("+15005551500", "Unavailable"),
            ("+15005551503", "Unavailable"),
            ("+15005551603", "Unknown"),
            ("+15005551604", "Unknown"),
        };
        foreach (var (recipient, usual) in expectations)
        {
            var expected = Exceptions.GetValueOrDefault((kind, recipient), usual);
            accepted += expected == "Accepted" ? 1 : 0;
            var outcome = await carrier.SendAsync(Message(recipient, channel), TestContext.Current.CancellationToken);
            Assert.Equal($"{recipient} {expected}", $"{recipient} {Describe(outcome)}");
        }

        Assert.Equal(accepted, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
        var first = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal(channel == Channel.Voice ? "voice" : "sms", (string?)first["channel"]);
    }

    [Fact]
    public async Task A_text_that_Infobip_has_is_accepted_again_and_sent_once()
    {
        await using var simulator = await StartAsync();
        using var carrier = CarrierHarness.Create(
            [("Kind", "Infobip"), ("ApiKeySecretName", "key")],
            simulator.Address,
            new FakeSecretStore(("key", "infobip-key")),
            CarrierHarness.Patient
        );
        var message = Message(AnyNumber, Channel.Sms);
        for (var i = 0; i < 2; i++)
        {
            var outcome = await carrier.SendAsync(message, TestContext.Current.CancellationToken);
            Assert.IsType<SendOutcome.Accepted>(outcome);
        }

        Assert.Equal(1, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }

    private static CarrierMessage Message(string recipient, Channel channel)
    {
        // Each is another message to a carrier that recognises repetitions.
        var expiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5);
        var message = CarrierHarness.Message("+61400000001", channel) with
        {
            ExpiresAt = expiresAt,
            RecordedExpiry = expiresAt,
        };
        return message with { Message = message.Message with { Recipient = Samples.ReadNumber(recipient) } };
    }

    private static string Describe(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Refused, credentials",
            SendOutcome.Refused { OfThisMessage: true } => "Refused, of this message",
            _ => outcome.Name,
        };

    private static (string Key, string Value)[] Pairs(string text) =>
        [.. text.Split(';').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]))];
}
