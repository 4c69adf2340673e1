using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.EightByEight;

/// <summary>Calls: path, fields and answers as in <see cref="EightByEightDescription"/>.</summary>
public sealed class EightByEightCallTests : CarrierContract
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [
            ("Kind", "8x8"),
            ("SubAccountId", "Acme_hq"),
            ("ApiKeySecretName", "8x8-key"),
            ("VoiceSubAccountId", "Acme_voice"),
            ("VoiceProfile", "en-US-Standard-A"),
            ("VoiceProfiles:de", "de-DE-Vicki"),
            ("VoiceProfiles:de_AT", "de-AT-Hannah"),
        ];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("8x8-key", "key-31337")];

    protected override CarrierAnswer AcceptedAnswer =>
        new(
            200,
            """
            {
              "sessionId": "03cc8cac-376b-11ef-a28b-0582ff0039d5", "sessionStatus": "CREATED",
              "callFlowRequestId": "03cc3e8b-376b-11ef-a28b-4dd5d900ecb3", "validUntil": "2026-03-04T05:11:07.000Z",
              "statusCode": 1, "statusMessage": "Created"
            }
            """
        );

    protected override string AcceptedId => "03cc8cac-376b-11ef-a28b-0582ff0039d5";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers => [Error(400, -1017), Error(200, -1017)];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Error(400, -1002),
            Error(400, -1009),
            Error(422, -1013),
            Error(400, -1014),
            Error(400, -1016),
            Error(404, 404),
            Error(200, -1014),
            Error(200, 1),
            new(400, ""),
        ];

    protected override CarrierAnswer CredentialsAnswer => Error(401, 401);

    protected override CarrierAnswer ThrottledAnswer => Error(429, 429);

    private protected override CarrierMessage Message =>
        CarrierHarness.Message("+61400000001", Channel.Voice, CarrierHarness.Text);

    private protected override IReadOnlyList<(string Key, string Value)> SettingsAt(Uri address) =>
        [.. Settings, ("VoiceBaseAddress", address.ToString())];

    protected override void VerifyRequest(CarrierRequest request) =>
        AssertCall(request, "+61400000001", "Your code is 7, 3, 9, 1, 8, 4 &  nothing  else ✓", "en-US-Standard-A");

    [Theory]
    [InlineData(null, "en-US-Standard-A")]
    [InlineData("fr", "en-US-Standard-A")]
    [InlineData("de", "de-DE-Vicki")]
    [InlineData("de-CH", "de-DE-Vicki")]
    [InlineData("DE_at", "de-AT-Hannah")]
    [InlineData("de-AT-1996", "de-AT-Hannah")]
    [InlineData("de\"}", "en-US-Standard-A")]
    public async Task The_locale_chooses_the_voice(string? locale, string profile)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(
            carrier,
            CarrierHarness.Message("+61400000001", Channel.Voice, "Code 1234, good for 10 minutes", locale)
        );

        AssertCall(Server.Request, "+61400000001", "Code 1, 2, 3, 4, good for 10 minutes", profile);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("+61400000001")]
    public async Task A_number_for_calls_is_the_caller_of_all(string? sender)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("VoiceFrom", "+61400000009"));

        await SendAsync(carrier, CarrierHarness.Message(sender, Channel.Voice, "Code 1234"));

        AssertCall(Server.Request, "+61400000009", "Code 1, 2, 3, 4", "en-US-Standard-A");
    }

    [Fact]
    public async Task Calls_have_a_key_of_their_own_where_one_is_named()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(
            secrets: [("8x8-voice-key", "key-of-calls")],
            settings: ("VoiceApiKeySecretName", "8x8-voice-key")
        );

        await SendAsync(carrier);

        Assert.Equal("Bearer key-of-calls", Server.Request.Authorization);
        Assert.Equal(["8x8-key", "8x8-voice-key"], carrier.SecretNames);
    }

    [Fact]
    public async Task Texts_go_their_own_way_beside_calls()
    {
        Server.Expect(new CarrierAnswer(200, """{ "umid": "u-1", "status": { "code": "QUEUED" } }"""));
        using var carrier = Create(settings: ("VoiceApiKeySecretName", "8x8-voice-key"));

        Assert.Equal(new SendOutcome.Accepted("u-1"), await SendAsync(carrier, CarrierHarness.Message()));

        Assert.Equal("/api/v1/subaccounts/Acme_hq/messages", Server.Request.Path);
        Assert.Equal("Bearer key-31337", Server.Request.Authorization);
    }

    [Fact]
    public async Task A_call_that_8x8_cannot_make_is_not_tried()
    {
        using var carrier = Create();
        var digits = CarrierHarness.Message("+61400000001", Channel.Voice, new string('1', 1600));
        var refused = Assert.IsType<SendOutcome.Refused>(await SendAsync(carrier, digits));
        Assert.Equal(("too-long", true), (refused.Code, refused.OfThisMessage));

        var anonymous = CarrierHarness.Message(sender: null, Channel.Voice);
        var senderless = Assert.IsType<SendOutcome.Refused>(await SendAsync(carrier, anonymous));
        Assert.Equal(("no-sender", true), (senderless.Code, senderless.OfThisMessage));
    }

    [Theory]
    [InlineData("Acme", "From", "Acme", false)]
    [InlineData("Acme", "From", "+61400000001", true)]
    [InlineData("+61400000002", "From", "Acme", true)]
    [InlineData("Acme", "VoiceFrom", "+61400000001", true)]
    [InlineData(null, "VoiceFrom", "+61400000001", true)]
    public void A_call_needs_a_number_and_a_text_does_not(string? sender, string key, string value, bool expected)
    {
        var (options, errors) = CarrierHarness.Read([.. Settings, (key, value)]);
        Assert.Empty(errors);
        var call = Samples.CreateMessage(sender: sender, channel: Channel.Voice);

        Assert.Equal(expected, options!.HasSenderFor(call));
        Assert.True(options.HasSenderFor(call with { Channel = Channel.Sms }));
    }

    private static void AssertCall(CarrierRequest request, string source, string text, string profile)
    {
        Assert.Equal("/api/v1/subaccounts/Acme_voice/callflows", request.Path);
        Assert.Equal("Bearer key-31337", request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(
            $$"""
            {
              "validUntil": "2026-03-04T05:11:07.000Z",
              "callflow": [
                { "action": "makeCall", "params": { "source": "{{source}}", "destination": "+61491570156" } },
                { "action": "say", "params": { "text": "{{text}}", "voiceProfile": "{{profile}}", "repetition": 2 } },
                { "action": "hangup" }
              ]
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
        RequestSchema.AssertMatches(EightByEightDescription.Call, request);
    }

    private static CarrierAnswer Error(int status, int code) =>
        new(
            status,
            $$"""
            {
              "sessionStatus": "NOT_CREATED", "callFlowRequestId": "c6e6dee5-3846-11ef-9e95-b903e2ed7273",
              "statusCode": {{code}}, "statusMessage": "{{CarrierHarness.Recipient}} {{CarrierHarness.Text}}"
            }
            """
        );
}
