using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static SmsGateway.Tests.Simulator.RunningSimulator;

namespace SmsGateway.Tests.Simulator;

public sealed class SimulatorDeadLettersTests
{
    private const string Key = "the-operators-key";
    private const string Id = "019aa3b06e2a7c3e8f00112233445566";

    private const string List = """
        {"items":[{"id":"019aa3b06e2a7c3e8f00112233445566","reason":"Rejected","detail":"d","diedAt":"2026-11-21T05:12:11Z",
        "envelope":{"recipient":"+491511234567","body":"secret text","sender":null,"expiresAt":"2026-11-21T05:15:00Z","attempts":[]},
        "lastOutcomes":[{"carrier":"twilio","at":"2026-11-21T05:12:11Z","outcome":"Rejected","code":"21211","detail":"invalid recipient"}]},
        {"id":"2","reason":"Unreadable","diedAt":"2026-11-21T05:12:11Z","lastOutcomes":[]}],"continue":"more"}
        """;

    [Fact]
    public async Task The_gateways_list_is_passed_on_without_texts_and_whole_numbers()
    {
        await using var gateway = await StubGateway.StartAsync(200, List);
        await using var simulator = await StartAsync(Configured(gateway));
        var panel = await simulator.GetJsonAsync("/simulator/dead-letters");

        var request = Assert.Single(gateway.Requests);
        Assert.Equal("GET /api/dead-letters", request.Line);
        Assert.Equal(Key, request.Headers["x-functions-key"]);
        Assert.Null(panel["note"]);
        Assert.True((bool)panel["more"]!);
        Assert.Equal(2, panel["items"]!.AsArray().Count);
        var item = panel["items"]![0]!;
        Assert.Equal("Rejected", (string?)item["reason"]);
        Assert.Equal("+49********67", (string?)item["recipient"]);
        Assert.Equal("21211", (string?)item["lastOutcomes"]![0]!["code"]);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 5, 15, 0, TimeSpan.Zero), (DateTimeOffset)item["expiresAt"]!);
        Assert.Null(panel["items"]![1]!["expiresAt"]);
        Assert.DoesNotContain("secret text", panel.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, panel.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "", "refused")]
    [InlineData(404, "", "no operators' endpoints")]
    [InlineData(503, "", "answered 503")]
    [InlineData(302, "", "answered 302")]
    [InlineData(200, "<html>", "cannot be read")]
    public async Task A_gateway_that_gives_no_list_is_a_note(int status, string body, string expected)
    {
        await using var gateway = await StubGateway.StartAsync(status, body);
        await using var simulator = await StartAsync(Configured(gateway));

        Assert.Contains(
            expected,
            (string?)(await simulator.GetJsonAsync("/simulator/dead-letters"))["note"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_gateway_that_is_gone_is_a_note()
    {
        var gateway = await StubGateway.StartAsync(200, List);
        var settings = Configured(gateway);
        await gateway.DisposeAsync();
        await using var simulator = await StartAsync(settings);

        Assert.Equal(
            "The gateway does not answer.",
            (string?)(await simulator.GetJsonAsync("/simulator/dead-letters"))["note"]
        );
        var (status, note) = await ReplayAsync(simulator);
        Assert.Equal(0, status);
        Assert.StartsWith("The gateway does not answer.", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "No gateway is configured")]
    [InlineData("--Simulator:Gateway:Address=http://127.0.0.1:1", "No operators' key is configured")]
    public async Task What_is_not_configured_is_a_note_that_names_the_setting(string? setting, string expected)
    {
        await using var simulator = await StartAsync(setting is null ? [] : [setting]);
        var listed = (string?)(await simulator.GetJsonAsync("/simulator/dead-letters"))["note"];
        var (_, replayed) = await ReplayAsync(simulator);

        Assert.All(
            new[] { listed, replayed },
            note =>
            {
                Assert.StartsWith(expected, note, StringComparison.Ordinal);
                Assert.Contains("Simulator__Gateway__OperatorsKey", note, StringComparison.Ordinal);
            }
        );
    }

    [Theory]
    [InlineData("", "POST /api/dead-letters/019aa3b06e2a7c3e8f00112233445566/replay")]
    [InlineData("?allowExpired=false", "POST /api/dead-letters/019aa3b06e2a7c3e8f00112233445566/replay")]
    [InlineData(
        "?allowExpired=true",
        "POST /api/dead-letters/019aa3b06e2a7c3e8f00112233445566/replay?allowExpired=true"
    )]
    public async Task A_replay_is_asked_of_the_gateway_with_the_operators_key(string query, string expected)
    {
        await using var gateway = await StubGateway.StartAsync(200, $$"""{"id":"{{Id}}"}""");
        await using var simulator = await StartAsync(Configured(gateway));
        var (status, note) = await ReplayAsync(simulator, query);

        Assert.Equal(200, status);
        Assert.StartsWith("Queued again", note, StringComparison.Ordinal);
        var request = Assert.Single(gateway.Requests);
        Assert.Equal(expected, request.Line);
        Assert.Equal(Key, request.Headers["x-functions-key"]);
        Assert.Equal("carrier simulator", request.Headers["x-operator"]);
    }

    [Theory]
    [InlineData(409, """{"title":"The message has expired."}""", "The message has expired.")]
    [InlineData(404, """{"title":"There is no dead letter with this id."}""", "There is no dead letter with this id.")]
    [InlineData(404, "", "The gateway has no operators' endpoints")]
    [InlineData(401, "", "The gateway refused the operators' key.")]
    [InlineData(503, """{"title":"The store does not answer."}""", "The store does not answer.")]
    [InlineData(500, "<html>", "The gateway answered 500.")]
    [InlineData(302, "", "The gateway answered 302.")]
    public async Task What_the_gateway_says_to_a_replay_is_passed_on(int status, string body, string expected)
    {
        await using var gateway = await StubGateway.StartAsync(status, body);
        await using var simulator = await StartAsync(Configured(gateway));
        var (passedOn, note) = await ReplayAsync(simulator);

        Assert.Equal(status, passedOn);
        Assert.StartsWith(expected, note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("..%2F..%2Fapi%2Fsms")]
    public async Task What_is_no_id_reaches_no_gateway(string id)
    {
        await using var gateway = await StubGateway.StartAsync(200, "{}");
        await using var simulator = await StartAsync(Configured(gateway));
        using var response = await simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/simulator/dead-letters/{id}/replay")
        );

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(gateway.Requests);
    }

    private static string[] Configured(StubGateway gateway) =>
        [$"--Simulator:Gateway:Address={gateway.Address}", $"--Simulator:Gateway:OperatorsKey={Key}"];

    private static async Task<(int Status, string? Note)> ReplayAsync(RunningSimulator simulator, string query = "")
    {
        using var response = await simulator.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/simulator/dead-letters/{Id}/replay{query}")
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonNode answer = await JsonOf(response);
        return ((int)answer["status"]!, (string?)answer["note"]);
    }
}
