using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Telnyx;

public sealed class TelnyxCarrierTests : CarrierContract
{
    private const string Profile = "4000eba1-a0c0-4563-9925-b25e842a7cb6";

    /// <summary>
    /// The body of <c>POST /messages</c> in https://github.com/team-telnyx/openapi (openapi/spec3.json), as far as it is about texts; what
    /// a sender needs is from the descriptions there.
    /// </summary>
    private const string Description = """
        {
          "type": "object",
          "required": ["to", "text"],
          "additionalProperties": false,
          "properties": {
            "to": { "type": "string", "pattern": "^\\+[1-9][0-9]{6,14}$" },
            "from": { "type": "string", "minLength": 1 },
            "text": { "type": "string", "minLength": 1 },
            "messaging_profile_id": { "type": "string", "format": "uuid" },
            "type": { "enum": ["SMS", "MMS"] },
            "encoding": { "enum": ["auto", "gsm7", "ucs2"] },
            "auto_detect": { "type": "boolean" },
            "send_at": { "type": "string" },
            "use_profile_webhooks": { "type": "boolean" },
            "webhook_url": { "type": "string" },
            "webhook_failover_url": { "type": "string" }
          },
          "anyOf": [
            { "required": ["messaging_profile_id"] },
            { "required": ["from"], "properties": { "from": { "pattern": "^(\\+[0-9]+|[0-9]+)$" } } }
          ]
        }
        """;

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Telnyx"), ("ApiKeySecretName", "telnyx-key"), ("MessagingProfileId", Profile)];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("telnyx-key", "KEY0123_abcd")];

    protected override CarrierAnswer AcceptedAnswer =>
        new(
            200,
            $$"""
            {
              "data": {
                "record_type": "message", "direction": "outbound", "id": "40385f64-5717-4562-b3fc-2c963f66afa6", "type": "SMS",
                "to": [{ "phone_number": "{{CarrierHarness.Recipient}}", "status": "queued", "line_type": "Wireless" }],
                "text": "{{CarrierHarness.Text}}", "parts": 1, "cost": { "amount": "0.0051", "currency": "USD" }, "errors": []
              }
            }
            """
        );

    protected override string AcceptedId => "40385f64-5717-4562-b3fc-2c963f66afa6";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [Error(400, "40310"), Error(400, "40300"), Error(422, "10002"), Taken("delivery_failed", "40001")];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Error(400, "40305"),
            Error(404, "10005"),
            Error(403, "40309"),
            Error(429, "40333"),
            Error(400, "40020"),
            Taken("sending_failed", "40003"),
            Taken("sending_failed", CarrierHarness.Recipient[1..]),
        ];

    protected override CarrierAnswer CredentialsAnswer => Error(401, "10009");

    protected override CarrierAnswer ThrottledAnswer => Error(429, "10011");

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal("/v2/messages", request.Path);
        Assert.Equal("Bearer KEY0123_abcd", request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(
            $$"""
            {
              "to": "+61491570156",
              "from": "Acme",
              "text": "{{CarrierHarness.Text}}",
              "messaging_profile_id": "{{Profile}}",
              "type": "SMS"
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
        RequestSchema.AssertMatches(Description, request);
    }

    [Fact]
    public async Task Without_a_sender_the_profile_chooses()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message(sender: null));

        RequestSchema.AssertMatches(Description, Server.Request);
        Assert.False(Server.Request.Json().TryGetProperty("from", out _));
        Assert.Equal(Profile, Server.Request.Json().GetProperty("messaging_profile_id").GetString());
    }

    [Fact]
    public async Task Without_a_profile_none_is_sent()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = WithoutProfile();

        await SendAsync(carrier, CarrierHarness.Message("+61400000001"));

        RequestSchema.AssertMatches(Description, Server.Request);
        Assert.False(Server.Request.Json().TryGetProperty("messaging_profile_id", out _));
    }

    [Fact]
    public async Task Without_any_sender_nothing_is_sent()
    {
        using var carrier = WithoutProfile();
        var outcome = await SendAsync(carrier, CarrierHarness.Message(sender: null));
        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(("no-sender", true), (refused.Code, refused.OfThisMessage));
    }

    [Theory]
    [InlineData(null, true, true)]
    [InlineData("Acme", true, true)]
    [InlineData("+61400000001", false, true)]
    [InlineData("19123", false, true)]
    [InlineData("Acme", false, false)]
    [InlineData(null, false, false)]
    public void A_name_as_sender_needs_a_profile(string? sender, bool hasProfile, bool expected)
    {
        var (options, errors) = CarrierHarness.Read([.. Settings.Take(hasProfile ? 3 : 2)]);
        Assert.Empty(errors);
        Assert.Equal(expected, options!.HasSenderFor(Samples.CreateMessage(sender: sender)));
    }

    [Fact]
    public void It_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));
    }

    private TestCarrier WithoutProfile() =>
        CarrierHarness.Create(
            Settings.Take(2),
            Server.Address,
            new FakeSecretStore([.. Secrets]),
            CarrierHarness.Patient
        );

    private static CarrierAnswer Error(int status, string code) => new(status, $$"""{ "errors": [{{Error(code)}}] }""");

    private static CarrierAnswer Taken(string status, string code) =>
        new(
            200,
            $$"""
            {
              "data": {
                "id": "40385f64-5717-4562-b3fc-2c963f66afa6", "text": "{{CarrierHarness.Text}}",
                "to": [{ "phone_number": "{{CarrierHarness.Recipient}}", "status": "{{status}}" }], "errors": [{{Error(
                code
            )}}]
              }
            }
            """
        );

    private static string Error(string code) =>
        $$"""
            {
              "code": "{{code}}", "title": "{{CarrierHarness.Recipient}}", "detail": "{{CarrierHarness.Text}}",
              "source": { "pointer": "/to" }, "meta": { "url": "https://developers.telnyx.com/docs/overview/errors/{{code}}" }
            }
            """;
}
