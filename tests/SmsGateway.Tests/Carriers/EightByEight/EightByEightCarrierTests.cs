using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.EightByEight;

public sealed class EightByEightCarrierTests : CarrierContract
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "EightByEight"), ("SubAccountId", "Acme_hq"), ("ApiKeySecretName", "8x8-key")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("8x8-key", "key-31337")];

    protected override CarrierAnswer AcceptedAnswer =>
        Answer("""{ "code": "QUEUED", "description": "SMS is accepted and queued for processing" }""");

    protected override string AcceptedId => "bda3d56a-1424-e711-813c-06ed3428fe67";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [
            Error(400, 1002),
            Error(422, 1004),
            Answer($$"""{ "code": "REJECTED", "description": "{{CarrierHarness.Text}}", "errorCode": 15 }"""),
        ];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Error(400, 1005),
            Error(404, 1001),
            Error(426, 1014),
            Error(422, 3006),
            Answer($$"""{ "code": "REJECTED", "description": "{{CarrierHarness.Text}}" }"""),
        ];

    protected override CarrierAnswer CredentialsAnswer => Error(401, 1200);

    protected override CarrierAnswer ThrottledAnswer => new(429, "");

    protected override void VerifyRequest(CarrierRequest request)
    {
        RequestSchema.AssertMatches(EightByEightDescription.Text, request);
        Assert.Equal("/api/v1/subaccounts/Acme_hq/messages", request.Path);
        Assert.Equal("Bearer key-31337", request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(
            $$"""
            {
              "destination": "+61491570156",
              "text": "{{CarrierHarness.Text}}",
              "source": "Acme",
              "encoding": "AUTO",
              "expiry": "2026-03-04T05:11:07.000Z",
              "clientMessageId": "019d2f0cb7a07000800000000000abcd"
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
    }

    [Fact]
    public async Task Without_a_sender_none_is_sent()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message(sender: null));

        Assert.False(Server.Request.Json().TryGetProperty("source", out _));
    }

    [Fact]
    public async Task Without_settings_for_calls_it_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));

        var call = CarrierHarness.Message("+61400000001", Channel.Voice);
        Assert.Equal("no-voice", Assert.IsType<SendOutcome.Refused>(await SendAsync(carrier, call)).Code);
    }

    private static CarrierAnswer Answer(string status) =>
        new(
            200,
            $$"""
            {
              "umid": "bda3d56a-1424-e711-813c-06ed3428fe67", "clientMessageId": "x", "destination": "{{CarrierHarness.Recipient}}",
              "encoding": "GSM7", "status": {{status}}
            }
            """
        );

    private static CarrierAnswer Error(int status, int code) =>
        new(
            status,
            $$"""{ "code": {{code}}, "message": "{{CarrierHarness.Recipient}} {{CarrierHarness.Text}}", "errorId": "a", "timestamp": "b" }"""
        );
}
