using System.Text;
using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Plivo;

/// <summary>Fields as in <see cref="PlivoDescription"/>; the path as in plivo/plivo-dotnet, <c>MessageInterface</c>.</summary>
public sealed class PlivoCarrierTests : CarrierContract
{
    private const string AuthId = "MAXXXXXXXXXXXXXXXXXX";
    private const string Powerpack = "01234567-89ab-cdef-0123-456789abcdef";

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Plivo"), ("AuthId", AuthId), ("AuthTokenSecretName", "plivo-token")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("plivo-token", "tok-2718")];

    protected override CarrierAnswer AcceptedAnswer =>
        new(
            202,
            """{ "message": "message(s) queued", "message_uuid": ["db3ce55a-7f1d-11e1-8ea7-1231380bc196"], "api_id": "db342550-7f1d" }"""
        );

    protected override string AcceptedId => "db3ce55a-7f1d-11e1-8ea7-1231380bc196";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [
            Error(400, $"'{CarrierHarness.Recipient[1..]}' is not a valid phone number."),
            Error(400, $"invalid text: {CarrierHarness.Text}"),
            new(
                202,
                $$"""{ "message": "message(s) queued", "message_uuid": [], "invalid_number": ["{{CarrierHarness.Recipient}}"] }"""
            ),
        ];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Error(400, "this caller ID is not allowed for outbound message"),
            Error(400, $"src Acme cannot send {CarrierHarness.Text} to {CarrierHarness.Recipient}"),
            Error(403, $"{CarrierHarness.Recipient} {CarrierHarness.Text}"),
            Error(404, "not found"),
            new(400, ""),
        ];

    protected override CarrierAnswer CredentialsAnswer => Error(401, "authentication failed");

    protected override CarrierAnswer ThrottledAnswer => Error(429, "too many requests");

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal($"/v1/Account/{AuthId}/Message/", request.Path);
        Assert.Equal(
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(AuthId + ":tok-2718")),
            request.Authorization
        );
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        AssertJson("\"src\": \"Acme\"", request);
    }

    [Fact]
    public async Task Without_a_sender_the_powerpack_chooses()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("PowerpackUuid", Powerpack));

        await SendAsync(carrier, CarrierHarness.Message(sender: null));

        AssertJson($"\"powerpack_uuid\": \"{Powerpack}\"", Server.Request);
    }

    [Fact]
    public async Task A_senders_number_is_written_in_digits_and_keeps_the_powerpack_out()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("PowerpackUuid", Powerpack));

        await SendAsync(carrier, CarrierHarness.Message("+61400000001"));

        AssertJson("\"src\": \"61400000001\"", Server.Request);
    }

    [Fact]
    public async Task Without_any_sender_nothing_is_sent()
    {
        using var carrier = Create();
        var outcome = await SendAsync(carrier, CarrierHarness.Message(sender: null));
        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(("no-sender", true), (refused.Code, refused.OfThisMessage));
    }

    [Fact]
    public void A_text_needs_a_sender_or_what_chooses_one()
    {
        var text = CarrierHarness.Message(sender: null).Message;
        Assert.False(Read().HasSenderFor(text));
        Assert.True(Read().HasSenderFor(CarrierHarness.Message().Message));
        Assert.True(Read(("From", "Acme")).HasSenderFor(text));
        Assert.True(Read(("Senders:AU", "Acme")).HasSenderFor(text));
        Assert.True(Read(("PowerpackUuid", Powerpack)).HasSenderFor(text));

        CarrierOptions Read(params (string, string)[] settings) =>
            CarrierHarness.Read([.. Settings, .. settings]).Options!;
    }

    [Theory]
    [InlineData(0.2, 5)]
    [InlineData(59.9, 59)]
    [InlineData(86400, 10799)]
    public async Task The_expiry_stays_within_the_carriers_limits(double seconds, int expected)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(
            carrier,
            CarrierHarness.Message() with
            {
                ExpiresAt = CarrierHarness.Now + TimeSpan.FromSeconds(seconds),
            }
        );

        Assert.Equal(expected, Server.Request.Json().GetProperty("message_expiry").GetInt32());
        RequestSchema.AssertMatches(PlivoDescription.Text, Server.Request);
    }

    [Fact]
    public void It_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));
    }

    private static void AssertJson(string sender, CarrierRequest request)
    {
        using var expected = JsonDocument.Parse(
            $$"""
            {
              {{sender}},
              "dst": "61491570156",
              "text": "{{CarrierHarness.Text}}",
              "type": "sms",
              "log": false,
              "message_expiry": 300
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
        RequestSchema.AssertMatches(PlivoDescription.Text, request);
    }

    private static CarrierAnswer Error(int status, string text) =>
        new(status, $$"""{ "api_id": "97ceeb52-58b6", "error": "{{text}}" }""");
}
