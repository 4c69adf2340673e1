using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Infobip;

/// <summary>Texts: fields, paths and answers as in <see cref="InfobipDescription"/>.</summary>
public sealed class InfobipCarrierTests : CarrierContract
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Infobip"), ("ApiKeySecretName", "infobip-key")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("infobip-key", "key-0a1b2c")];

    protected override CarrierAnswer AcceptedAnswer => Answer(1, 26);

    protected override string AcceptedId => "019d2f0c-b7a0-7000-8000-00000000beef";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [
            Answer(5, 52),
            Answer(5, 10),
            Error(400, "E400", "messages[0].destinations[0].to"),
            OlderError(400, "BAD_REQUEST", "messages[0].destinations[0].to"),
        ];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Answer(5, 12),
            Answer(5, 6),
            Answer(2, 9),
            Error(400, "E400", "messages[0].sender"),
            OlderError(400, "BAD_REQUEST", "messages[0].sender"),
            Error(403, "E403"),
            Error(404, "E404"),
            new(400, ""),
        ];

    protected override CarrierAnswer CredentialsAnswer => OlderError(401, "UNAUTHORIZED");

    protected override CarrierAnswer ThrottledAnswer => Error(429, "E429");

    protected override void VerifyRequest(CarrierRequest request)
    {
        RequestSchema.AssertMatches(InfobipDescription.Text, request);
        Assert.Equal("/sms/3/messages", request.Path);
        Assert.Equal("App key-0a1b2c", request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        AssertJson(
            $$"""
            {
              "messages": [
                {
                  "sender": "Acme",
                  "destinations": [ { "to": "61491570156", "messageId": "{{CarrierHarness.Message().RepeatKey()}}" } ],
                  "content": { "text": "{{CarrierHarness.Text}}" },
                  "options": { "validityPeriod": { "amount": 300, "timeUnit": "SECONDS" } }
                }
              ]
            }
            """,
            request
        );
    }

    [Fact]
    public async Task A_text_that_Infobip_has_already_was_taken()
    {
        Server.Expect(Answer(5, 23));
        Assert.Equal(new SendOutcome.Accepted(AcceptedId), await SendAsync());
    }

    [Fact]
    public async Task A_repetition_carries_the_same_id_and_a_fresh_try_after_a_refusal_another()
    {
        var message = CarrierHarness.Message();
        var ids = new List<string?>();
        foreach (
            var attempt in new[]
            {
                message,
                message with
                {
                    Now = message.Now.AddSeconds(20),
                },
                message with
                {
                    DeclinedAt = message.Now.AddSeconds(30),
                },
            }
        )
        {
            Server.Expect(AcceptedAnswer);
            using var carrier = Create();
            await SendAsync(carrier, attempt);
            ids.Add(Destination(Server.Requests.Last()).GetProperty("messageId").GetString());
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);

        static JsonElement Destination(CarrierRequest request) =>
            request.Json().GetProperty("messages")[0].GetProperty("destinations")[0];
    }

    [Theory]
    [InlineData("+61400000001", "61400000001")]
    [InlineData("19123", "19123")]
    [InlineData("Acme+", "Acme+")]
    [InlineData(null, null)]
    public async Task A_senders_number_is_written_in_digits(string? sender, string? expected)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message(sender));

        RequestSchema.AssertMatches(InfobipDescription.Text, Server.Request);
        var message = Server.Request.Json().GetProperty("messages")[0];
        Assert.Equal(expected, message.TryGetProperty("sender", out var value) ? value.GetString() : null);
    }

    [Theory]
    [InlineData("Acme", null, false)]
    [InlineData("Acme", "12345", false)]
    [InlineData("Acme", "+61400000001", true)]
    [InlineData("+61400000002", null, true)]
    public void A_call_needs_a_number_and_a_text_does_not(string sender, string? from, bool expected)
    {
        var (options, _) = CarrierHarness.Read(from is null ? [.. Settings] : [.. Settings, ("From", from)]);
        var call = Samples.CreateMessage(sender: sender, channel: Channel.Voice);

        Assert.Equal(expected, options!.HasSenderFor(call));
        Assert.True(options.HasSenderFor(call with { Channel = Channel.Sms, Sender = null }));
    }

    private static CarrierAnswer Answer(int group, int id) =>
        new(
            200,
            $$"""
            {
              "bulkId": "b-1",
              "messages": [
                {
                  "messageId": "019d2f0c-b7a0-7000-8000-00000000beef", "destination": "{{CarrierHarness.Recipient}}",
                  "status": { "groupId": {{group}}, "groupName": "G", "id": {{id}}, "name": "N", "description": "{{CarrierHarness.Text}}" }
                }
              ]
            }
            """
        );

    private static CarrierAnswer Error(int status, string code, string field = "other") =>
        new(
            status,
            $$"""
            {
              "errorCode": "{{code}}", "description": "{{CarrierHarness.Text}}", "action": "{{CarrierHarness.Recipient}}",
              "violations": [{ "property": "{{field}}", "violation": "{{CarrierHarness.Recipient}}" }], "resources": []
            }
            """
        );

    private static CarrierAnswer OlderError(int status, string code, string field = "other") =>
        new(
            status,
            $$"""
            {
              "requestError": {
                "serviceException": {
                  "messageId": "{{code}}", "text": "{{CarrierHarness.Text}}", "validationErrors": { "{{field}}": ["{{CarrierHarness.Recipient}}"] }
                }
              }
            }
            """
        );

    private static void AssertJson(string expected, CarrierRequest request)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, request.Json()), request.Body);
    }
}
