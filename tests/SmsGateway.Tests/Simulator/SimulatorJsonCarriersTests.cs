using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorJsonCarriersTests
{
    [Fact]
    public async Task MessageMedia_queues_and_echoes_each_message()
    {
        await using var simulator = await StartAsync();
        var batch = new JsonObject
        {
            ["messages"] = new JsonArray(MessageMediaItem(AnyNumber, "one"), MessageMediaItem("+61491570156", "two")),
        };
        using var response = await simulator.SendAsync(MessageMedia(batch.ToJsonString()));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var messages = (await JsonOf(response))["messages"]!.AsArray();
        Assert.Equal(["one", "two"], messages.Select(message => (string)message!["content"]!));
        Assert.All(messages, message => Assert.Equal("queued", (string?)message!["status"]));
        Assert.All(messages, message => Assert.True(Guid.TryParse((string?)message!["message_id"], out _)));
        Assert.Equal(2, (await simulator.GetJsonAsync("/simulator/messages")).AsArray().Count);
    }

    [Fact]
    public async Task MessageMedia_refuses_a_batch_as_a_whole()
    {
        await using var simulator = await StartAsync();
        var batch = new JsonObject
        {
            ["messages"] = new JsonArray(MessageMediaItem(AnyNumber, "one"), MessageMediaItem("nobody", "two")),
        };
        using var response = await simulator.SendAsync(MessageMedia(batch.ToJsonString()));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "messages[1].destination_number",
            (string?)(await JsonOf(response))["details"]![0],
            StringComparison.Ordinal
        );
        var rows = (await simulator.GetJsonAsync("/simulator/messages")).AsArray();
        Assert.All(rows, row => Assert.Equal("rejected", (string?)row!["outcome"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"messages":[]}""")]
    [InlineData("""{"messages":[null]}""")]
    [InlineData("""{"messages":[{"content":5}]}""")]
    [InlineData("""{"messages":[{"destination_number":"+4915112345678"}]}""")]
    public async Task MessageMedia_refuses_what_is_not_of_the_documented_form(string json)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(MessageMedia(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotNull((await JsonOf(response))["details"]);
    }

    [Fact]
    public async Task EightByEight_queues_a_message()
    {
        await using var simulator = await StartAsync();
        var body = new JsonObject
        {
            ["destination"] = AnyNumber,
            ["text"] = "x",
            ["clientMessageId"] = "mine",
        };
        using var response = await simulator.SendAsync(EightByEight(body.ToJsonString()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await JsonOf(response);
        Assert.Equal("QUEUED", (string?)answer["status"]!["code"]);
        Assert.Equal("mine", (string?)answer["clientMessageId"]);
        Assert.True(Guid.TryParse((string?)answer["umid"], out _));
    }

    [Theory]
    [InlineData("not json", 1000)]
    [InlineData("null", 1000)]
    [InlineData("""{"destination":"+4915112345678"}""", 1004)]
    [InlineData("""{"destination":"0151","text":"x"}""", 1002)]
    [InlineData("""{"destination":"+4915112345678","text":"x","source":"12345678901234567"}""", 1005)]
    [InlineData("""{"destination":"+4915112345678","text":"x","encoding":"EBCDIC"}""", 1003)]
    [InlineData("""{"destination":"+4915112345678","text":"x","expiry":"soon"}""", 1006)]
    public async Task EightByEight_names_the_mistake_by_its_code(string json, int code)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.SendAsync(EightByEight(json));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (int)(await JsonOf(response))["code"]!);
    }
}
