using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.MessageMedia;
using Xunit;

namespace SmsGateway.Tests.Carriers.MessageMedia;

public sealed class MessageMediaStatusMapTests
{
    [Theory]
    [InlineData(400, "Refused")]
    [InlineData(401, "Credentials")]
    [InlineData(403, "Credentials")]
    [InlineData(404, "Refused")]
    [InlineData(413, "Refused")]
    [InlineData(422, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    [InlineData(502, "Unknown")]
    [InlineData(503, "Unavailable")]
    [InlineData(504, "Unknown")]
    public void An_error_goes_by_its_status(int status, string expected)
    {
        var outcome = Map(status, """{ "message": "text", "details": ["more text"] }""");
        Assert.Equal(expected, outcome is SendOutcome.Refused { Credentials: true } ? "Credentials" : outcome.Name);
        Assert.Equal($"http-{status}", outcome.Code);
    }

    [Theory]
    [InlineData("messages[0].destination_number: is not a valid number", "Rejected")]
    [InlineData("Invalid destination number", "Rejected")]
    [InlineData("destinationNumber must not be empty", "Rejected")]
    [InlineData("The recipient has opted out", "Rejected")]
    [InlineData("messages[0].content: must have 1 to 5000 characters", "Rejected")]
    [InlineData("Content is required", "Rejected")]
    [InlineData("messages[0].source_number: is not registered", "Refused")]
    [InlineData("source_number is not allowed for this destination_number", "Refused")]
    [InlineData("Sender ID cannot be used for the destination", "Refused")]
    [InlineData("destination_number: the destination is not supported", "Refused")]
    [InlineData("destination country not permitted for this account", "Refused")]
    [InlineData("Content-Type must be application/json", "Refused")]
    [InlineData("Unsupported content type", "Refused")]
    [InlineData("messages[0].metadata: too many entries", "Refused")]
    [InlineData("Please try again later", "Refused")]
    [InlineData("", "Refused")]
    public void Of_a_400_the_details_tell_whose_it_is(string detail, string expected)
    {
        Assert.Equal(expected, Map(400, $$"""{ "message": "Validation failed", "details": ["{{detail}}"] }""").Name);
        Assert.Equal(
            expected,
            Map(400, $$"""{ "message": "destination_number", "details": [null, "other", "{{detail}}"] }""").Name
        );
    }

    [Theory]
    [InlineData("destination_number: the destination is not supported", true)]
    [InlineData("messages[0].source_number: is not registered", false)]
    [InlineData("Please try again later", false)]
    public void A_refusal_of_one_message_says_nothing_of_the_carrier(string detail, bool isOfThisMessage) =>
        Assert.Equal(
            isOfThisMessage,
            Assert
                .IsType<SendOutcome.Refused>(Map(400, $$"""{ "message": "m", "details": ["{{detail}}"] }"""))
                .OfThisMessage
        );

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<html>400 destination_number content</html>")]
    [InlineData("""{ "message": "destination_number is not valid" }""")]
    [InlineData("""{ "message": "try again later", "details": [] }""")]
    [InlineData("""{ "details": null }""")]
    [InlineData("""{ "details": "destination_number" }""")]
    [InlineData("""{ "details": [7] }""")]
    public void A_400_without_details_is_the_next_carriers_turn(string body) =>
        Assert.IsType<SendOutcome.Refused>(Map(400, body));

    [Theory]
    [InlineData(202)]
    [InlineData(200)]
    public void A_message_id_is_acceptance(int status) =>
        Assert.Equal(
            new SendOutcome.Accepted("a-1"),
            Map(status, """{ "messages": [ { "message_id": "a-1", "status": "queued" } ] }""")
        );

    [Theory]
    [InlineData("""{ "messages": [ { "status": "queued" } ] }""")]
    [InlineData("""{ "messages": [ { "message_id": "" } ] }""")]
    [InlineData("""{ "messages": [ { "message_id": null } ] }""")]
    [InlineData("""{ "messages": [ null ] }""")]
    [InlineData("""{ "messages": [] }""")]
    [InlineData("""{ "messages": null }""")]
    public void A_success_without_message_id_is_unknown(string body) =>
        Assert.IsType<SendOutcome.Unknown>(Map(202, body));

    [Fact]
    public void An_id_that_is_not_one_is_not_recorded() =>
        Assert.Equal(
            new SendOutcome.Accepted(null),
            Map(202, """{ "messages": [ { "message_id": "Your code is 1234" } ] }""")
        );

    private static SendOutcome Map(int status, string body) =>
        MessageMediaStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
