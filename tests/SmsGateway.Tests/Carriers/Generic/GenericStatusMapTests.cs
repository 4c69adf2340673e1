using System.Text;
using SmsGateway.Carriers;
using SmsGateway.Carriers.Generic;
using SmsGateway.Carriers.Http;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Carriers.Generic;

public sealed class GenericStatusMapTests
{
    private const string Codes =
        "CodePointer=/code;AcceptedCodes=1, http-409;RejectedCodes=2, http-422;LandlineCodes=3;MessageRefusedCodes=4, no-route;"
        + "RefusedCodes=5, http-403;CredentialsCodes=6, http-407;ThrottledCodes=7, http-420;UnavailableCodes=8, http-423";

    [Theory]
    [InlineData(400, "1", "Accepted")]
    [InlineData(400, "2", "Rejected")]
    [InlineData(400, "3", "Landline")]
    [InlineData(400, "4", "MessageRefused")]
    [InlineData(400, "\"no-route\"", "MessageRefused")]
    [InlineData(400, "\"No-Route\"", "MessageRefused")]
    [InlineData(400, "5", "Refused")]
    [InlineData(400, "6", "Credentials")]
    [InlineData(400, "7", "Throttled")]
    [InlineData(400, "8", "Unavailable")]
    [InlineData(500, "\"2\"", "Rejected")]
    [InlineData(401, "5", "Refused")]
    [InlineData(200, "2", "Rejected")]
    [InlineData(200, "7", "Throttled")]
    public void A_listed_code_decides_whatever_the_status(int status, string code, string expected)
    {
        var outcome = Map(Codes, status, $$"""{ "id": "m-1", "code": {{code}} }""");
        Assert.Equal(expected, Name(outcome));
        Assert.Equal(expected == "Accepted" ? null : code.Trim('"'), outcome.Code);
    }

