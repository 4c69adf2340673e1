using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>What the commands ask for, and what they make of answers that a gateway gives seldom.</summary>
public sealed class AdmissionAtStubTests
{
    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url);

    [Theory]
    [InlineData("+61 491 570 156", "{\"number\":\"+61491570156\"}")]
    [InlineData("203.0.113.7", "{\"ip\":\"203.0.113.7\"}")]
    [InlineData("203.0.113.0/24", "{\"ip\":\"203.0.113.0/24\"}")]
    [InlineData("2001:db8::/32", "{\"ip\":\"2001:db8::/32\"}")]
    [InlineData("au", "{\"region\":\"AU\"}")]
    public async Task What_is_plain_needs_no_option(string what, string order)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, order) };
        var run = await CliRun.OfAsync(["admission", "block", what], Variables, handler: stub.Handler);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["PUT /api/admission/blocks"], stub.Requests);
        Assert.Equal([order], stub.Bodies.Select(Plain));
    }

    [Theory]
    [InlineData("--number", "+99899394", "{\"number\":\"+99899394\"}")]
    [InlineData("--prefix", "+61491570156", "{\"prefix\":\"+61491570156\"}")]
    [InlineData("--caller", "AU", "{\"caller\":\"AU\"}")]
    public async Task An_option_says_it_whatever_it_looks_like(string option, string value, string order)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, order) };
        await CliRun.OfAsync(["admission", "block", option, value], Variables, handler: stub.Handler);
        Assert.Equal([order], stub.Bodies.Select(Plain));
    }

    [Theory]
    [InlineData("30m", "00:30:00")]
    [InlineData("1h", "01:00:00")]
    [InlineData("90", "00:01:30")]
    [InlineData("7d", "7.00:00:00")]
    public async Task A_length_has_a_unit(string given, string length)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, "{\"region\":\"UZ\"}") };
        await CliRun.OfAsync($"admission block UZ --for {given} --force", Variables, handler: stub.Handler);
        Assert.Equal(["PUT /api/admission/blocks?force=true"], stub.Requests);
        Assert.Equal([$"{{\"region\":\"UZ\",\"for\":\"{length}\"}}"], stub.Bodies);
    }

    [Theory]
    [InlineData("block", "What? Give --number, --prefix, --ip, --caller, --region, --carrier")]
    [InlineData("allow", "What? Give --number, --prefix, --ip, or what is plain")]
    [InlineData("block UZ --region UZ", "Give only one of these:")]
    [InlineData("remove --number +61491570156 --ip 203.0.113.7", "Give only one of these:")]
    [InlineData("block +99899394", "no number that is known to be in use: say --number or --prefix")]
    [InlineData("block +61", "no number that is known to be in use: say --number or --prefix")]
    [InlineData("block 61491570156", "It is not certain what that is")]
    [InlineData("block auth0", "It is not certain what that is")]
    [InlineData("block 1.2", "It is not certain what that is")]
    [InlineData("block UK", "'UK' is no region's code in ISO 3166-1; it is GB.")]
    [InlineData("allow --region UZ", "There is no option '--region' here.")]
    [InlineData("block --prefx", "There is no option '--prefx' here.")]
    [InlineData("block UZ --for soon", "--for must be a time such as 30m, 1h or 7d.")]
    [InlineData("block UZ --for 0", "--for must be a time such as 30m, 1h or 7d.")]
    [InlineData("list --rule blocked", "add --decisions")]
    [InlineData("list --decisions --limit 1001", "--limit must be a number from 1 to 1000.")]
    [InlineData("test 12", "<number> must be a number in E.164 form")]
    [InlineData("test", "Required argument 'number' missing")]
    public async Task Mistakes_are_named_and_nothing_is_done(string line, string sentence)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Empty(500) };
        var run = await CliRun.OfAsync($"admission {line}", Variables, handler: stub.Handler);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("61491570156", run.Error, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Theory]
    [InlineData("block UZ", 401, "Not done: the gateway refused the operators' key.")]
    [InlineData("remove UZ", 404, "The gateway has no operators' endpoints")]
    [InlineData("list", 404, "The gateway has no operators' endpoints")]
    [InlineData("test +61491570156", 503, "The gateway cannot do it now")]
    [InlineData("allow +61491570156", 418, "compare the address")]
    public async Task An_answer_that_is_no_success_is_a_sentence(string line, int status, string sentence)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Empty(status) };
        var run = await CliRun.OfAsync($"admission {line} --json", Variables, handler: stub.Handler);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_lists_are_told_of()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(409, "{\"title\":\"The lists are full.\"}") };
        var run = await CliRun.OfAsync("admission block UZ", Variables, handler: stub.Handler);
        Assert.Equal((1, "The gateway answered 409: The lists are full."), (run.ExitCode, run.Error.TrimEnd()));
    }

    [Fact]
    public async Task A_removal_looks_on_both_lists_and_on_one_for_what_can_only_be_there()
    {
        var stub = new StubGateway
        {
            Answer = request =>
                request.RequestUri!.AbsolutePath.EndsWith("allows", StringComparison.Ordinal)
                    ? StubGateway.Empty(204)
                    : StubGateway.Json(404, "{\"title\":\"There is no such entry.\"}"),
        };
        var run = await CliRun.OfAsync("admission remove --prefix +99899394", Variables, handler: stub.Handler);
        Assert.Equal((0, "Removed from allows."), (run.ExitCode, run.Out.TrimEnd()));
        await CliRun.OfAsync("admission remove --caller auth0", Variables, handler: stub.Handler);
        await CliRun.OfAsync("admission remove --carrier twilio", Variables, handler: stub.Handler);
        await CliRun.OfAsync("admission remove 203.0.113.0/24 --allows", Variables, handler: stub.Handler);
        Assert.Equal(
            [
                "DELETE /api/admission/blocks?prefix=%2B99899394",
                "DELETE /api/admission/allows?prefix=%2B99899394",
                "DELETE /api/admission/blocks?caller=auth0",
                "DELETE /api/admission/blocks?carrier=twilio",
                "DELETE /api/admission/allows?ip=203.0.113.0%2F24",
            ],
            stub.Requests
        );
    }

    [Fact]
    public async Task Empty_lists_are_said_to_be_empty()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, "{\"items\":[]}") };
        var lists = await CliRun.OfAsync("admission list", Variables, handler: stub.Handler);
        var decisions = await CliRun.OfAsync(
            "admission list --decisions --caller a&b --limit 5",
            Variables,
            handler: stub.Handler
        );
        Assert.Equal(
            ["Nothing is blocked.", "", "Nothing is on the allow list."],
            lists.Out.TrimEnd().Split('\n', StringSplitOptions.TrimEntries)
        );
        Assert.Equal("Nothing was refused lately.", decisions.Out.TrimEnd());
        Assert.Equal(
            [
                "GET /api/admission/blocks",
                "GET /api/admission/allows",
                "GET /api/admission/decisions?max=5&caller=a%26b",
            ],
            stub.Requests
        );
    }

    [Fact]
    public async Task A_test_says_all_that_there_is_to_say_without_the_number()
    {
        var stub = new StubGateway
        {
            Answer = _ =>
                StubGateway.Json(
                    200,
                    """{"decision":"refused","rule":"number_limit","retryAfter":42,"recorded":["ip_limit","block_limit"],"onAllowList":true,"testNumber":true,"region":"AU","caller":"auth0"}"""
                ),
        };
        var run = await CliRun.OfAsync(
            "admission test +61491570156 --caller auth0 --ip 203.0.113.7 --user auth0|1",
            Variables,
            handler: stub.Handler
        );
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            "+61*******56 (AU) would be refused: number_limit, for 42 s. Rules that only record are against it: ip_limit, block_limit. It is on the allow list. It is a test number: never sent, and kept for an operator.",
            run.Out.TrimEnd()
        );
        Assert.Equal(
            ["""{"recipient":"+61491570156","caller":"auth0","ip":"203.0.113.7","userId":"auth0|1"}"""],
            stub.Bodies.Select(Plain)
        );
    }

    private static string Plain(string json) => json.Replace("\\u002B", "+", StringComparison.Ordinal);
}
