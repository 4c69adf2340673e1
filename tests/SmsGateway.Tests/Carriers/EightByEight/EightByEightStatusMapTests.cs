using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.EightByEight;
using SmsGateway.Carriers.Http;
using Xunit;

namespace SmsGateway.Tests.Carriers.EightByEight;

public sealed class EightByEightStatusMapTests
{
    [Theory]
    [InlineData(400, 1002, "Rejected")]
    [InlineData(400, 3003, "Refused")]
    [InlineData(400, 1004, "Rejected")]
    [InlineData(400, 3006, "Refused")]
    [InlineData(400, 1009, "Refused")]
    [InlineData(400, 3018, "Refused")]
    [InlineData(400, 1001, "Refused")]
    [InlineData(401, 1200, "Credentials")]
    [InlineData(403, 1201, "Credentials")]
    [InlineData(400, 1005, "Refused")]
    [InlineData(400, 3011, "Refused")]
    [InlineData(404, 1300, "Refused")]
    [InlineData(400, 1000, "Refused")]
    [InlineData(400, 1003, "Refused")]
    [InlineData(400, 1006, "Refused")]
    [InlineData(403, 1012, "Refused")]
    [InlineData(400, 3009, "Refused")]
    [InlineData(400, 3020, "Refused")]
    [InlineData(410, 2002, "Refused")]
    [InlineData(426, 1014, "Refused")]
    [InlineData(429, 1400, "Throttled")]
    [InlineData(400, 1400, "Throttled")]
    [InlineData(400, 1100, "Throttled")]
    [InlineData(429, 1000, "Throttled")]
    [InlineData(429, 9999, "Throttled")]
    [InlineData(500, 2000, "Unavailable")]
    [InlineData(400, 2000, "Unavailable")]
    [InlineData(500, 9999, "Unavailable")]
    [InlineData(503, 9999, "Unavailable")]
    [InlineData(400, 9999, "Refused")]
    [InlineData(401, 9999, "Credentials")]
    [InlineData(422, 9999, "Refused")]
    public void An_error_code_decides_except_with_429(int status, int code, string expected)
    {
        var outcome = Map(status, $$"""{ "code": {{code}}, "message": "text", "errorId": "a" }""");
        Assert.Equal(expected, outcome is SendOutcome.Refused { Credentials: true } ? "Credentials" : outcome.Name);
        Assert.Equal($"{code}", outcome.Code);
    }

    [Theory]
    [InlineData(3003, true)]
    [InlineData(3006, true)]
    [InlineData(1009, true)]
    [InlineData(1005, false)]
    [InlineData(1001, false)]
    public void A_refusal_of_one_message_says_nothing_of_the_carrier(int code, bool isOfThisMessage) =>
        Assert.Equal(
            isOfThisMessage,
            Assert.IsType<SendOutcome.Refused>(Map(400, $$"""{ "code": {{code}} }""")).OfThisMessage
        );

    [Theory]
    [InlineData(404, "Refused")]
    [InlineData(410, "Refused")]
    [InlineData(422, "Refused")]
    [InlineData(426, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    public void An_error_without_code_goes_by_its_status(int status, string expected) =>
        Assert.Equal(expected, Map(status, "{}").Name);

    [Fact]
    public void Queued_is_acceptance() =>
        Assert.Equal(
            new SendOutcome.Accepted("u-1"),
            Map(200, """{ "umid": "u-1", "status": { "code": "QUEUED" } }""")
        );

    [Theory]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 13 } }""", "Rejected", "13")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 15 } }""", "Rejected", "15")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": "15" } }""", "Rejected", "15")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 31 } }""", "Rejected", "31")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 37 } }""", "Rejected", "37")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 55 } }""", "Rejected", "55")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 59 } }""", "Rejected", "59")]
    [InlineData("""{ "status": { "code": "REJECTED" }, "code": 1002 }""", "Rejected", "1002")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "description": "d" } }""", "Refused", "REJECTED")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 19 } }""", "Refused", "19")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 33 } }""", "Refused", "33")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 42 } }""", "Refused", "42")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 43 } }""", "Refused", "43")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 99 } }""", "Refused", "99")]
    [InlineData("""{ "status": { "code": "REJECTED" }, "code": 1005 }""", "Refused", "1005")]
    [InlineData("""{ "status": { "code": "REJECTED" }, "code": 9999 }""", "Refused", "9999")]
    [InlineData("""{ "umid": "u-1", "status": { "code": "REJECTED", "errorCode": 50 } }""", "Throttled", "50")]
    public void A_rejection_within_a_success_goes_by_its_reason(string body, string expected, string code)
    {
        var outcome = Map(200, body);
        Assert.Equal((expected, code), (outcome.Name, outcome.Code));
    }

    [Theory]
    [InlineData("""{ "umid": "u-1", "status": { "code": "PENDING" } }""")]
    [InlineData("""{ "umid": "u-1", "status": null }""")]
    [InlineData("""{ "umid": "u-1" }""")]
    public void A_success_that_says_neither_is_unknown(string body) =>
        Assert.IsType<SendOutcome.Unknown>(Map(200, body));

    [Theory]
    [InlineData(429, 1400)]
    [InlineData(400, 1400)]
    [InlineData(400, 1100)]
    public void A_wait_is_kept_for_every_throttling_code(int status, int code)
    {
        var response = new CarrierResponse(
            status,
            TimeSpan.FromSeconds(9),
            Encoding.UTF8.GetBytes($$"""{ "code": {{code}} }""")
        );
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Assert.IsType<SendOutcome.Throttled>(EightByEightStatusMap.Map(response)).RetryAfter
        );
    }

    private static SendOutcome Map(int status, string body) =>
        EightByEightStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
