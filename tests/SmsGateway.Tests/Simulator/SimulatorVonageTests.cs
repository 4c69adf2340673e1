using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers.Vonage;
using SmsGateway.Tests.Support;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorVonageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly string Call = $$"""
        {
          "to": [{ "type": "phone", "number": "{{AnyNumber[1..]}}" }],
          "random_from_number": true,
          "ncco": [{ "action": "talk", "text": "Code 1, 2, 3, 4", "loop": 2 }]
        }
        """;

    [Fact]
    public async Task A_text_is_taken()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("vonage", AnyNumber);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.True(Guid.TryParse((string?)(await JsonOf(response))["message_uuid"], out _));
        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal(AnyNumber[1..], (string?)message["recipient"]);
        Assert.Equal("sms", (string?)message["channel"]);
    }

    [Fact]
    public async Task A_call_needs_the_applications_token()
    {
        await using var simulator = await StartAsync(new FakeTimeProvider(Now));
        using var refused = await simulator.SendAsync(Vonage(Call, "calls"));
        using var taken = await simulator.SendAsync(Vonage(Call, "calls", Token()));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal("started", (string?)(await JsonOf(taken))["status"]);
        var message = (await simulator.GetJsonAsync("/simulator/messages"))[1]!;
        Assert.Equal("voice", (string?)message["channel"]);
        Assert.Equal("Code 1, 2, 3, 4", (string?)message["body"]);
    }

    [Theory]
    [InlineData(0, VonageApplication, true)]
    [InlineData(-14, VonageApplication, true)]
    [InlineData(-17, VonageApplication, false)]
    [InlineData(2, VonageApplication, false)]
    [InlineData(0, "another-application", false)]
    public async Task A_token_is_checked(int minutes, string application, bool isTaken)
    {
        await using var simulator = await StartAsync(new FakeTimeProvider(Now));
        var token = new VonageToken(application).Get(RsaKey.Pem, Now.AddMinutes(minutes));
        var body = VonageText(AnyNumber, "x").ToJsonString();

        using var response = await simulator.SendAsync(
            Vonage(body, authorization: new AuthenticationHeaderValue("Bearer", token))
        );
        using var forged = await simulator.SendAsync(
            Vonage(body, authorization: new AuthenticationHeaderValue("Bearer", token[..^8] + "AAAAAAAA"))
        );

        Assert.Equal(isTaken ? HttpStatusCode.Accepted : HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Theory]
    [InlineData("vonage-key", "wrong")]
    [InlineData("other", "vonage-secret")]
    public async Task Wrong_basic_credentials_are_refused(string user, string password)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            Vonage(VonageText(AnyNumber, "x").ToJsonString(), authorization: Basic(user, password))
        );

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.EndsWith("#unauthorized", (string?)(await JsonOf(response))["type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+15005551400", 422, "/messages#1430", "rejected")]
    [InlineData("+15005551401", 401, "#unauthorized", "refused")]
    [InlineData("+15005551404", 422, "/messages#1250", "refused")]
    [InlineData("+15005551410", 422, "/messages#1240", "rejected")]
    [InlineData("+15005551428", 429, "/messages#1000", "throttled")]
    [InlineData("+15005551429", 429, "/messages#1000", "throttled")]
    [InlineData("+15005551500", 500, "/messages#1030", "unavailable")]
    [InlineData("+15005551503", 503, "/messages#1030", "unavailable")]
    public async Task A_magic_recipient_yields_an_error_in_the_carriers_own_format(
        string recipient,
        int status,
        string page,
        string outcome
    )
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("vonage", recipient);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.EndsWith(page, (string?)(await JsonOf(response))["type"], StringComparison.Ordinal);
        Assert.Equal(outcome, (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["outcome"]);
    }

    [Theory]
    [InlineData("not json", "#invalid-json")]
    [InlineData("null", "#invalid-json")]
    [InlineData("{}", "/messages#1400")]
    [InlineData("""{"channel":"sms","message_type":"image"}""", "/messages#1440")]
    [InlineData("""{"channel":"sms","message_type":"text","to":"4915112345678","text":"x"}""", "/messages#1020")]
    [InlineData("""{"channel":"sms","message_type":"text","to":"4915112345678","from":"A"}""", "/messages#1020")]
    [InlineData(
        """{"channel":"sms","message_type":"text","to":"+4915112345678","from":"A","text":"x"}""",
        "/messages#1430"
    )]
    [InlineData("""{"channel":"sms","message_type":"text","to":"0151","from":"A","text":"x"}""", "/messages#1430")]
    [InlineData(
        """{"channel":"sms","message_type":"text","to":"4915112345678","from":"A","text":"x","ttl":5}""",
        "/messages#1020"
    )]
    public async Task A_text_that_is_wrong_is_told_by_its_code(string json, string page)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(Vonage(json));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.EndsWith(page, (string?)(await JsonOf(response))["type"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("to", "[]", "to")]
    [InlineData("to", """[{"type":"phone","number":"+4915112345678"}]""", "to[0].number")]
    [InlineData("random_from_number", "false", "from")]
    [InlineData("from", """{"type":"phone","number":"4915112345678"}""", "from")]
    [InlineData("ncco", "[]", "ncco")]
    [InlineData("ringing_timer", "0", "ringing_timer")]
    public async Task A_call_that_is_wrong_is_told_by_the_parameters_name(string name, string value, string expected)
    {
        await using var simulator = await StartAsync(new FakeTimeProvider(Now));
        var call = JsonNode.Parse(Call)!;
        call[name] = JsonNode.Parse(value);
        using var response = await simulator.SendAsync(Vonage(call.ToJsonString(), "calls", Token()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(expected, (string?)(await JsonOf(response))["invalid_parameters"]![0]!["name"]);
    }

    private static AuthenticationHeaderValue Token() =>
        new("Bearer", new VonageToken(VonageApplication).Get(RsaKey.Pem, Now));
}
