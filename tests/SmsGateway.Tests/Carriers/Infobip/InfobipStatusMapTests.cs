using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.Infobip;
using Xunit;

namespace SmsGateway.Tests.Carriers.Infobip;

/// <summary>Ids from https://www.infobip.com/docs/essentials/api-essentials/response-status-and-error-codes.</summary>
public sealed class InfobipStatusMapTests
{
    [Theory]
    [InlineData(1, 3, "Accepted")] // PENDING_WAITING_DELIVERY
    [InlineData(1, 7, "Accepted")] // PENDING_ENROUTE
    [InlineData(1, 26, "Accepted")] // PENDING_ACCEPTED
    [InlineData(1, 999, "Accepted")]
    [InlineData(0, 999, "Accepted")] // ACCEPTED, of the API description
    [InlineData(3, 2, "Accepted")] // DELIVERED_TO_OPERATOR
    [InlineData(3, 5, "Accepted")] // DELIVERED_TO_HANDSET
    [InlineData(5, 23, "Accepted")] // REJECTED_DUPLICATE_MESSAGE_ID
    [InlineData(2, 4, "Refused, of this message")] // UNDELIVERABLE_REJECTED_OPERATOR
    [InlineData(2, 9, "Refused, of this message")] // UNDELIVERABLE_NOT_DELIVERED
    [InlineData(2, 31, "Refused, of this message")]
    [InlineData(4, 15, "Refused, of this message")] // EXPIRED_EXPIRED
    [InlineData(4, 22, "Refused, of this message")] // EXPIRED_UNKNOWN
    [InlineData(4, 29, "Refused, of this message")] // EXPIRED_DLR_UNKNOWN
    [InlineData(5, 6, "Refused, of this message")] // REJECTED_NETWORK
    [InlineData(5, 8, "Rejected")] // REJECTED_PREFIX_MISSING
    [InlineData(5, 10, "Rejected")] // REJECTED_DND
    [InlineData(5, 11, "Refused")] // REJECTED_SOURCE
    [InlineData(5, 12, "Refused")] // REJECTED_NOT_ENOUGH_CREDITS
    [InlineData(5, 13, "Refused")] // REJECTED_SENDER
    [InlineData(5, 14, "Rejected")] // REJECTED_DESTINATION
    [InlineData(5, 16, "Refused, of this message")] // REJECTED_NOT_REACHABLE
    [InlineData(5, 17, "Refused")] // REJECTED_PREPAID_PACKAGE_EXPIRED
    [InlineData(5, 18, "Refused")] // REJECTED_DESTINATION_NOT_REGISTERED
    [InlineData(5, 19, "Refused")] // REJECTED_ROUTE_NOT_AVAILABLE
    [InlineData(5, 20, "Throttled")] // REJECTED_FLOODING_FILTER
    [InlineData(5, 21, "Unavailable")] // REJECTED_SYSTEM_ERROR
    [InlineData(5, 24, "Refused")] // REJECTED_INVALID_UDH
    [InlineData(5, 25, "Refused, of this message")] // REJECTED_MESSAGE_TOO_LONG
    [InlineData(5, 51, "Refused")] // MISSING_TO
    [InlineData(5, 52, "Rejected")] // REJECTED_INVALID_DESTINATION
    [InlineData(5, 87, "Rejected")] // blocked by Signals
    [InlineData(5, 100, "Unavailable")]
    [InlineData(5, 999, "Refused")]
    [InlineData(2, 999, "Refused")]
    [InlineData(4, 999, "Refused")]
    public void The_group_and_the_id_in_a_success_decide(int group, int id, string expected)
    {
        var outcome = Map(
            200,
            $$"""{ "messages": [{ "messageId": "m-1", "destination": "1", "status": { "groupId": {{group}}, "groupName": "G", "id": {{id}}, "name": "N", "description": "d" } }] }"""
        );
        Assert.Equal(
            expected,
            outcome.Name + (outcome is SendOutcome.Refused { OfThisMessage: true } ? ", of this message" : "")
        );
        Assert.Equal(outcome is SendOutcome.Accepted ? null : $"{id}", outcome.Code);
        Assert.Equal(outcome is SendOutcome.Throttled or SendOutcome.Unavailable, outcome.Declined);
        Assert.Equal(
            outcome is SendOutcome.Accepted ? "m-1" : null,
            (outcome as SendOutcome.Accepted)?.CarrierMessageId
        );
    }

    [Theory]
    [InlineData("""{ "messages": [{ "messageId": "m-1" }] }""")]
    [InlineData("""{ "messages": [{ "messageId": "m-1", "status": {} }] }""")]
    [InlineData("""{ "messages": [{ "messageId": "m-1", "status": { "groupId": 9, "id": 12 } }] }""")]
    [InlineData("""{ "messages": [] }""")]
    [InlineData("""{ "bulkId": "b" }""")]
    public void A_success_that_says_neither_is_unknown(string body) =>
        Assert.True(Assert.IsType<SendOutcome.Unknown>(Map(200, body)).SuccessStatus);

