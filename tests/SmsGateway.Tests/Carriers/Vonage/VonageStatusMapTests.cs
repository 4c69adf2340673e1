using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Http;
using SmsGateway.Carriers.Vonage;
using Xunit;

namespace SmsGateway.Tests.Carriers.Vonage;

/// <summary>
/// All codes that can concern a text or a call, of https://developer.vonage.com/en/api-errors/messages (numbers) and
/// https://developer.vonage.com/en/api-errors (words). Those left out are of other channels.
/// </summary>
public sealed class VonageStatusMapTests
{
    [Theory]
    [InlineData(429, "1000", "Throttled")]
    [InlineData(422, "1000", "Throttled")]
    [InlineData(422, "1010", "Refused")]
    [InlineData(422, "1020", "OfThisMessage")]
    [InlineData(500, "1030", "Unavailable")]
    [InlineData(422, "1040", "OfThisMessage")]
    [InlineData(422, "1050", "Rejected")]
    [InlineData(403, "1060", "Refused")]
    [InlineData(402, "1070", "Refused")]
    [InlineData(403, "1080", "Refused")]
    [InlineData(422, "1090", "OfThisMessage")]
    [InlineData(500, "1100", "Unavailable")]
    [InlineData(422, "1100", "Unavailable")]
    [InlineData(422, "1120", "Refused")]
    [InlineData(422, "1130", "Refused")]
    [InlineData(403, "1140", "Refused")]
    [InlineData(422, "1150", "Refused")]
    [InlineData(422, "1160", "Refused")]
    [InlineData(422, "1170", "Rejected")]
    [InlineData(422, "1180", "OfThisMessage")]
    [InlineData(422, "1190", "Rejected")]
    [InlineData(422, "1200", "OfThisMessage")]
    [InlineData(422, "1210", "OfThisMessage")]
    [InlineData(422, "1220", "OfThisMessage")]
    [InlineData(422, "1230", "Unavailable")]
    [InlineData(422, "1240", "Rejected")]
    [InlineData(422, "1241", "Throttled")]
    [InlineData(422, "1242", "Refused")]
    [InlineData(422, "1250", "OfThisMessage")]
    [InlineData(422, "1251", "OfThisMessage")]
    [InlineData(422, "1260", "OfThisMessage")]
    [InlineData(422, "1270", "OfThisMessage")]
    [InlineData(422, "1280", "OfThisMessage")]
    [InlineData(422, "1282", "OfThisMessage")]
    [InlineData(422, "1290", "OfThisMessage")]
    [InlineData(422, "1300", "OfThisMessage")]
    [InlineData(422, "1310", "OfThisMessage")]
    [InlineData(422, "1320", "Unknown")]
    [InlineData(422, "1330", "OfThisMessage")]
    [InlineData(422, "1331", "Unavailable")]
    [InlineData(422, "1360", "OfThisMessage")]
    [InlineData(422, "1400", "Refused")]
    [InlineData(422, "1410", "OfThisMessage")]
    [InlineData(422, "1420", "Refused")]
    [InlineData(422, "1430", "Rejected")]
    [InlineData(422, "1440", "Refused")]
    [InlineData(422, "1450", "Refused")]
    [InlineData(422, "1460", "Throttled")]
    [InlineData(422, "1461", "OfThisMessage")]
    [InlineData(422, "1470", "OfThisMessage")]
    [InlineData(422, "1472", "Throttled")]
    [InlineData(422, "1473", "Rejected")]
    [InlineData(422, "1474", "OfThisMessage")]
    [InlineData(422, "1475", "OfThisMessage")]
    [InlineData(422, "1476", "Refused")]
    [InlineData(422, "1480", "Refused")]
    [InlineData(422, "1481", "Refused")]
    [InlineData(422, "1482", "OfThisMessage")]
    [InlineData(422, "1483", "OfThisMessage")]
    [InlineData(422, "1484", "Refused")]
    [InlineData(422, "2001", "OfThisMessage")]
    [InlineData(402, "low-balance", "Refused")]
    [InlineData(401, "unauthorized", "Credentials")]
    [InlineData(401, "jwt-expired", "Credentials")]
    [InlineData(401, "jwt-revoked", "Credentials")]
    [InlineData(401, "invalid-api-key", "Credentials")]
    [InlineData(401, "invalid-signature", "Credentials")]
    [InlineData(401, "unprovisioned", "Refused")]
    [InlineData(401, "invalid-ip", "Refused")]
    [InlineData(403, "forbidden", "Refused")]
    [InlineData(403, "account-suspended", "Refused")]
    [InlineData(403, "application-suspended", "Refused")]
    [InlineData(404, "not-found", "Refused")]
    [InlineData(422, "invalid-params", "OfThisMessage")]
    [InlineData(422, "invalid-json", "Refused")]
    [InlineData(429, "throttled", "Throttled")]
    [InlineData(451, "unavailable-legal", "OfThisMessage")]
    [InlineData(429, "1250", "Throttled")]
    [InlineData(429, "9999", "Throttled")]
    [InlineData(400, "9999", "Refused")]
    [InlineData(401, "9999", "Credentials")]
    [InlineData(422, "9999", "Refused")]
    [InlineData(500, "9999", "Unavailable")]
    [InlineData(503, "9999", "Unavailable")]
    public void A_code_decides_except_with_429(int status, string code, string expected)
    {
        foreach (var page in new[] { "/messages#", "/#", "#" })
        {
            var outcome = Map(status, Problem($"https://developer.vonage.com/api-errors{page}{code}"));
            Assert.Equal((expected, code), (NameOf(outcome), outcome.Code));
        }
    }

