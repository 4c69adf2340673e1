using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.Telnyx;
using Xunit;

namespace SmsGateway.Tests.Carriers.Telnyx;

public sealed class TelnyxStatusMapTests
{
    [Theory]
    [InlineData("10001", "OfThisMessage")]
    [InlineData("10002", "Rejected")]
    [InlineData("10003", "Refused")]
    [InlineData("10004", "Refused")]
    [InlineData("10005", "Refused")]
    [InlineData("10006", "Refused")]
    [InlineData("10007", "Unavailable")]
    [InlineData("10008", "Unavailable")]
    [InlineData("10009", "Credentials")]
    [InlineData("10010", "Credentials")]
    [InlineData("10011", "Throttled")]
    [InlineData("10015", "Refused")]
    [InlineData("10016", "Rejected")]
    [InlineData("10037", "Unavailable")]
    [InlineData("20002", "Credentials")]
    [InlineData("20006", "Credentials")]
    [InlineData("20012", "Refused")]
    [InlineData("20013", "Refused")]
    [InlineData("20014", "Refused")]
    [InlineData("20015", "Refused")]
    [InlineData("20016", "Refused")]
    [InlineData("20017", "Refused")]
    [InlineData("20100", "Refused")]
    [InlineData("40001", "Landline")]
    [InlineData("40002", "OfThisMessage")]
    [InlineData("40003", "Refused")]
    [InlineData("40004", "OfThisMessage")]
    [InlineData("40005", "OfThisMessage")]
    [InlineData("40006", "Unavailable")]
    [InlineData("40008", "OfThisMessage")]
    [InlineData("40009", "OfThisMessage")]
    [InlineData("40010", "Refused")]
    [InlineData("40011", "Throttled")]
    [InlineData("40012", "Rejected")]
    [InlineData("40013", "Refused")]
    [InlineData("40014", "OfThisMessage")]
    [InlineData("40015", "OfThisMessage")]
    [InlineData("40016", "Throttled")]
    [InlineData("40017", "OfThisMessage")]
    [InlineData("40018", "Throttled")]
    [InlineData("40019", "Refused")]
    [InlineData("40020", "Refused")]
    [InlineData("40100", "Refused")]
    [InlineData("40150", "Refused")]
    [InlineData("40151", "Refused")]
    [InlineData("40300", "Rejected")]
    [InlineData("40301", "OfThisMessage")]
    [InlineData("40302", "OfThisMessage")]
    [InlineData("40304", "Refused")]
    [InlineData("40305", "Refused")]
    [InlineData("40306", "Refused")]
    [InlineData("40307", "Refused")]
    [InlineData("40308", "Refused")]
    [InlineData("40309", "OfThisMessage")]
    [InlineData("40310", "Rejected")]
    [InlineData("40311", "Refused")]
    [InlineData("40312", "Refused")]
    [InlineData("40313", "Refused")]
    [InlineData("40314", "Refused")]
    [InlineData("40315", "Refused")]
    [InlineData("40316", "Rejected")]
    [InlineData("40317", "Refused")]
    [InlineData("40318", "Throttled")]
    [InlineData("40319", "OfThisMessage")]
    [InlineData("40320", "Refused")]
    [InlineData("40321", "Refused")]
    [InlineData("40322", "OfThisMessage")]
    [InlineData("40325", "Refused")]
    [InlineData("40328", "OfThisMessage")]
    [InlineData("40329", "Refused")]
    [InlineData("40330", "Refused")]
    [InlineData("40331", "OfThisMessage")]
    [InlineData("40333", "Refused")]
    public void A_code_decides_with_whatever_status(string code, string expected)
    {
        foreach (var status in new[] { 400, 403, 404, 422, 429, 500 })
        {
            var outcome = Map(status, Errors(code));
            Assert.Equal((expected, code), (Kind(outcome), outcome.Code));
        }

        var taken = Map(200, $$"""{ "data": { "id": "m-1", "errors": [{ "code": "{{code}}" }] } }""");
        Assert.Equal((expected, code), (Kind(taken), taken.Code));
    }

