using Xunit;

namespace SmsGateway.Tests.Cli;

public sealed class MessagesCommandTests
{
    private const string Id = "019ac3f2b1c87d52a1f4c0de5a7b9e31";

    private const string Delivered = $$"""
        {"id":"{{Id}}","state":"delivered","carrier":"twilio","carrierMessageId":"SM1","at":"2026-11-26T07:00:01.7+00:00","attempts":2,"earlier":[{"carrier":"vonage","at":"2026-11-26T07:00:00.4+00:00","outcome":"Unavailable","code":"http-503","detail":"it failed"}],"caller":"auth0","recipient":"+61*******56","acceptedAt":"2026-11-26T07:00:00.2+00:00"}
        """;

    private const string Refused = """
        {"id":"b","state":"refused","reason":"number_limit","at":"2026-11-26T06:59:00+00:00","caller":"auth0","recipient":"+61*******56"}
        """;

    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url);

    [Theory]
    [InlineData("+61491570156")]
    [InlineData("+61(0)491-570-156")]
    public async Task The_messages_to_a_number_are_a_row_each(string number)
    {
        var stub = Answering(200, $$"""{"items":[{{Delivered}},{{Refused}}],"truncated":false}""");

        var run = await CliRun.OfAsync($"messages find {number}", Variables, handler: stub.Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["GET /api/messages?recipient=%2B61491570156"], stub.Requests);
        string[] rows =
        [
            .. run
                .Out.Split('\n')
                .Select(row => string.Join(' ', row.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
        ];
        Assert.Contains($"2026-11-26 07:00:00Z {Id} auth0 delivered twilio 1.5 s 2", rows);
        Assert.Contains("2026-11-26 06:59:00Z b auth0 refused number_limit", rows);
    }

    [Fact]
    public async Task A_script_gets_what_the_gateway_said()
    {
        var stub = Answering(200, $$"""{"items":[{{Delivered}}],"truncated":true}""");

        var run = await CliRun.OfAsync("messages find +61491570156 --json", Variables, handler: stub.Handler);

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("truncated").GetBoolean());
        Assert.Equal(Id, run.Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task That_there_are_older_ones_or_none_at_all_is_said()
    {
        var more = await CliRun.OfAsync(
            "messages find +61491570156",
            Variables,
            handler: Answering(
                200,
                $$"""{"items":[{{Refused}}],"truncated":true,"searchedSince":"2026-11-26T06:58:00.1+00:00"}"""
            ).Handler
        );
        var nothingYet = await CliRun.OfAsync(
            "messages find +61491570156",
            Variables,
            handler: Answering(
                200,
                """{"items":[],"truncated":true,"searchedSince":"2026-11-26T06:58:00.1+00:00"}"""
            ).Handler
        );
        var none = await CliRun.OfAsync(
            "messages find +61491570156",
            Variables,
            handler: Answering(200, """{"items":[],"truncated":false}""").Handler
        );

        Assert.Contains("older", more.Error, StringComparison.Ordinal);
        Assert.Contains("all since 2026-11-26 06:58:00Z", more.Error, StringComparison.Ordinal);
        Assert.Contains(
            "No message to +61*******56 since 2026-11-26 06:58:00Z.",
            nothingYet.Out,
            StringComparison.Ordinal
        );
        Assert.Equal((0, ""), (none.ExitCode, none.Error));
        Assert.Contains("No message to +61*******56", none.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages find 0491570156")]
    [InlineData("messages find nobody")]
    [InlineData("messages show a/b")]
    public async Task What_is_no_number_or_no_id_is_not_asked_for(string line)
    {
        var stub = Answering(200, "{}");

        var run = await CliRun.OfAsync(line, Variables, handler: stub.Handler);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_message_is_shown_with_its_end_and_the_attempts_before()
    {
        var run = await CliRun.OfAsync($"messages show {Id}", Variables, handler: Answering(200, Delivered).Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            new[] { "delivered", "twilio", "SM1", "+61*******56", "1.5 s", "vonage", "Unavailable", "http-503" },
            text => Assert.Contains(text, run.Out, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        """{"id":"a","state":"waiting","caller":"auth0","acceptedAt":"2026-11-26T07:00:00.2+00:00"}""",
        "waiting"
    )]
    [InlineData(
        """{"id":"a","state":"not accepted","caller":"auth0","at":"2026-11-26T07:00:00.2+00:00"}""",
        "not accepted"
    )]
    [InlineData(
        """{"id":"a","state":"refused","reason":"number_limit","caller":"auth0","at":"2026-11-26T07:00:00.2+00:00"}""",
        "number_limit"
    )]
    public async Task A_message_that_has_not_ended_is_shown_as_the_list_has_it(string document, string expected)
    {
        var run = await CliRun.OfAsync("messages show a", Variables, handler: Answering(200, document).Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
        Assert.Contains("2026-11-26 07:00:00Z", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shown_message_can_be_a_document()
    {
        var run = await CliRun.OfAsync(
            $"messages show {Id} --json",
            Variables,
            handler: Answering(200, Delivered).Handler
        );

        Assert.Equal("SM1", run.Json.GetProperty("carrierMessageId").GetString());
    }

    [Theory]
    [InlineData("messages show abc", 404, """{"title":"unknown","status":404}""", "Nothing is known of message abc")]
    [InlineData("messages show abc", 404, """{"title":"It was never given.","status":404}""", "It was never given.")]
    [InlineData("messages show abc", 404, "", "no operators' endpoints")]
    [InlineData("messages find +61491570156", 401, "", "refused the operators' key")]
    [InlineData(
        "messages find +61491570156",
        409,
        """{"title":"It notes nothing.","status":409}""",
        "It notes nothing."
    )]
    [InlineData("messages find +61491570156", 503, """{"title":"away","status":503}""", "do not answer")]
    public async Task What_the_gateway_does_not_tell_is_explained(string line, int status, string body, string expected)
    {
        var run = await CliRun.OfAsync(line, Variables, handler: Answering(status, body).Handler);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private static StubGateway Answering(int status, string json) =>
        new() { Answer = _ => StubGateway.Json(status, json) };
}
