using System.Net;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorTelnyxTests
{
    [Fact]
    public async Task Telnyx_queues_a_message()
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("telnyx", AnyNumber, "x");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var message = (await JsonOf(response))["data"]!;
        Assert.True(Guid.TryParse((string?)message["id"], out _));
        Assert.Equal(AnyNumber, (string?)message["to"]![0]!["phone_number"]);
        Assert.Equal("queued", (string?)message["to"]![0]!["status"]);
        Assert.Empty(message["errors"]!.AsArray());
    }

    [Theory]
    [InlineData("+15005551400", 400, "40310", "rejected")]
    [InlineData("+15005551401", 401, "10009", "refused")]
    [InlineData("+15005551404", 400, "40319", "refused")]
    [InlineData("+15005551410", 400, "40300", "rejected")]
    [InlineData("+15005551428", 429, "10011", "throttled")]
    [InlineData("+15005551429", 429, "10011", "throttled")]
    [InlineData("+15005551500", 500, "10007", "unavailable")]
    [InlineData("+15005551503", 503, "10037", "unavailable")]
    public async Task A_magic_number_yields_its_error_in_the_carriers_own_format(
        string recipient,
        int status,
        string code,
        string outcome
    )
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync("telnyx", recipient);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(
            recipient.EndsWith("429", StringComparison.Ordinal) ? TimeSpan.FromSeconds(2) : null,
            response.Headers.RetryAfter?.Delta
        );
        Assert.Equal(code, await CodeOf(response));
        var message = (await simulator.GetJsonAsync("/simulator/messages"))[0]!;
        Assert.Equal(outcome, (string?)message["outcome"]);
        Assert.Equal(0, (int)(await simulator.GetJsonAsync("/simulator/stats"))["accepted"]!);
    }

    [Theory]
    [InlineData("not json", "10015")]
    [InlineData("null", "10015")]
    [InlineData("""{"text":"x","from":"+15005550006"}""", "10004")]
    [InlineData("""{"to":"4915112345678","text":"x","from":"+15005550006"}""", "40310")]
    [InlineData("""{"to":"+4915112345678","from":"+15005550006"}""", "40316")]
    [InlineData("""{"to":"+4915112345678","text":"x"}""", "40305")]
    [InlineData("""{"to":"+4915112345678","text":"x","from":"Acme"}""", "40306")]
    [InlineData("""{"to":"+4915112345678","text":"x","from":"Acme","messaging_profile_id":"other"}""", "10006")]
    [InlineData("""{"to":"+4915112345678","text":"x","from":"+15005550006","type":"FAX"}""", "10015")]
    public async Task A_missing_or_malformed_field_is_named_by_its_code(string json, string code)
    {
        await using var simulator = await StartAsync("--Simulator:Telnyx:MessagingProfileId=mine");
        using var response = await simulator.SendAsync(Telnyx(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, await CodeOf(response));
    }

    [Theory]
    [InlineData("""{"to":"+4915112345678","text":"x","from":"Acme","messaging_profile_id":"mine"}""")]
    [InlineData("""{"to":"+4915112345678","text":"x","messaging_profile_id":"mine"}""")]
    public async Task The_accounts_profile_sends_from_a_name_and_from_its_pool(string json)
    {
        await using var simulator = await StartAsync("--Simulator:Telnyx:MessagingProfileId=mine");
        using var response = await simulator.SendAsync(Telnyx(json));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("telnyx-key", HttpStatusCode.OK)]
    [InlineData("telnyx-kez", HttpStatusCode.Unauthorized)]
    public async Task The_bearer_key_is_checked(string key, HttpStatusCode expected)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(
            Telnyx("""{"to":"+4915112345678","text":"x","from":"+15005550006"}""", key)
        );

        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<string?> CodeOf(HttpResponseMessage response) =>
        (string?)(await JsonOf(response))["errors"]![0]!["code"];
}