    [Fact]
    public void A_rejection_without_a_reason_goes_to_the_next_carrier() =>
        Assert.Equal(
            "REJECTED",
            Assert.IsType<SendOutcome.Refused>(Map(200, """{ "messages": [{ "status": { "groupId": 5 } }] }""")).Code
        );

    [Theory]
    [InlineData(
        400,
        """{ "errorCode": "E400", "violations": [{ "property": "messages[0].destinations[0].to", "violation": "v" }] }""",
        "Rejected",
        "E400"
    )]
    [InlineData(
        400,
        """{ "errorCode": "E400", "violations": [{ "property": "to", "violation": "v" }] }""",
        "Rejected",
        "E400"
    )]
    [InlineData(
        400,
        """{ "errorCode": "E400", "violations": [{ "property": "messages[0].content.text", "violation": "v" }] }""",
        "Refused, of this message",
        "E400"
    )]
    [InlineData(
        400,
        """{ "errorCode": "E400", "violations": [{ "property": "messages[0].sender", "violation": "to" }] }""",
        "Refused",
        "E400"
    )]
    [InlineData(
        400,
        """{ "errorCode": "E400", "violations": [{ "property": "to" }, { "property": "from" }] }""",
        "Refused, of this message",
        "E400"
    )]
    [InlineData(
        400,
        """{ "errorCode": "E400", "description": "to", "action": "to", "violations": [] }""",
        "Refused",
        "E400"
    )]
    [InlineData(400, """{ "errorCode": "E400", "violations": [null, {}] }""", "Refused", "E400")]
    [InlineData(
        400,
        """{ "requestError": { "serviceException": { "messageId": "BAD_REQUEST", "text": "Bad Request", "validationErrors": { "to": ["v"] } } } }""",
        "Rejected",
        "BAD_REQUEST"
    )]
    [InlineData(
        400,
        """{ "requestError": { "serviceException": { "messageId": "BAD_REQUEST", "text": "to", "validationErrors": { "messages[0].sender": "v" } } } }""",
        "Refused",
        "BAD_REQUEST"
    )]
    [InlineData(
        400,
        """{ "requestError": { "serviceException": { "messageId": "BAD_REQUEST", "text": "Bad Request" } } }""",
        "Refused",
        "BAD_REQUEST"
    )]
    [InlineData(400, """{ "requestError": {} }""", "Refused", "http-400")]
    [InlineData(401, """{ "errorCode": "E401", "description": "d" }""", "Credentials", "E401")]
    [InlineData(
        401,
        """{ "requestError": { "serviceException": { "messageId": "UNAUTHORIZED", "text": "Invalid login details" } } }""",
        "Credentials",
        "UNAUTHORIZED"
    )]
    [InlineData(403, """{ "errorCode": "E403", "description": "d" }""", "Refused", "E403")]
    [InlineData(
        403,
        """{ "requestError": { "serviceException": { "messageId": "FORBIDDEN" } } }""",
        "Refused",
        "FORBIDDEN"
    )]
    [InlineData(403, "", "Refused", "http-403")]
    [InlineData(404, """{ "errorCode": "E404" }""", "Refused", "E404")]
    [InlineData(429, """{ "errorCode": "E429" }""", "Throttled", "E429")]
    [InlineData(
        429,
        """{ "requestError": { "serviceException": { "messageId": "TOO_MANY_REQUESTS" } } }""",
        "Throttled",
        "TOO_MANY_REQUESTS"
    )]
    [InlineData(500, """{ "errorCode": "E500" }""", "Unavailable", "E500")]
    [InlineData(
        500,
        """{ "requestError": { "serviceException": { "messageId": "GENERAL_ERROR" } } }""",
        "Unavailable",
        "GENERAL_ERROR"
    )]
    [InlineData(500, """{ "errorCode": "Your code is 1234" }""", "Unavailable", "http-500")]
    public void An_error_in_either_form_goes_by_its_status_and_the_fields_it_names(
        int status,
        string body,
        string expected,
        string code
    )
    {
        var outcome = Map(status, body);
        Assert.Equal(
            expected,
            outcome switch
            {
                SendOutcome.Refused { Credentials: true } => "Credentials",
                SendOutcome.Refused { OfThisMessage: true } => "Refused, of this message",
                _ => outcome.Name,
            }
        );
        Assert.Equal(code, outcome.Code);
    }

    private static SendOutcome Map(int status, string body) =>
        InfobipStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
