using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.CarrierSimulator;
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
    private const string EightByEight = "Kind=EightByEight;SubAccountId=sub;ApiKeySecretName=8x8-key";
    private const string Infobip = "Kind=Infobip;ApiKeySecretName=infobip-key";
    private const string MessageMedia = "Kind=MessageMedia;ApiKeySecretName=mm-key;ApiSecretSecretName=mm-secret";
    private const string Twilio = $"Kind=Twilio;AccountSid={AccountSid};AuthTokenSecretName=twilio-token";
    private const string Vonage = "Kind=Vonage;BaseAddress={0}vonage/";
    private const string VonageByToken =
        $"{Vonage};ApplicationId={VonageApplication};PrivateKeySecretName=vonage-private-key";

    private static readonly FakeSecretStore Secrets = new(
        ("twilio-token", "the-token"),
        ("mm-key", "mm-key"),
        ("mm-secret", "mm-secret"),
        ("8x8-key", "bearer-key"),
        ("8x8-voice-key", "voice-key"),
        ("vonage-key", "vonage-key"),
        ("vonage-secret", "vonage-secret"),
        ("vonage-private-key", RsaKey.Pem),
        ("infobip-key", "infobip-key"),
        ("sinch-token", "sinch-token"),
        ("telnyx-key", "telnyx-key"),
        ("azure-key", AzureAccessKey),
        ("plivo-token", "plivo-token")
    );

    /// <summary>What the gateway makes of each recipient that is answered at once.</summary>
    private static readonly Dictionary<string, string> Usual = new()
    {
        [AnyNumber] = "Accepted",
        ["+15005551200"] = "Refused",
        ["+15005551400"] = "Rejected",
        ["+15005551401"] = "Refused, credentials",
        ["+15005551404"] = "Refused, of this message",
        ["+15005551410"] = "Rejected",
        ["+15005551428"] = "Throttled",
        ["+15005551429"] = "Throttled, 2 s",
        ["+15005551500"] = "Unavailable",
        ["+15005551503"] = "Unavailable",
        ["+15005551603"] = "Unknown",
        ["+15005551604"] = "Unknown",
    };

    /// <summary>Carriers that say something else.</summary>
    private static readonly Dictionary<(string Carrier, string Recipient), string> Exceptions = new()
    {
        // They have no rejection inside a success.
        [("twilio", "+15005551200")] = "Accepted",
        [("messagemedia", "+15005551200")] = "Accepted",
        [("vonage", "+15005551200")] = "Accepted",
        [("sinch", "+15005551200")] = "Accepted",
        [("telnyx", "+15005551200")] = "Accepted",
        [("plivo", "+15005551200")] = "Accepted",
        // It tells in a delivery report.
        [("sinch", "+15005551410")] = "Accepted",
        // They have no codes for these.
        [("8x8", "+15005551410")] = "Refused",
        [("8x8-voice", "+15005551404")] = "Refused",
        [("8x8-voice", "+15005551410")] = "Refused",
    };

    /// <summary>Each simulated carrier, by each way to it: its name, the channel, and the gateway's settings; {0} is the simulator's address.</summary>
    public static TheoryData<string, Channel, string> Ways =>
        new()
        {
            { "twilio", Channel.Sms, Twilio },
            { "twilio", Channel.Voice, Twilio },
            { "messagemedia", Channel.Sms, MessageMedia },
            { "messagemedia", Channel.Voice, MessageMedia },
            { "8x8", Channel.Sms, EightByEight },
            {
                "8x8-voice",
                Channel.Voice,
                EightByEight
                    + ";VoiceBaseAddress={0};VoiceSubAccountId=voice;VoiceApiKeySecretName=8x8-voice-key;VoiceProfile=en-US-A"
            },
            { "vonage", Channel.Sms, $"{Vonage};ApiKeySecretName=vonage-key;ApiSecretSecretName=vonage-secret" },
            { "vonage", Channel.Sms, VonageByToken },
            { "vonage", Channel.Voice, VonageByToken },
            { "infobip", Channel.Sms, Infobip },
            { "infobip", Channel.Voice, Infobip },
            { "sinch", Channel.Sms, "Kind=Sinch;ServicePlanId=plan;ApiTokenSecretName=sinch-token" },
            { "telnyx", Channel.Sms, "Kind=Telnyx;ApiKeySecretName=telnyx-key" },
            { "azure", Channel.Sms, "Kind=AzureCommunication;AccessKeySecretName=azure-key" },
            { "plivo", Channel.Sms, "Kind=Plivo;AuthId=MA1;AuthTokenSecretName=plivo-token" },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_is_called_the_same_at_both_ends(string carrier, Channel channel, string settings)
    {
        await using var simulator = await StartAsync(new FakeTimeProvider(CarrierHarness.Now));
        using var sender = Create(settings, simulator);
        foreach (var (recipient, usual) in Usual)
        {
            var outcome = await sender.SendAsync(To(recipient, channel), TestContext.Current.CancellationToken);

            var expected = Exceptions.GetValueOrDefault((carrier, recipient), usual);
            Assert.Equal($"{recipient} {expected}", $"{recipient} {Describe(outcome)}");
            var shown = (await simulator.GetJsonAsync("/simulator/messages?limit=1"))[0]!;
            Assert.Equal(
                (carrier, channel.ToString().ToLowerInvariant(), recipient[1..], outcome.Name.ToLowerInvariant()),
                (
                    (string)shown["carrier"]!,
                    (string)shown["channel"]!,
                    ((string)shown["recipient"]!).TrimStart('+'),
                    (string)shown["outcome"]!
                )
            );
        }
    }

    [Fact]
    public void Every_simulated_carrier_is_tried()
    {
        var simulated = new SimulatedCarriers(
            new SimulatorSettings(new ConfigurationBuilder().Build()),
            TimeProvider.System
        );
        Assert.Equal(
            simulated.All.Select(carrier => carrier.Name).Order(),
            Ways.Select(way => way.Data.Item1).Distinct().Order()
        );
    }

    [Fact]
    public void Every_recipient_that_is_answered_at_once_is_tried() =>
        // Those that let time pass are shown elsewhere.
        Assert.Equal(
            MagicNumbers
                .All.Where(magic => magic.Behaviour is not (Behaviour.Slow or Behaviour.Timeout))
                .Select(magic => magic.Number)
                .Append(AnyNumber)
                .Order(),
            Usual.Keys.Order()
        );

    [Fact]
    public async Task A_text_that_Infobip_has_is_accepted_again_and_sent_once()
    {
        await using var simulator = await StartAsync();
        using var carrier = Create(Infobip, simulator);
        var message = To(AnyNumber, Channel.Sms);
        for (var i = 0; i < 2; i++)
        {
            var outcome = await carrier.SendAsync(message, TestContext.Current.CancellationToken);
            Assert.IsType<SendOutcome.Accepted>(outcome);
        }

        Assert.Equal(1, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }

    private static TestCarrier Create(string settings, RunningSimulator simulator)
    {
        var pairs = settings
            .Replace("{0}", simulator.Address.ToString(), StringComparison.Ordinal)
            .Split(';')
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var address = pairs.Remove("BaseAddress", out var own) ? new Uri(own) : simulator.Address;
        return CarrierHarness.Create(
            pairs.Select(pair => (pair.Key, pair.Value)),
            address,
            Secrets,
            CarrierHarness.Patient
        );
    }

    private static CarrierMessage To(string recipient, Channel channel)
    {
        var message = CarrierHarness.Message("+61400000001", channel, locale: "en-AU");
        return message with
        {
            // Each is another message to a carrier that recognises repetitions.
            Id = MessageId.New(CarrierHarness.Now),
            Message = message.Message with { Recipient = Samples.ReadNumber(recipient) },
            AcceptedAt = CarrierHarness.Now,
            RecordedExpiry = message.ExpiresAt,
        };
    }

    private static string Describe(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Refused, credentials",
            SendOutcome.Refused { OfThisMessage: true } => "Refused, of this message",
            SendOutcome.Throttled { RetryAfter: { } wait } => $"Throttled, {wait.TotalSeconds} s",
            _ => outcome.Name,
        };
}
