using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.MessageMedia;
using Xunit;

namespace SmsGateway.Tests.Carriers.MessageMedia;

public sealed class MessageMediaStatusMapTests
{
    [Theory]
    [InlineData(400, "Rejected")]
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
