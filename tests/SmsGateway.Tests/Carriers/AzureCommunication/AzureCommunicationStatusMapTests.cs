using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.AzureCommunication;
using SmsGateway.Carriers.Http;
using Xunit;

namespace SmsGateway.Tests.Carriers.AzureCommunication;

public sealed class AzureCommunicationStatusMapTests
{
    [Theory]
    [InlineData(400, "OfThisMessage")]
    [InlineData(401, "Credentials")]
    [InlineData(403, "Credentials")]
    [InlineData(404, "Refused")]
    [InlineData(408, "Unavailable")]
    [InlineData(409, "Unknown")]
    [InlineData(412, "Refused")]
    [InlineData(422, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    [InlineData(502, "Unknown")]
    [InlineData(503, "Unavailable")]
    [InlineData(504, "Unknown")]
    public void The_recipients_status_decides_inside_a_success(int status, string expected)
    {
        var outcome = Map(202, Result($$"""{ "httpStatusCode": {{status}}, "successful": false }"""));
        Assert.Equal((expected, $"{status}"), (Kind(outcome), outcome.Code));
        Assert.Equal(expected is "Throttled" or "Unavailable", outcome.Declined);
    }

    [Theory]
    [InlineData("Invalid To phone number format.", "Rejected")]
    [InlineData("Phone number is not valid", "Rejected")]
    [InlineData("Invalid From phone number format.", "Refused")]
    [InlineData("The sender is not registered for this number", "Refused")]
    [InlineData("Sending to this country/region is not supported", "OfThisMessage")]
    [InlineData("The recipient is not valid", "Rejected")]
    [InlineData("The field 'to' is not valid", "Rejected")]
    [InlineData("To number is not valid", "Rejected")]
    [InlineData("", "OfThisMessage")]
    [InlineData("Message failed to send", "OfThisMessage")]
    [InlineData("Unable to process the request", "OfThisMessage")]
    [InlineData("The number of characters is too large", "OfThisMessage")]
    [InlineData("Failed to parse: phone is down", "OfThisMessage")]
    [InlineData("The message is too long", "OfThisMessage")]
    public void Of_a_bad_request_the_text_tells_whose_fault_it_is(string text, string expected) =>
        Assert.Equal(
            expected,
            Kind(Map(202, Result($$"""{ "httpStatusCode": 400, "errorMessage": "{{text}}", "successful": false }""")))
        );

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    public void Whoever_opted_out_is_rejected(int status) =>
        Assert.IsType<SendOutcome.Rejected>(
            Map(
                202,
                Result(
                    $$"""{ "httpStatusCode": {{status}}, "errorMessage": "Sender blocked for given recipient.", "successful": false }"""
                )
            )
        );

    [Theory]
    [InlineData(400, "rejected", "OfThisMessage")]
    [InlineData(400, "Rejected", "OfThisMessage")]
    [InlineData(409, "rejected", "OfThisMessage")]
    [InlineData(412, "REJECTED", "OfThisMessage")]
    [InlineData(400, "accepted", "Rejected")]
    [InlineData(401, "rejected", "Credentials")]
    [InlineData(404, "rejected", "Refused")]
    [InlineData(429, "rejected", "Throttled")]
    [InlineData(503, "rejected", "Unavailable")]
    public void A_repetition_that_is_not_recognised_is_nobodys_fault(int status, string result, string expected) =>
        Assert.Equal(
            expected,
            Kind(
                Map(
                    202,
                    Result(
                        $$"""
                        {
                          "httpStatusCode": {{status}}, "repeatabilityResult": "{{result}}", "successful": false,
                          "errorMessage": "Invalid DateTime value for a recipient's phone number"
                        }
                        """
                    )
                )
            )
        );

    [Fact]
    public void An_earlier_request_that_is_at_work_is_all_but_accepted() =>
        Assert.True(
            Assert
                .IsType<SendOutcome.Unknown>(
                    Map(
                        202,
                        Result("""{ "httpStatusCode": 409, "repeatabilityResult": "accepted", "successful": false }""")
                    )
                )
                .SuccessStatus
        );

    [Theory]
    [InlineData(200, null)]
    [InlineData(202, null)]
    [InlineData(202, "accepted")]
    [InlineData(202, "rejected")]
    public void What_was_successful_is_accepted(int status, string? repeatability) =>
        Assert.Equal(
            new SendOutcome.Accepted("m-1"),
            Map(
                202,
                Result(
                    $$"""{ "messageId": "m-1", "httpStatusCode": {{status}}, "repeatabilityResult": {{(repeatability is null ? "null" : $"\"{repeatability}\"")}}, "successful": true }"""
                )
            )
        );

    [Theory]
    [InlineData("""{ "value": [] }""")]
    [InlineData("""{ "value": [null] }""")]
    [InlineData("""{ "value": [{}] }""")]
    [InlineData("""{ "value": [{ "messageId": "m-1", "successful": true }] }""")]
    [InlineData("""{ "value": [{ "messageId": "m-1", "httpStatusCode": 202 }] }""")]
    [InlineData("""{ "value": [{ "messageId": "m-1", "httpStatusCode": 202, "successful": false }] }""")]
    [InlineData("""{ "error": { "code": "BadRequest" } }""")]
    public void A_success_that_says_nothing_of_the_recipient_is_unknown(string body) =>
        Assert.True(Assert.IsType<SendOutcome.Unknown>(Map(202, body)).SuccessStatus);

    [Theory]
    [InlineData(400, "Refused")]
    [InlineData(401, "Credentials")]
    [InlineData(403, "Credentials")]
    [InlineData(404, "Refused")]
    [InlineData(422, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    [InlineData(503, "Unavailable")]
    public void An_error_of_the_whole_request_goes_by_its_status(int status, string expected)
    {
        foreach (
            var (body, code) in new[] { ("""{ "error": { "code": "Word" } }""", "Word"), ("{}", $"http-{status}") }
        )
        {
            var outcome = Map(status, body);
            Assert.Equal((expected, code), (Kind(outcome), outcome.Code));
        }
    }

    [Theory]
    [InlineData("61491570156")]
    [InlineData("+61491570156")]
    [InlineData("")]
    [InlineData("two words")]
    public void A_code_that_is_no_word_is_not_recorded(string code) =>
        Assert.Equal("http-400", Map(400, $$"""{ "error": { "code": "{{code}}" } }""").Code);

    [Fact]
    public void A_wait_is_kept_for_a_throttled_recipient()
    {
        var response = new CarrierResponse(
            202,
            TimeSpan.FromSeconds(9),
            Encoding.UTF8.GetBytes(Result("""{ "httpStatusCode": 429, "successful": false }"""))
        );
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Assert.IsType<SendOutcome.Throttled>(AzureCommunicationStatusMap.Map(response)).RetryAfter
        );
    }

    private static string Result(string result) => $$"""{ "value": [{{result}}] }""";

    private static string Kind(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Credentials",
            SendOutcome.Refused { OfThisMessage: true } => "OfThisMessage",
            _ => outcome.Name,
        };

    private static SendOutcome Map(int status, string body) =>
        AzureCommunicationStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
