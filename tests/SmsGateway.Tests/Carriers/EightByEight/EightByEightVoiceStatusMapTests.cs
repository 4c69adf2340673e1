using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.EightByEight;
using SmsGateway.Carriers.Http;
using Xunit;

namespace SmsGateway.Tests.Carriers.EightByEight;

/// <summary>Codes from https://developer.8x8.com/connect/docs/voice/error-codes/voice-status-codes-reference.</summary>
public sealed class EightByEightVoiceStatusMapTests
{
    [Theory]
    [InlineData(400, -1001, "Refused")] // not JSON
    [InlineData(400, -1002, "Refused")] // voice profile
    [InlineData(400, -1003, "Refused")]
    [InlineData(400, -1004, "Refused")]
    [InlineData(400, -1005, "Refused")]
    [InlineData(400, -1006, "Refused")]
    [InlineData(400, -1007, "Refused")] // action
    [InlineData(400, -1008, "Refused")]
    [InlineData(400, -1009, "Refused")] // entry
    [InlineData(400, -1010, "Refused")] // count of actions
    [InlineData(400, -1011, "Refused")] // several destinations
    [InlineData(400, -1012, "Refused")] // hangup
    [InlineData(422, -1013, "Refused")] // first action
    [InlineData(400, -1014, "Refused")] // caller's number
    [InlineData(400, -1015, "Refused, of this message")] // expired
    [InlineData(400, -1016, "Refused, of this message")] // characters
    [InlineData(400, -1017, "Rejected")] // destination
    [InlineData(422, -1017, "Rejected")]
    [InlineData(200, -1017, "Rejected")]
    [InlineData(400, -1018, "Refused")]
    [InlineData(400, -1019, "Refused")]
    [InlineData(400, -1020, "Refused")]
    [InlineData(400, -1021, "Refused")]
    [InlineData(400, -9999, "Unavailable")]
    [InlineData(200, -9999, "Unavailable")]
    [InlineData(200, -4711, "Refused")]
    [InlineData(401, -1017, "Credentials")]
    [InlineData(403, -1014, "Credentials")]
    [InlineData(429, -1017, "Throttled")]
    [InlineData(500, -1017, "Unavailable")]
    [InlineData(503, -9999, "Unavailable")]
    public void A_code_below_zero_decides_except_with_a_status_about_us(int status, int code, string expected)
    {
        var outcome = Map(
            status,
            $$"""{ "sessionStatus": "NOT_CREATED", "statusCode": {{code}}, "statusMessage": "t" }"""
        );
        Assert.Equal((expected, $"{code}"), Describe(outcome));
    }

    [Theory]
    [InlineData(400, 400, "Refused", "http-400")]
    [InlineData(401, 401, "Credentials", "http-401")]
    [InlineData(403, 403, "Credentials", "http-403")]
    [InlineData(404, 404, "Refused", "http-404")]
    [InlineData(422, 1, "Refused", "http-422")]
    [InlineData(429, 429, "Throttled", "http-429")]
    [InlineData(500, 500, "Unavailable", "http-500")]
    [InlineData(200, 1, "Refused", "NOT_CREATED")]
    [InlineData(200, 500, "Refused", "NOT_CREATED")]
    public void Any_other_code_repeats_the_status(int status, int code, string expected, string recorded)
    {
        var outcome = Map(
            status,
            $$"""{ "sessionStatus": "NOT_CREATED", "statusCode": {{code}}, "statusMessage": "t" }"""
        );
        Assert.Equal((expected, recorded), Describe(outcome));
    }

    [Theory]
    [InlineData("""{ "sessionId": "s-1", "sessionStatus": "CREATED", "statusCode": 1 }""", "s-1")]
    [InlineData("""{ "sessionId": "Your code is 1234", "sessionStatus": "CREATED" }""", null)]
    public void A_session_that_was_created_is_acceptance(string body, string? id) =>
        Assert.Equal(new SendOutcome.Accepted(id), Map(200, body));

    [Theory]
    [InlineData("""{ "sessionId": "s-1" }""")]
    [InlineData("""{ "sessionId": "s-1", "statusCode": 1 }""")]
    [InlineData("""{ "sessionId": "s-1", "sessionStatus": "PENDING", "statusCode": 1 }""")]
    public void A_success_that_says_neither_is_unknown(string body) =>
        Assert.True(Assert.IsType<SendOutcome.Unknown>(Map(200, body)).SuccessStatus);

    [Fact]
    public void A_session_beside_an_error_status_is_no_acceptance() =>
        Assert.IsType<SendOutcome.Unavailable>(Map(500, """{ "sessionId": "s-1", "sessionStatus": "CREATED" }"""));

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
        EightByEightVoiceStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
