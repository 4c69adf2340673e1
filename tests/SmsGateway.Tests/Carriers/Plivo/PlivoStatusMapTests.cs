using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.Plivo;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers.Plivo;

/// <summary>
/// Statuses from https://www.plivo.com/docs/messaging/api/response. There are no codes; the text of an invalid recipient is that of
/// github.com/plivo/plivo-node issue 222, that of a sender of support.plivo.com's country-wise restrictions.
/// </summary>
public sealed class PlivoStatusMapTests
{
    private const string Recipient = "+61491570156";

    [Theory]
    [InlineData("'61491570156' is not a valid phone number.", "Rejected")]
    [InlineData("+61491570156 is not a valid phone number", "Rejected")]
    [InlineData("dst parameter is not valid", "Rejected")]
    [InlineData("Invalid destination number", "Rejected")]
    [InlineData("text parameter not present", "Rejected")]
    [InlineData("Invalid message content", "Rejected")]
    [InlineData("'61400000001' is not a valid phone number.", "Refused")]
    [InlineData("Invalid phone number", "Refused")]
    [InlineData("this caller ID is not allowed for outbound message", "Refused")]
    [InlineData("src parameter not present", "Refused")]
    [InlineData("invalid_parameter", "Refused")]
    [InlineData("powerpack_uuid is not valid", "Refused")]
    [InlineData("Unsupported content-type text/html", "Refused")]
    [InlineData("message_expiry must be an integer", "Refused")]
    [InlineData("", "Refused")]
    [InlineData("src and destination cannot be the same", "Refused, of this message")]
    [InlineData("destination country barred", "Refused, of this message")]
    [InlineData("sending to 61491570156 is not allowed for your account", "Refused, of this message")]
    [InlineData("text exceeds the maximum of 1600 characters", "Refused, of this message")]
    [InlineData("text too long", "Refused, of this message")]
    public void Of_a_400_the_text_decides_whose_it_is(string error, string expected)
    {
        foreach (
            var body in new[]
            {
                $$"""{ "api_id": "a", "error": "{{error}}" }""",
                $$"""{ "api_id": "a", "error": { "message": "{{error}}" } }""",
            }
        )
        {
            Assert.Equal((expected, "http-400"), Describe(Map(400, body)));
        }
    }

    [Theory]
    [InlineData(400, "", "Refused", "http-400")]
    [InlineData(400, """{ "api_id": "a" }""", "Refused", "http-400")]
    [InlineData(400, """{ "error": null }""", "Refused", "http-400")]
    [InlineData(400, """{ "error": 7 }""", "Refused", "http-400")]
    [InlineData(401, """{ "error": "authentication failed" }""", "Credentials", "http-401")]
    [InlineData(403, """{ "error": "dst" }""", "Refused, of this message", "http-403")]
    [InlineData(404, """{ "error": "not found" }""", "Refused", "http-404")]
    [InlineData(405, """{ "error": "dst" }""", "Refused", "http-405")]
    [InlineData(429, """{ "error": "dst" }""", "Throttled", "http-429")]
    [InlineData(500, """{ "error": "dst" }""", "Unavailable", "http-500")]
    [InlineData(503, "", "Unavailable", "http-503")]
    public void Any_other_error_goes_by_its_status(int status, string body, string expected, string code) =>
        Assert.Equal((expected, code), Describe(Map(status, body)));

    [Fact]
    public void A_uuid_is_acceptance() =>
        Assert.Equal(
            new SendOutcome.Accepted("m-1"),
            Map(202, """{ "message": "message(s) queued", "message_uuid": ["m-1"], "api_id": "a" }""")
        );

    [Theory]
    [InlineData("""{ "message": "message(s) queued", "message_uuid": [], "invalid_number": ["61491570156"] }""")]
    [InlineData("""{ "message": "message(s) queued", "invalid_number": [61491570156] }""")]
    public void A_success_that_took_nobody_is_a_rejection(string body) =>
        Assert.Equal(("Rejected", "invalid_number"), Describe(Map(202, body)));

    [Theory]
    [InlineData("""{ "message": "message(s) queued", "message_uuid": [] }""")]
    [InlineData("""{ "message": "message(s) queued", "message_uuid": [null] }""")]
    [InlineData("""{ "message": "message(s) queued" }""")]
    public void A_success_that_says_neither_is_unknown(string body) =>
        Assert.True(Assert.IsType<SendOutcome.Unknown>(Map(202, body)).SuccessStatus);

    private static (string, string?) Describe(SendOutcome outcome) =>
        (
            outcome switch
            {
                SendOutcome.Refused { Credentials: true } => "Credentials",
                SendOutcome.Refused { OfThisMessage: true } => "Refused, of this message",
                _ => outcome.Name,
            },
            outcome.Code
        );

    private static SendOutcome Map(int status, string body) =>
        PlivoStatusMap.Map(
            new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)),
            Samples.ReadNumber(Recipient)
        );
}
