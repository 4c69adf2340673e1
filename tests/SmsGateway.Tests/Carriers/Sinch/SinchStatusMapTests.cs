using System.Text;
using System.Text.Json;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.Sinch;
using Xunit;

namespace SmsGateway.Tests.Carriers.Sinch;

/// <summary>Codes of https://developers.sinch.com/docs/sms/api-reference/status-codes and of the guide in sinch/docs.</summary>
public sealed class SinchStatusMapTests
{
    [Theory]
    [InlineData(400, "syntax_invalid_parameter_format", "OfThisMessage")]
    [InlineData(400, "syntax_constraint_violation", "Refused")]
    [InlineData(400, "syntax_invalid_json", "Refused")]
    [InlineData(403, "illegal_number_type", "OfThisMessage")]
    [InlineData(403, "llegal_number_type", "OfThisMessage")]
    [InlineData(403, "blocked_account", "Refused")]
    [InlineData(403, "missing_callback_url", "Refused")]
    [InlineData(403, "unknown_group", "Refused")]
    [InlineData(403, "unknown_campaign", "Refused")]
    [InlineData(403, "something_new", "Credentials")]
    [InlineData(401, "something_new", "Credentials")]
    [InlineData(400, "something_new", "Refused")]
    [InlineData(429, "something_new", "Throttled")]
    [InlineData(429, "syntax_invalid_parameter_format", "Throttled")]
    [InlineData(500, "something_new", "Unavailable")]
    [InlineData(503, "something_new", "Unavailable")]
    public void A_code_decides_except_with_429(int status, string code, string expected)
    {
        foreach (var text in new[] { "Something is wrong according to us", "" })
        {
            var outcome = Map(status, Error(code, text));
            Assert.Equal((expected, code), (NameOf(outcome), outcome.Code));
        }
    }

    [Theory]
    [InlineData("\"to[0]\" is not a valid MSISDN", "Rejected")]
    [InlineData("Invalid MSISDN", "Rejected")]
    [InlineData("The recipient number is invalid.", "Rejected")]
    [InlineData("parsing field \"to\": \"XXX\" is not a valid value", "Rejected")]
    [InlineData("to[0]: invalid format", "Rejected")]
    [InlineData("parsing field \"from\": \"XXX\" is not a valid MSISDN", "Refused")]
    [InlineData("Invalid originator: must be a MSISDN, short code or alphanumeric", "Refused")]
    [InlineData("sender not allowed for this destination", "Refused")]
    [InlineData("parsing field \"expire_at\": is in the past", "Refused")]
    [InlineData("client_reference is too long", "Refused")]
    [InlineData("\"body\" has more than 2000 characters", "OfThisMessage")]
    public void Of_a_400_the_text_tells_whose_it_is(string text, string expected)
    {
        foreach (var code in new[] { "syntax_invalid_parameter_format", "syntax_constraint_violation" })
        {
            var outcome = Map(400, Error(code, text));
            Assert.Equal((expected, code), (NameOf(outcome), outcome.Code));
        }

        var inner = Map(
            400,
            $$"""{ "error": { "code": 400, "message": {{JsonSerializer.Serialize(text)}}, "status": "INVALID_ARGUMENT", "details": [] } }"""
        );
        Assert.Equal((expected, "INVALID_ARGUMENT"), (NameOf(inner), inner.Code));
    }

    [Theory]
    [InlineData(400, "Refused")]
    [InlineData(401, "Credentials")]
    [InlineData(403, "Credentials")]
    [InlineData(404, "Refused")]
    [InlineData(405, "Refused")]
    [InlineData(415, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    [InlineData(503, "Unavailable")]
    public void Without_a_code_the_status_decides(int status, string expected)
    {
        foreach (
            var body in new[]
            {
                "",
                "{}",
                "<html>MSISDN</html>",
                """{ "code": 400, "text": "MSISDN" }""",
                """{ "error": "x" }""",
            }
        )
        {
            var outcome = Map(status, body);
            Assert.Equal((expected, $"http-{status}"), (NameOf(outcome), outcome.Code));
        }
    }

    [Theory]
    [InlineData(201, """{ "id": "b-1", "canceled": false }""", "b-1")]
    [InlineData(200, """{ "id": "b-1", "canceled": "False" }""", "b-1")]
    [InlineData(201, """{ "id": "Your code is 1234" }""", null)]
    public void An_id_is_acceptance(int status, string body, string? id) =>
        Assert.Equal(new SendOutcome.Accepted(id), Map(status, body));

    [Theory]
    [InlineData("""{ "id": "" }""")]
    [InlineData("""{ "id": null }""")]
    [InlineData("""{ "id": 5 }""")]
    [InlineData("""{ "batch_id": "b-1" }""")]
    public void A_success_without_an_id_is_unknown(string body) => Assert.IsType<SendOutcome.Unknown>(Map(201, body));

    [Fact]
    public void A_wait_is_kept() =>
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Assert
                .IsType<SendOutcome.Throttled>(
                    SinchStatusMap.Map(new CarrierResponse(429, TimeSpan.FromSeconds(9), ReadOnlyMemory<byte>.Empty))
                )
                .RetryAfter
        );

    private static string NameOf(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Credentials",
            SendOutcome.Refused { OfThisMessage: true } => "OfThisMessage",
            _ => outcome.Name,
        };

    private static string Error(string code, string text) =>
        $$"""{ "code": "{{code}}", "text": {{JsonSerializer.Serialize(text)}} }""";

    private static SendOutcome Map(int status, string body) =>
        SinchStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
