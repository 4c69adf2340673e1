using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.Twilio;
using Xunit;

namespace SmsGateway.Tests.Carriers.Twilio;

public sealed class TwilioStatusMapTests
{
    [Theory]
    [InlineData(400, 21211, "Rejected")]
    [InlineData(400, 21610, "Rejected")]
    [InlineData(400, 21612, "Refused")]
    [InlineData(400, 21614, "Rejected")]
    [InlineData(400, 21265, "Rejected")]
    [InlineData(400, 21268, "Rejected")]
    [InlineData(400, 21408, "Refused")]
    [InlineData(403, 21408, "Refused")]
    [InlineData(400, 21635, "Rejected")]
    [InlineData(400, 30003, "Refused")]
    [InlineData(400, 21219, "Refused")]
    [InlineData(400, 30004, "Refused")]
    [InlineData(400, 30005, "Rejected")]
    [InlineData(400, 30006, "Rejected")]
    [InlineData(400, 30007, "Refused")]
    [InlineData(400, 30450, "Rejected")]
    [InlineData(400, 21602, "Rejected")]
    [InlineData(400, 21617, "Refused")]
    [InlineData(400, 21217, "Rejected")] // calls
    [InlineData(400, 21214, "Refused")] // calls
    [InlineData(400, 21215, "Refused")] // calls
    [InlineData(400, 21216, "Refused")] // calls
    [InlineData(401, 20003, "Credentials")]
    [InlineData(403, 20003, "Credentials")]
    [InlineData(404, 20404, "Refused")]
    [InlineData(400, 10001, "Refused")]
    [InlineData(401, 10001, "Refused")]
    [InlineData(400, 21212, "Refused")]
    [InlineData(400, 21606, "Refused")]
    [InlineData(400, 21608, "Refused")]
    [InlineData(403, 21608, "Refused")]
    [InlineData(400, 30034, "Refused")]
    [InlineData(400, 21659, "Refused")]
    [InlineData(400, 21660, "Refused")]
    [InlineData(400, 21661, "Refused")]
    [InlineData(400, 21266, "Refused")]
    [InlineData(400, 21267, "Refused")]
    [InlineData(400, 30002, "Refused")]
    [InlineData(400, 21210, "Refused")] // calls: caller not verified
    [InlineData(429, 20429, "Throttled")]
    [InlineData(400, 21611, "Throttled")]
    [InlineData(400, 30001, "Throttled")]
    [InlineData(400, 30022, "Throttled")]
    [InlineData(400, 30008, "Unavailable")]
    [InlineData(400, 99999, "Refused")]
    [InlineData(401, 99999, "Credentials")]
    [InlineData(403, 99999, "Credentials")]
    [InlineData(429, 99999, "Throttled")]
    [InlineData(500, 20500, "Unavailable")]
    [InlineData(503, 20503, "Unavailable")]
    public void An_error_code_decides_before_the_status(int status, int code, string expected)
    {
        var outcome = Map(status, $$"""{ "code": {{code}}, "message": "text", "status": {{status}} }""");
        Assert.Equal(expected, outcome is SendOutcome.Refused { Credentials: true } ? "Credentials" : outcome.Name);
        Assert.Equal($"{code}", outcome.Code);
    }

    [Theory]
    [InlineData(21408, true)]
    [InlineData(21215, true)]
    [InlineData(21216, true)]
    [InlineData(21214, true)]
    [InlineData(21612, true)]
    [InlineData(21617, true)]
    [InlineData(30003, true)]
    [InlineData(30007, true)]
    [InlineData(21212, false)]
    [InlineData(21606, false)]
    [InlineData(21608, false)]
    [InlineData(20404, false)]
    [InlineData(10001, false)]
    public void A_refusal_of_one_message_says_nothing_of_the_carrier(int code, bool isOfThisMessage) =>
        Assert.Equal(
            isOfThisMessage,
            Assert.IsType<SendOutcome.Refused>(Map(400, $$"""{ "code": {{code}} }""")).OfThisMessage
        );

    [Theory]
    [InlineData("queued", "null", "Accepted")]
    [InlineData("accepted", "null", "Accepted")]
    [InlineData("sending", "null", "Accepted")]
    [InlineData("sent", "null", "Accepted")]
    [InlineData("delivered", "null", "Accepted")]
    [InlineData("something new", "null", "Accepted")]
    [InlineData("failed", "null", "Refused")]
    [InlineData("undelivered", "null", "Refused")]
    [InlineData("canceled", "null", "Refused")]
    [InlineData("failed", "30007", "Refused")]
    [InlineData("failed", "30005", "Rejected")]
    [InlineData("failed", "30003", "Refused")]
    [InlineData("failed", "30034", "Refused")]
    [InlineData("failed", "30001", "Throttled")]
    [InlineData("failed", "99999", "Refused")]
    public void A_created_message_can_have_failed_already(string status, string errorCode, string expected) =>
        Assert.Equal(
            expected,
            Map(201, $$"""{ "sid": "SM1", "status": "{{status}}", "error_code": {{errorCode}} }""").Name
        );

    [Fact]
    public void A_sid_that_is_not_one_is_not_recorded() =>
        Assert.Equal(
            new SendOutcome.Accepted(null),
            Map(201, """{ "sid": "Your code is 1234", "status": "queued" }""")
        );

    [Fact]
    public void A_wait_is_kept_for_every_throttling_code()
    {
        foreach (var code in new[] { 20429, 21611, 30001, 30022, 99999 })
        {
            var response = new CarrierResponse(
                429,
                TimeSpan.FromSeconds(9),
                Encoding.UTF8.GetBytes($$"""{ "code": {{code}} }""")
            );
            Assert.Equal(
                TimeSpan.FromSeconds(9),
                Assert.IsType<SendOutcome.Throttled>(TwilioStatusMap.Map(response)).RetryAfter
            );
        }
    }

    private static SendOutcome Map(int status, string body) =>
        TwilioStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