    [Theory]
    [InlineData(400, "Refused")]
    [InlineData(401, "Credentials")]
    [InlineData(402, "Refused")]
    [InlineData(403, "Credentials")]
    [InlineData(422, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    [InlineData(503, "Unavailable")]
    public void A_code_that_is_not_known_goes_by_its_status(int status, string expected)
    {
        var outcome = Map(status, Errors("49999"));
        Assert.Equal((expected, "49999"), (Kind(outcome), outcome.Code));
    }

    [Theory]
    [InlineData("10002", "/from", "Refused")]
    [InlineData("10016", "/from", "Refused")]
    [InlineData("10002", "/to", "Rejected")]
    [InlineData("10016", "/to", "Rejected")]
    public void An_invalid_number_is_the_recipients_or_the_senders(string code, string field, string expected) =>
        Assert.Equal(
            expected,
            Kind(Map(422, $$"""{ "errors": [{ "code": "{{code}}", "source": { "pointer": "{{field}}" } }] }"""))
        );

    [Theory]
    [InlineData("""{ "errors": [] }""")]
    [InlineData("""{ "errors": null }""")]
    [InlineData("""{ "errors": [null] }""")]
    [InlineData("""{ "errors": [{}] }""")]
    [InlineData("""{ "errors": [{ "code": 40310 }] }""")]
    [InlineData("""{ "errors": [{ "code": "61491570156" }] }""")]
    [InlineData("""{ "errors": [{ "code": "forty" }] }""")]
    [InlineData("""{ "data": { "id": "m-1" } }""")]
    public void An_error_without_code_goes_by_its_status(string body)
    {
        Assert.Equal("http-422", Assert.IsType<SendOutcome.Refused>(Map(422, body)).Code);
        Assert.Equal("http-500", Assert.IsType<SendOutcome.Unavailable>(Map(500, body)).Code);
    }

    [Fact]
    public void The_first_code_decides() =>
        Assert.Equal(
            "40310",
            Map(400, """{ "errors": [null, { "title": "x" }, { "code": "40310" }, { "code": "10007" }] }""").Code
        );

    [Theory]
    [InlineData("queued")]
    [InlineData("sending")]
    [InlineData("sent")]
    [InlineData("delivered")]
    [InlineData("delivery_unconfirmed")]
    public void A_message_on_its_way_is_accepted(string status) =>
        Assert.Equal(
            new SendOutcome.Accepted("m-1"),
            Map(200, $$"""{ "data": { "id": "m-1", "to": [{ "status": "{{status}}" }], "errors": [] } }""")
        );

    [Theory]
    [InlineData("sending_failed")]
    [InlineData("delivery_failed")]
    [InlineData("expired")]
    public void A_message_that_failed_at_once_is_not(string status)
    {
        var outcome = Map(200, $$"""{ "data": { "id": "m-1", "to": [{ "status": "{{status}}" }], "errors": [] } }""");
        Assert.Equal(status, Assert.IsType<SendOutcome.Refused>(outcome).Code);
    }

    [Theory]
    [InlineData("""{ "data": { "id": "m-1", "errors": [{ "code": "49999" }] } }""", "49999")]
    [InlineData("""{ "data": { "id": "m-1", "errors": [{ "title": "trouble" }] } }""", null)]
    public void Nor_is_one_with_an_error_that_nobody_knows(string body, string? code) =>
        Assert.Equal(code, Assert.IsType<SendOutcome.Refused>(Map(200, body)).Code);

    [Theory]
    [InlineData("""{ "data": { "id": "" } }""")]
    [InlineData("""{ "data": {} }""")]
    [InlineData("""{ "data": null }""")]
    [InlineData("""{ "errors": [{ "code": "40310" }] }""")]
    public void A_success_that_names_no_message_is_unknown(string body) =>
        Assert.IsType<SendOutcome.Unknown>(Map(200, body));

    [Theory]
    [InlineData("10011")]
    [InlineData("40318")]
    public void A_wait_is_kept_for_every_throttling_code(string code)
    {
        var response = new CarrierResponse(429, TimeSpan.FromSeconds(9), Encoding.UTF8.GetBytes(Errors(code)));
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Assert.IsType<SendOutcome.Throttled>(TelnyxStatusMap.Map(response)).RetryAfter
        );
    }

    private static string Errors(string code) =>
        $$"""{ "errors": [{ "code": "{{code}}", "title": "t", "detail": "d" }] }""";

    private static string Kind(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Credentials",
            SendOutcome.Refused { OfThisMessage: true } => "OfThisMessage",
            SendOutcome.Rejected { IsLandline: true } => "Landline",
            _ => outcome.Name,
        };

    private static SendOutcome Map(int status, string body) =>
        TelnyxStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