    [Theory]
    [InlineData(409, "Accepted")]
    [InlineData(422, "Rejected")]
    [InlineData(403, "Refused")]
    [InlineData(407, "Credentials")]
    [InlineData(420, "Throttled")]
    [InlineData(423, "Unavailable")]
    [InlineData(400, "Refused")]
    [InlineData(401, "Credentials")]
    [InlineData(404, "Refused")]
    [InlineData(408, "Unavailable")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unavailable")]
    [InlineData(503, "Unavailable")]
    public void Without_a_listed_code_the_status_decides(int status, string expected)
    {
        Assert.Equal(expected, Name(Map(Codes, status, """{ "code": 99 }""")));
        Assert.Equal(expected, Name(Map(Codes, status, "")));
        Assert.Equal(expected == "Accepted" ? null : "99", Map(Codes, status, """{ "code": 99 }""").Code);
        Assert.Equal(expected == "Accepted" ? null : $"http-{status}", Map(Codes, status, "<html>").Code);
    }

    [Fact]
    public void Nothing_is_rejected_for_every_carrier_that_nobody_listed()
    {
        for (var status = 100; status < 600; status++)
        {
            Assert.IsNotType<SendOutcome.Rejected>(Map("", status, """{ "code": 2, "error": "invalid recipient" }"""));
        }
    }

    [Theory]
    [InlineData(200, """{ "id": "m-1" }""", "Accepted")]
    [InlineData(204, """{ "id": 17 }""", "Accepted")]
    [InlineData(200, """{ "id": "" }""", "Unknown")]
    [InlineData(200, """{ "id": null }""", "Unknown")]
    [InlineData(200, """{ "id": {} }""", "Unknown")]
    [InlineData(200, """{ "id": "\ud800" }""", "Unknown")]
    [InlineData(200, "{}", "Unknown")]
    [InlineData(200, "", "Unknown")]
    [InlineData(203, """{ "id": "m-1" }""", "Unknown")]
    public void A_success_has_its_status_and_an_id(int status, string body, string expected) =>
        Assert.Equal(expected, Name(Map("SuccessStatus=200-202, 204", status, body)));

    [Theory]
    [InlineData("""{ "ok": true, "id": "m-1" }""", "Accepted", null)]
    [InlineData("""{ "ok": "TRUE", "id": "m-1" }""", "Accepted", null)]
    [InlineData("""{ "ok": 1, "id": "m-1" }""", "Accepted", null)]
    [InlineData("""{ "ok": false, "id": "m-1" }""", "Refused", "false")]
    [InlineData("""{ "ok": "no", "id": "m-1", "code": 77 }""", "Refused", "77")]
    [InlineData("""{ "ok": "no", "code": 2 }""", "Rejected", "2")]
    [InlineData("""{ "ok": "no, never", "id": "m-1" }""", "Refused", "http-200")]
    [InlineData("""{ "ok": null, "id": "m-1" }""", "Unknown", "http-200")]
    [InlineData("""{ "id": "m-1" }""", "Unknown", "http-200")]
    [InlineData("""{ "ok": true }""", "Unknown", "http-200")]
    public void A_success_that_says_otherwise_is_none(string body, string expected, string? code)
    {
        var outcome = Map("SuccessPointer=/ok;SuccessValues=true, 1;" + Codes, 200, body);
        Assert.Equal((expected, code), (Name(outcome), outcome.Code));
    }

    [Fact]
    public void Of_several_pointers_the_first_that_leads_somewhere_counts()
    {
        const string Settings = "CodePointer=/messages/0/error/code /error/code;RejectedCodes=2;ThrottledCodes=7";
        Assert.Equal(
            "Rejected",
            Name(Map(Settings, 400, """{ "messages": [{ "error": { "code": 2 } }], "error": { "code": 7 } }"""))
        );
        Assert.Equal("Throttled", Name(Map(Settings, 400, """{ "messages": [], "error": { "code": 7 } }""")));
    }

    [Theory]
    [InlineData(CarrierHarness.Code)]
    [InlineData("code")]
    [InlineData("61491570156")]
    [InlineData("570156")]
    [InlineData("to-61491570156")]
    [InlineData("0491570156")]
    [InlineData("0491-570-156")]
    [InlineData("to.491.570.156")]
    [InlineData("91570156")]
    [InlineData("739-184")]
    [InlineData("7.3.9.1.8.4")]
    [InlineData("code-is-739184")]
    [InlineData("otp_739-184")]
    public void What_repeats_the_message_is_neither_code_nor_id(string echo)
    {
        Assert.Equal("http-400", Map("CodePointer=/code", 400, $$"""{ "code": "{{echo}}" }""").Code);
        Assert.Equal(new SendOutcome.Accepted(null), Map("", 200, $$"""{ "id": "{{echo}}" }"""));
    }

    [Theory]
    [InlineData("0198c0ff-ee00-7000-8000-000000000abc")]
    [InlineData("SM18")]
    [InlineData("E-1403")]
    public void An_id_that_shows_nothing_of_the_message_is_kept(string id) =>
        Assert.Equal(new SendOutcome.Accepted(id), Map("", 200, $$"""{ "id": "{{id}}" }"""));

    [Fact]
    public void A_wait_is_kept_where_a_code_throttles() =>
        Assert.Equal(
            TimeSpan.FromSeconds(9),
            Assert
                .IsType<SendOutcome.Throttled>(Map(Codes, 400, """{ "code": 7 }""", TimeSpan.FromSeconds(9)))
                .RetryAfter
        );

    private static SendOutcome Map(string settings, int status, string body, TimeSpan? retryAfter = null)
    {
        var (options, errors) = OptionsText.Read(
            "Http",
            """BaseAddress=https://sms.example/send;Json={"to":"{recipient}","text":"{body}"};IdPointer=/id;"""
                + settings
        );
        Assert.Empty(errors);
        var sent = CarrierHarness.Message();
        return GenericStatusMap.Map(
            new CarrierResponse(status, retryAfter, Encoding.UTF8.GetBytes(body)),
            Assert.IsType<GenericOptions>(options).Answer,
            sent with
            {
                Message = sent.Message with { Code = new Sensitive(CarrierHarness.Code) },
            }
        );
    }

    private static string Name(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Refused { Credentials: true } => "Credentials",
            SendOutcome.Refused { OfThisMessage: true } => "MessageRefused",
            SendOutcome.Rejected { IsLandline: true } => "Landline",
            _ => outcome.Name,
        };
}
