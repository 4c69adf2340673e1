using System.Globalization;
using System.Text.Json;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Sinch;

public sealed class SinchCarrierTests : CarrierContract
{
    /// <summary>
    /// The request as Sinch describes it, in JSON Schema: https://developers.sinch.com/docs/sms/api-reference, as captured in
    /// api-evangelist/sinch, openapi/_original/sinch-sms-openapi.yml, with the limits of sinch/docs, docs/sms/sms-guide.md, and the
    /// fields that sinch/sinch-sdk-dotnet adds. Only properties of texts are allowed.
    /// </summary>
    private const string Description = """
        {
          "type": "object",
          "required": ["to", "body"],
          "additionalProperties": false,
          "properties": {
            "to": {
              "type": "array", "minItems": 1, "maxItems": 1000,
              "items": { "type": "string", "pattern": "^\\+?[1-9][0-9]{6,14}$" }
            },
            "from": { "type": "string" },
            "body": { "type": "string", "minLength": 1, "maxLength": 2000 },
            "type": { "const": "mt_text" },
            "delivery_report": { "enum": ["none", "summary", "full", "per_recipient", "per_recipient_final"] },
            "send_at": { "$ref": "#/$defs/moment" },
            "expire_at": { "$ref": "#/$defs/moment" },
            "callback_url": { "type": "string", "maxLength": 2048 },
            "client_reference": { "type": "string", "maxLength": 128 },
            "feedback_enabled": { "type": "boolean" },
            "flash_message": { "type": "boolean" },
            "truncate_concat": { "type": "boolean" },
            "max_number_of_message_parts": { "type": "integer", "minimum": 1 },
            "from_ton": { "type": "integer", "minimum": 0, "maximum": 6 },
            "from_npi": { "type": "integer", "minimum": 0, "maximum": 18 }
          },
          "$defs": {
            "moment": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})$" }
          }
        }
        """;

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Kind", "Sinch"), ("ServicePlanId", "plan_4711"), ("ApiTokenSecretName", "sinch-token")];

    protected override IReadOnlyList<(string Name, string Value)> Secrets => [("sinch-token", "tok-0815")];

    protected override CarrierAnswer AcceptedAnswer =>
        new(
            201,
            $$"""
            {
              "id": "01FC66621VHDBN119Z8PMV1QPQ", "to": ["{{CarrierHarness.Recipient[
                1..
            ]}}"], "from": "Acme", "canceled": false,
              "body": "{{CarrierHarness.Text}}", "type": "mt_text", "created_at": "2026-03-04T05:06:07.000Z"
            }
            """
        );

    protected override string AcceptedId => "01FC66621VHDBN119Z8PMV1QPQ";

    protected override IReadOnlyList<CarrierAnswer> RejectedAnswers =>
        [
            Error(400, "syntax_invalid_parameter_format", "\\\"{0}\\\" is not a valid MSISDN"),
            Error(400, "syntax_constraint_violation", "to[0]: {0}"),
        ];

    protected override IReadOnlyList<CarrierAnswer> RefusedAnswers =>
        [
            Error(400, "syntax_invalid_parameter_format", "\\\"from\\\": {0}"),
            Error(400, "syntax_invalid_json", "{0}"),
            Error(403, "illegal_number_type", "{0}"),
            Error(403, "blocked_account", "{0}"),
            Error(403, "missing_callback_url", "{0}"),
            new(404, ""),
            new(415, ""),
            new(400, ""),
        ];

    protected override CarrierAnswer CredentialsAnswer => new(401, "");

    protected override CarrierAnswer ThrottledAnswer => Error(429, "any", "{0}");

    protected override void VerifyRequest(CarrierRequest request)
    {
        Assert.Equal("/xms/v1/plan_4711/batches", request.Path);
        Assert.Equal("Bearer tok-0815", request.Authorization);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        using var expected = JsonDocument.Parse(
            $$"""
            {
              "type": "mt_text",
              "to": ["+61491570156"],
              "from": "Acme",
              "body": "{{CarrierHarness.Text}}",
              "expire_at": "2026-03-04T05:11:07.000Z",
              "delivery_report": "none",
              "client_reference": "019d2f0cb7a07000800000000000abcd"
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, request.Json()), request.Body);
    }

    [Theory]
    [InlineData("None", "none")]
    [InlineData("Summary", "summary")]
    [InlineData("full", "full")]
    [InlineData("PerRecipient", "per_recipient")]
    [InlineData("PerRecipientFinal", "per_recipient_final")]
    public async Task The_reports_that_are_asked_for_are_the_configured_ones(string setting, string expected)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create(settings: ("DeliveryReport", setting));

        await SendAsync(carrier);

        Assert.Equal(expected, Server.Request.Json().GetProperty("delivery_report").GetString());
        RequestSchema.AssertMatches(Description, Server.Request);
    }

    [Theory]
    [InlineData("+61400000001")]
    [InlineData("19123")]
    [InlineData("Acme Bank")]
    [InlineData(null)]
    public async Task A_text_is_as_the_carrier_describes_it_with_or_without_a_sender(string? sender)
    {
        Server.Expect(AcceptedAnswer);
        using var carrier = Create();

        await SendAsync(carrier, CarrierHarness.Message(sender));

        Assert.Equal(sender, Server.Request.Json().TryGetProperty("from", out var from) ? from.GetString() : null);
        RequestSchema.AssertMatches(Description, Server.Request);
    }

    [Fact]
    public void It_cannot_call()
    {
        using var carrier = Create();
        Assert.True(carrier.Supports(Channel.Sms));
        Assert.False(carrier.Supports(Channel.Voice));
    }

    private static CarrierAnswer Error(int status, string code, string text) =>
        new(
            status,
            $$"""{ "code": "{{code}}", "text": "{{string.Format(
                CultureInfo.InvariantCulture,
                text,
                CarrierHarness.Recipient + " " + CarrierHarness.Text
            )}}" }"""
        );
}
