using System.Net;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorSinchTests
{
    [Fact]
    public async Task A_batch_is_queued_and_comes_back_with_its_id()
    {
        await using var simulator = await StartAsync();
        var batch = SinchBatch(AnyNumber, "x");
        batch["to"]!.AsArray().Add("61491570156");
        using var response = await simulator.SendAsync(Sinch(batch.ToJsonString()));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var answer = await JsonOf(response);
        Assert.NotEqual("", (string)answer["id"]!);
        Assert.Equal([AnyNumber[1..], "61491570156"], answer["to"]!.AsArray().Select(to => (string)to!));
        Assert.Equal("none", (string?)answer["delivery_report"]);
        Assert.Equal(2, (await simulator.GetJsonAsync("/simulator/messages")).AsArray().Count);
    }

    [Theory]
    [InlineData("sinch-token", "plan", HttpStatusCode.Created)]
    [InlineData("sinch-tokem", "plan", HttpStatusCode.Unauthorized)]
    [InlineData("sinch-token", "other", HttpStatusCode.Unauthorized)]
    public async Task A_token_is_good_for_its_own_plan(string token, string plan, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(Sinch(SinchBatch(AnyNumber, "x").ToJsonString(), token, plan));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("+15005551400", 400, "syntax_invalid_parameter_format", "rejected")]
    [InlineData("+15005551401", 401, null, "refused")]
    [InlineData("+15005551404", 403, "illegal_number_type", "refused")]
    [InlineData("+15005551410", 201, null, "accepted")]
    [InlineData("+15005551428", 429, null, "throttled")]
    [InlineData("15005551429", 429, null, "throttled")]
    [InlineData("+15005551500", 500, null, "unavailable")]
    [InlineData("+15005551503", 503, null, "unavailable")]
    public async Task A_magic_recipient_yields_the_carriers_own_answer(
        string recipient,
        int status,
        string? code,
        string outcome
    )
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("sinch", recipient);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (string?)(await JsonOf(response))["code"]);
        Assert.Equal(outcome, (string?)(await simulator.GetJsonAsync("/simulator/messages"))[0]!["outcome"]);
    }

    [Theory]
    [InlineData("not json", "syntax_invalid_json")]
    [InlineData("null", "syntax_invalid_json")]
    [InlineData("{}", "syntax_constraint_violation")]
    [InlineData("""{"to":["0151"],"body":"x","type":"mt_text"}""", "syntax_invalid_parameter_format")]
    [InlineData("""{"to":[null],"body":"x","type":"mt_text"}""", "syntax_invalid_parameter_format")]
    [InlineData("""{"to":["4915112345678"],"type":"mt_text"}""", "syntax_constraint_violation")]
    [InlineData("""{"to":["4915112345678"],"body":"x","type":"mt_media"}""", "syntax_invalid_parameter_format")]
    [InlineData(
        """{"to":["4915112345678"],"body":"x","type":"mt_text","delivery_report":"yes"}""",
        "syntax_invalid_parameter_format"
    )]
    [InlineData(
        """{"to":["4915112345678"],"body":"x","type":"mt_text","expire_at":"soon"}""",
        "syntax_invalid_parameter_format"
    )]
    public async Task A_batch_that_is_wrong_is_told_by_its_code(string json, string code)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(Sinch(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (string?)(await JsonOf(response))["code"]);
    }
}
