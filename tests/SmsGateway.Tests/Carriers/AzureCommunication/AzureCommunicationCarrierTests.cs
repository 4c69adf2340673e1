using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Secrets;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.AzureCommunication;

public sealed class AzureCommunicationCarrierTests : CarrierContract
{
    private const string AccessKey = "dGhlIGFjY2VzcyBrZXkgb2YgYSByZXNvdXJjZSwgNDAgYnl0ZXMuLg==";

    /// <summary>
    /// The body of <c>Sms_Send</c> in https://github.com/Azure/azure-rest-api-specs
    /// (specification/communication/data-plane/Sms/stable/2026-01-23); dates are said there to be of RFC 1123.
    /// </summary>
    private const string Description = """
        {
          "type": "object",
          "required": ["from", "message", "smsRecipients"],
          "additionalProperties": false,
          "properties": {
            "from": { "type": "string", "minLength": 1 },
            "message": { "type": "string", "maxLength": 2048 },
            "smsRecipients": {
              "type": "array",
              "minItems": 1,
              "maxItems": 100,
              "items": {
                "type": "object",
                "required": ["to"],
                "additionalProperties": false,
                "properties": {
                  "to": { "type": "string", "pattern": "^\\+[1-9][0-9]{6,14}$" },
                  "repeatabilityRequestId": { "type": "string", "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" },
                  "repeatabilityFirstSent": {
                    "type": "string",
                    "pattern": "^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$"
                  }
                },
                "dependentRequired": { "repeatabilityRequestId": ["repeatabilityFirstSent"] }
              }
            },
            "smsSendOptions": {
              "type": "object",
              "required": ["enableDeliveryReport"],
              "additionalProperties": false,
              "properties": {
                "enableDeliveryReport": { "type": "boolean" },
                "tag": { "type": "string" },
                "deliveryReportTimeoutInSeconds": { "type": "integer", "minimum": 60, "maximum": 43200 },
                "messagingConnect": { "type": "object", "required": ["apiKey", "partner"] }
              }
            }
          }
        }
        """;

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "AzureCommunication"), ("AccessKeySecretName", "acs-key")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("acs-key", AccessKey)];

    protected override CarrierAnswer AcceptedAnswer =>
        Result(
            $$"""{ "messageId": "{{AcceptedId}}", "httpStatusCode": 202, "repeatabilityResult": "accepted", "successful": true"""
        );

    protected override string AcceptedId => "Outgoing_2020061020025100d1-d07e-4b19-b25d-13525d552822_noam";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [
            Failed(400, $"Invalid To phone number format. {CarrierHarness.Text}"),
            Failed(403, "Sender blocked for given recipient"),
        ];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Failed(400, $"Invalid From phone number format. {CarrierHarness.Text}"),
            Failed(404, CarrierHarness.Text),
            Result("""{ "httpStatusCode": 400, "repeatabilityResult": "rejected", "successful": false"""),
            Error(400, "BadRequest"),
            Error(404, "ResourceNotFound"),
            Error(422, CarrierHarness.Recipient[1..]),
        ];

    protected override CarrierAnswer CredentialsAnswer => Error(401, "Denied");

    protected override CarrierAnswer ThrottledAnswer => Error(429, "TooManyRequests");

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal("/sms?api-version=2026-01-23", request.Path);
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", request.Headers["x-ms-date"]);
        AssertSigned(request);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        var message = CarrierHarness.Message();
        using var expected = JsonDocument.Parse(
            $$"""
            {
              "from": "Acme",
              "smsRecipients": [
                {
                  "to": "+61491570156",
                  "repeatabilityRequestId": "{{message.RepeatKey():D}}",
                  "repeatabilityFirstSent": "{{message.AcceptedAt:r}}"
                }
              ],
              "message": "{{CarrierHarness.Text}}",
              "smsSendOptions": { "enableDeliveryReport": true, "tag": "019d2f0cb7a07000800000000000abcd" }
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
        RequestSchema.AssertMatches(Description, request);
    }

    [Fact]
    public async Task What_tells_a_repetition_is_the_same_at_each_attempt()
    {
        using var carrier = Create();
        var first = CarrierHarness.Message() with
        {
            AcceptedAt = CarrierHarness.Now.ToOffset(TimeSpan.FromHours(10)),
            RecordedExpiry = CarrierHarness.Now + TimeSpan.FromMinutes(5),
        };
        Server.Expect(new CarrierAnswer(504, ""));
        Assert.IsType<SendOutcome.Unknown>(await SendAsync(carrier, first));
        Server.Expect(AcceptedAnswer);
        await SendAsync(carrier, first with { Now = CarrierHarness.Now + TimeSpan.FromSeconds(70) });
        Server.Expect(AcceptedAnswer);
        await SendAsync(carrier, first with { RecordedExpiry = CarrierHarness.Now + TimeSpan.FromHours(1) });

        var declinedAt = CarrierHarness.Now + TimeSpan.FromMinutes(6);
        Server.Expect(AcceptedAnswer);
        await SendAsync(carrier, first with { DeclinedAt = declinedAt });

        var sent = Server
            .Requests.Select(request => request.Json().GetProperty("smsRecipients")[0])
            .Select(to => (Id: Text(to, "repeatabilityRequestId"), At: Text(to, "repeatabilityFirstSent")))
            .ToList();
        Assert.Equal(sent[0], sent[1]);
        Assert.Equal("Wed, 04 Mar 2026 05:06:07 GMT", sent[0].At);
        Assert.Equal(first.RepeatKey(), Guid.ParseExact(sent[0].Id, "D"));
        Assert.NotEqual(sent[0].Id, sent[2].Id);
        // What the carrier has declined is another request, and first sent later.
        Assert.NotEqual(sent[0].Id, sent[3].Id);
        Assert.Equal("Wed, 04 Mar 2026 05:12:07 GMT", sent[3].At);
    }

    [Fact]
    public async Task A_signature_covers_the_whole_path_behind_a_prefix()
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(new Uri(Server.Address, "proxy/acs/"));

        await SendAsync(carrier);

        Assert.Equal("/proxy/acs/sms?api-version=2026-01-23", Server.Request.Path);
        AssertSigned(Server.Request);
    }

    [Fact]
    public async Task A_signed_request_carries_no_secret()
    {
        Server.Expect(AcceptedAnswer);

        await SendAsync();

        Assert.DoesNotContain(
            Server.Request.Headers.Values,
            value => value.Contains(AccessKey, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_key_that_is_not_base64_sends_nothing() =>
        await Assert.ThrowsAsync<SecretUnavailableException>(() =>
            SendAsync(secrets: [("acs-key", "endpoint=https://x.communication.azure.com/;accesskey=abcd")])
        );

    [Fact]
    public async Task Without_any_sender_nothing_is_sent()
    {
        using var carrier = Create();
        Assert.False(carrier.Configured.Options.HasSenderFor(Samples.CreateMessage(sender: null)));
        Assert.True(carrier.Configured.Options.HasSenderFor(Samples.CreateMessage(sender: "Acme")));

        var outcome = await SendAsync(carrier, CarrierHarness.Message(sender: null));

        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(("no-sender", true), (refused.Code, refused.OfThisMessage));
    }

    [Fact]
    public void It_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));
    }

    /// <summary>The scheme once more, by what came over the wire.</summary>
    private static void AssertSigned(CarrierRequest request)
    {
        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(request.Body)));
        Assert.Equal(digest, request.Headers["x-ms-content-sha256"]);
        var text = $"POST\n{request.Path}\n{request.Headers["x-ms-date"]};{request.Headers["Host"]};{digest}";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(AccessKey), Encoding.UTF8.GetBytes(text));
        Assert.Equal(
            "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
                + Convert.ToBase64String(signature),
            request.Authorization
        );
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static CarrierAnswer Failed(int status, string message) =>
        Result($$"""{ "httpStatusCode": {{status}}, "errorMessage": "{{message}}", "successful": false""");

    /// <param name="start">Of the recipient's result, without its end.</param>
    private static CarrierAnswer Result(string start) =>
        new(202, $$"""{ "value": [{{start}}, "to": "{{CarrierHarness.Recipient}}" }] }""");

    private static CarrierAnswer Error(int status, string code) =>
        new(
            status,
            $$"""{ "error": { "code": "{{code}}", "message": "{{CarrierHarness.Recipient}} {{CarrierHarness.Text}}", "target": "a" } }"""
        );
}