    [Theory]
    [InlineData("to", "Rejected")]
    [InlineData("to[0].number", "Rejected")]
    [InlineData("to.0.number", "Rejected")]
    [InlineData("text", "OfThisMessage")]
    [InlineData("from", "Refused")]
    [InlineData("from.number", "Refused")]
    [InlineData("ttl", "Refused")]
    [InlineData("token", "Refused")]
    [InlineData("ncco[0].language", "Refused")]
    [InlineData("", "Refused")]
    public void Of_invalid_parameters_the_names_tell_whose_it_is(string name, string expected)
    {
        var parameter = $$"""{ "name": "{{name}}", "reason": "is invalid" }""";
        foreach (var type in new[] { "https://x/messages#1020", "https://x#invalid-params", "https://x#1410" })
        {
            Assert.Equal(expected, NameOf(Map(422, Problem(type, parameter))));
            Assert.Equal("Refused", NameOf(Map(422, Problem(type, parameter, """{ "name": "from" }"""))));
        }

        Assert.Equal(expected, NameOf(Map(400, Problem("about:blank", parameter))));
        Assert.Equal("http-400", Map(400, Problem("about:blank", parameter)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{ "type": 7 }""")]
    [InlineData("""{ "type": "https://example.com/no/fragment" }""")]
    [InlineData("""{ "type": "https://example.com/#Your code is 1234" }""")]
    [InlineData("""{ "type": null, "invalid_parameters": null }""")]
    [InlineData("""{ "invalid_parameters": { "to": "is invalid" } }""")]
    public void What_has_no_code_goes_by_its_status(string body)
    {
        foreach (
            var (status, expected) in new[]
            {
                (400, "Refused"),
                (401, "Credentials"),
                (402, "Refused"),
                (500, "Unavailable"),
            }
        )
        {
            var outcome = Map(status, body);
            Assert.Equal((expected, $"http-{status}"), (NameOf(outcome), outcome.Code));
        }
    }

    [Theory]
    [InlineData("""{ "message_uuid": "m-1", "workflow_id": "w-1" }""", "m-1")]
    [InlineData("""{ "uuid": "c-1", "status": "started", "direction": "outbound" }""", "c-1")]
    [InlineData("""{ "uuid": "c-1" }""", "c-1")]
    [InlineData("""{ "message_uuid": "Your code is 1234" }""", null)]
    public void An_id_is_acceptance(string body, string? id)
    {
        foreach (var status in new[] { 200, 201, 202 })
        {
            Assert.Equal(new SendOutcome.Accepted(id), Map(status, body));
        }
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("rejected")]
    [InlineData("cancelled")]
    public void A_call_that_fails_at_once_is_the_next_carriers_turn(string status) =>
        Assert.Equal(
            status,
            Assert.IsType<SendOutcome.Refused>(Map(201, $$"""{ "uuid": "c-1", "status": "{{status}}" }""")).Code
        );

    [Theory]
    [InlineData("""{ "message_uuid": "" }""")]
    [InlineData("""{ "message_uuid": null }""")]
    [InlineData("""{ "workflow_id": "w-1" }""")]
    [InlineData("""{ "status": "started" }""")]
    public void A_success_without_an_id_is_unknown(string body) => Assert.IsType<SendOutcome.Unknown>(Map(202, body));

    [Theory]
    [InlineData(429, "1000")]
    [InlineData(429, "9999")]
    [InlineData(422, "1000")]
    [InlineData(422, "1460")]
    public void A_wait_is_kept_for_every_throttling_code(int status, string code)
    {
        var response = new CarrierResponse(
            status,
            TimeSpan.FromSeconds(9),
            Encoding.UTF8.GetBytes(Problem("https://x/messages#" + code))
        );
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Assert.IsType<SendOutcome.Throttled>(VonageStatusMap.Map(response)).RetryAfter
        );
    }

    private static string NameOf(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Credentials",
            SendOutcome.Refused { OfThisMessage: true } => "OfThisMessage",
            _ => outcome.Name,
        };

    private static string Problem(string type, params string[] parameters) =>
        $$"""{ "type": "{{type}}", "title": "t", "detail": "d", "instance": "i", "invalid_parameters": [{{string.Join(
            ", ",
            parameters
        )}}] }""";

    private static SendOutcome Map(int status, string body) =>
        VonageStatusMap.Map(new CarrierResponse(status, null, Encoding.UTF8.GetBytes(body)));
}
