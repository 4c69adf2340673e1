using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Generic;

/// <summary>A provider that nobody has heard of, by configuration alone.</summary>
public sealed class GenericCarrierTests : CarrierContract
{
    private const string Json = """
        {
          "message": {
            "to": "{recipient}", "text": "{body}", "from": "{sender}", "ttl": {expirySeconds}, "until": {expiresAt},
            "reference": "gateway-{id}", "country": "{region}", "unicode": true, "tags": ["otp", "{senderDigits}"], "parts": 3
          }
        }
        """;

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [
            ("Kind", "Http"),
            ("Path", "/accounts/{secret:account}/sms?strict=1&dedupe={id}"),
            ("Headers:Authorization", "Basic {basic:user:password}"),
            ("Headers:X-Region", "{region}"),
            ("Json", Json),
            ("SuccessStatus", "200, 202"),
            ("SuccessPointer", "/result/state"),
            ("SuccessValues", "queued, sent"),
            ("IdPointer", "/result/id"),
            ("CodePointer", "/result/reason /code"),
            ("RejectedCodes", "12, http-422"),
            ("LandlineCodes", "13"),
            ("MessageRefusedCodes", "20"),
            ("ThrottledCodes", "30"),
        ];

    protected override IReadOnlyList<(string Name, string Value)> Secrets =>
        [("account", "acc-0815"), ("user", "user-31337"), ("password", "pass:word")];

    protected override CarrierAnswer AcceptedAnswer => Answer("queued");

    protected override string AcceptedId => "m-1";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [Error(400, 12), Error(400, 13), new(422, CarrierHarness.Text), Answer("failed", 12)];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [Error(400, 20), Error(400, 99), Error(404, 99), Answer("failed", 99), Answer("failed")];

    protected override CarrierAnswer CredentialsAnswer => Error(401, 99);

    protected override CarrierAnswer ThrottledAnswer => Error(400, 30);

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal("/accounts/acc-0815/sms?strict=1&dedupe=019d2f0cb7a07000800000000000abcd", request.Path);
        Assert.Equal("Basic dXNlci0zMTMzNzpwYXNzOndvcmQ=", request.Authorization);
        Assert.Equal("AU", request.Headers["X-Region"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(
            $$"""
            {
              "message": {
                "to": "+61491570156", "text": "{{CarrierHarness.Text}}", "from": "Acme", "ttl": 300,
                "until": "2026-03-04T05:11:07.000Z", "reference": "gateway-019d2f0cb7a07000800000000000abcd",
                "country": "AU", "unicode": true, "tags": ["otp", "Acme"], "parts": 3
              }
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
    }

    [Fact]
    public async Task Without_a_sender_what_would_name_it_is_left_out()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("Headers:X-Sender", "sms from {sender}"));

        await SendAsync(carrier, CarrierHarness.Message(sender: null));

        var message = Server.Request.Json().GetProperty("message");
        Assert.False(message.TryGetProperty("from", out _));
        Assert.Equal("""["otp"]""", message.GetProperty("tags").GetRawText());
        Assert.False(Server.Request.Headers.ContainsKey("X-Sender"));
    }

    [Fact]
    public async Task A_form_is_sent_as_one_and_without_the_fields_that_have_no_value()
    {
        (string, string)[] settings =
        [
            ("Kind", "Http"),
            ("Method", "PUT"),
            ("Path", "send"),
            ("Form:To", "{recipientDigits}"),
            ("Form:Text", "{body}"),
            ("Form:Sender", "{senderDigits}"),
            ("Form:0", "valid-for={expiryMinutes} min"),
            ("IdPointer", "/result/id"),
        ];
        Server.Expect(AcceptedAnswer);
        Server.Expect(AcceptedAnswer);
        using var carrier = CarrierHarness.Create(settings, Server.Address, NoSecrets, CarrierHarness.Patient);

        await SendAsync(carrier, CarrierHarness.Message("+61400000001"));
        await SendAsync(carrier, CarrierHarness.Message(sender: null));

        string[] fields = ["Text=" + CarrierHarness.Text, "To=61491570156", "valid-for=5 min"];
        Assert.Equal(
            [
                ["Sender=61400000001", .. fields],
                fields,
            ],
            Server.Requests.Select(request => request.FormFields().Order(StringComparer.Ordinal).ToArray())
        );
        Assert.All(
            Server.Requests,
            request =>
                Assert.Equal(
                    ("PUT", "/send", "application/x-www-form-urlencoded"),
                    (request.Method, request.Path, request.Headers["Content-Type"])
                )
        );
    }

    [Fact]
    public async Task A_get_has_no_body_and_what_is_sent_in_its_query()
    {
        (string, string)[] settings =
        [
            ("Kind", "Http"),
            ("Method", "get"),
            ("Path", "sms:send?to={recipient}&text={body}&from={sender}&until={expiresAtUnix}"),
            ("IdPointer", "/result/id"),
        ];
        Server.Expect(AcceptedAnswer);
        using var carrier = CarrierHarness.Create(
            settings,
            new Uri(Server.Address, "v1"),
            NoSecrets,
            CarrierHarness.Patient
        );

        Assert.Equal(
            new SendOutcome.Accepted(AcceptedId),
            await SendAsync(carrier, CarrierHarness.Message(sender: null, text: "a b&c=d?e#f"))
        );

        Assert.Equal(("GET", ""), (Server.Request.Method, Server.Request.Body));
        Assert.Equal("/v1/sms:send?to=%2B61491570156&text=a%20b%26c%3Dd%3Fe%23f&until=1772601067", Server.Request.Path);
        Assert.False(Server.Request.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task Of_a_get_without_an_answer_it_is_known_that_it_went_out()
    {
        Server.Expect(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        using var carrier = CarrierHarness.Create(
            [("Kind", "Http"), ("Method", "GET"), ("Path", "send?to={recipient}&text={body}"), ("IdPointer", "/id")],
            Server.Address,
            NoSecrets,
            CarrierHarness.Patient
        );

        Assert.Equal("connection-lost", Assert.IsType<SendOutcome.Unknown>(await SendAsync(carrier)).Code);
    }

    [Fact]
    public async Task A_header_that_every_carrier_gets_can_be_set_to_another_value()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: [("Headers:User-Agent", "acme (sms)"), ("Headers:0", "Accept: */*")]);

        await SendAsync(carrier);

        Assert.Equal("acme (sms)", Server.Request.Headers["User-Agent"]);
        Assert.Equal("*/*", Server.Request.Headers["Accept"]);
    }

    [Fact]
    public void It_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));
    }

    private static Support.FakeSecretStore NoSecrets => new();

    private static CarrierAnswer Answer(string state, int? reason = null) =>
        new(
            200,
            $$"""
            {
              "result": {
                "id": "m-1", "state": "{{state}}", "reason": {{reason?.ToString()
                ?? "null"}}, "to": "{{CarrierHarness.Recipient}}"
              }
            }
            """
        );

    private static CarrierAnswer Error(int status, int code) =>
        new(status, $$"""{ "code": {{code}}, "message": "{{CarrierHarness.Recipient}} {{CarrierHarness.Text}}" }""");
}
