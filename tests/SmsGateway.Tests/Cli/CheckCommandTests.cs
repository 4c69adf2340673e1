using Microsoft.Extensions.Time.Testing;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

[StartsProgram]
public sealed class CheckCommandTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_running_gateway_is_well()
    {
        var run = await CliRun.OfAsync("check --json", GatewayVariables.Of(gateway));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal("ok", run.Json.GetProperty("state").GetString());
        Assert.Equal(
            [
                "address skip",
                "clock ok",
                "queue ok",
                "secrets ok",
                "carrier 8x8 ok",
                "carrier twilio ok",
                "route default ok",
                "route +65 ok",
                "stranger ok",
                "caller ok",
                "operators ok",
            ],
            CheckLines.States(run)
        );
    }

    [Fact]
    public async Task A_route_that_nothing_is_delivered_on_is_a_failure_with_the_last_code()
    {
        var health =
            CheckLines.Healthy.Replace("\"healthy\",\"queue\"", "\"unhealthy\",\"queue\"", StringComparison.Ordinal)[
                ..^1
            ]
            + ""","routes":{"+44":{"status":"unhealthy","detail":"No carrier of it delivers; the first failed with 20003."}}}""";
        var run = await AtStubAsync(_ => StubGateway.Json(503, health));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("route +44 fail", CheckLines.States(run));
        Assert.Contains("20003", run.Json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_sends_no_message()
    {
        await CliRun.OfAsync("check", GatewayVariables.Of(gateway));
        var received = await gateway.Carriers.GetStringAsync(
            new Uri("/simulator/messages", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal("[]", received);
    }

    [Fact]
    public async Task For_people_it_is_a_table_with_advice_below()
    {
        var run = await CliRun.OfAsync(
            "check",
            GatewayVariables.Of(gateway).With("SMS_GATEWAY_SUBJECT", null).With("SMS_GATEWAY_SIGNING_SECRET", null)
        );

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"\nok\s+stranger\s+401, refused without a token", run.Out);
        Assert.EndsWith("All that was looked at is well.", run.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(
            "caller (skip): To see whether the gateway knows Auth0, give --subject (or SMS_GATEWAY_SUBJECT), --signing-secret-file (or SMS_GATEWAY_SIGNING_SECRET).",
            run.Out,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("SMS_GATEWAY_SUBJECT", "--subject (or SMS_GATEWAY_SUBJECT)")]
    [InlineData("SMS_GATEWAY_AUDIENCE", "--audience (or SMS_GATEWAY_AUDIENCE)")]
    public async Task A_secret_that_cannot_be_tried_is_no_success(string without, string missing)
    {
        var run = await CliRun.OfAsync("check", GatewayVariables.At("http://127.0.0.1:1").With(without, null));
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Equal($"The signing secret cannot be tried without {missing}. Nothing was checked.", run.Error.Trim());
    }

    [Theory]
    [InlineData("SMS_GATEWAY_SUBJECT", "caller", "Compare subject, audience, signing secret")]
    [InlineData("SMS_GATEWAY_AUDIENCE", "caller", "Compare subject, audience, signing secret")]
    [InlineData("SMS_GATEWAY_SIGNING_SECRET", "caller", "Compare subject, audience, signing secret")]
    [InlineData("SMS_GATEWAY_OPERATORS_KEY", "operators", "the gateway refused the operators' key")]
    public async Task A_wrong_value_fails_its_line_with_what_to_compare(string variable, string name, string advice)
    {
        var run = await CliRun.OfAsync("check --json", GatewayVariables.Of(gateway).With(variable, "something else"));

        Assert.Equal(1, run.ExitCode);
        var line = Assert.Single(CheckLines.Of(run), line => line.GetProperty("state").GetString() == "fail");
        Assert.Equal(name, line.GetProperty("name").GetString());
        Assert.Contains(advice, line.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("something else", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_path_is_told()
    {
        var run = await CliRun.OfAsync(
            $"check --json --url {gateway.Gateway.BaseAddress}wrong",
            GatewayVariables.Of(gateway)
        );
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("health fail", CheckLines.States(run));
        Assert.Contains("There is no gateway at", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_one_failing_line()
    {
        var run = await CliRun.OfAsync("check --json --url http://127.0.0.1:1");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(["address skip", "connection fail"], CheckLines.States(run));
    }

    [Theory]
    [InlineData(0, "ok")]
    [InlineData(29, "ok")]
    [InlineData(-40, "warn")]
    [InlineData(40, "warn")]
    [InlineData(-70, "fail")]
    [InlineData(3700, "fail")]
    public async Task A_clock_that_is_off_shows(int seconds, string state)
    {
        var run = await AtStubAsync(request =>
        {
            var answer = StubGateway.Json(200, CheckLines.Healthy);
            answer.Headers.Date = Now.AddSeconds(seconds);
            return answer;
        });
        Assert.Contains($"clock {state}", CheckLines.States(run));
    }

    [Theory]
    [InlineData(
        503,
        """{"status":"unhealthy","queue":{"status":"unhealthy","detail":"disk full"},"secrets":{"status":"healthy"},"carriers":{}}""",
        "queue fail"
    )]
    [InlineData(
        503,
        """{"status":"unhealthy","queue":{"status":"healthy"},"secrets":{"status":"unhealthy"},"carriers":{}}""",
        "secrets fail"
    )]
    [InlineData(
        200,
        """{"status":"healthy","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{"x":{"status":"degraded","breaker":"Open"}}}""",
        "carrier x warn"
    )]
    [InlineData(
        200,
        """{"status":"degraded","queue":{"status":"healthy"},"secrets":{"status":"degraded","detail":"a is missing"},"carriers":{}}""",
        "secrets warn"
    )]
    [InlineData(
        200,
        """{"status":"degraded","queue":{"status":"healthy"},"secrets":{"status":"degraded"},"carriers":{"x":{"status":"degraded","detail":"a is missing","breaker":"Closed"}}}""",
        "carrier x warn"
    )]
    [InlineData(
        200,
        """{"status":"healthy","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{},"warnings":["Gateway__x: is odd"]}""",
        "settings warn"
    )]
    [InlineData(200, """{"status":"healthy","status":"healthy"}""", "health fail")]
    [InlineData(200, "<html>", "health fail")]
    [InlineData(502, "", "health fail")]
    public async Task Health_is_taken_apart(int status, string body, string line) =>
        Assert.Contains(line, CheckLines.States(await AtStubAsync(_ => StubGateway.Json(status, body))));

    [Theory]
    [InlineData(
        """{"status":"healthy","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{}}""",
        0,
        "ok"
    )]
    [InlineData(
        """{"status":"degraded","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{"x":{"status":"degraded","breaker":"Open"}}}""",
        1,
        "warn"
    )]
    [InlineData(
        """{"status":"degraded","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{},"else":{"status":"degraded"}}""",
        1,
        "warn"
    )]
    [InlineData(
        """{"status":"unhealthy","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{"x":{"status":"degraded","breaker":"Open"}}}""",
        1,
        "fail"
    )]
    [InlineData(
        """{"status":"healthy","queue":{"status":"healthy"},"secrets":{"status":"healthy"},"carriers":{},"warnings":["Gateway__x: is odd"]}""",
        1,
        "warn"
    )]
    public async Task Zero_means_that_all_is_well(string health, int exitCode, string state)
    {
        var run = await AtStubAsync(request =>
            request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath == "/api/health"
                ? StubGateway.Json(200, health)
            : request.Method == HttpMethod.Get ? StubGateway.Json(200, """{"items":[],"continue":null}""")
            : request.Headers.Authorization is null ? StubGateway.Empty(401)
            : StubGateway.Json(400, """{"errors":{"recipient":["is missing"]}}""")
        );
        Assert.Equal((exitCode, state), (run.ExitCode, run.Json.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task What_health_says_of_a_part_is_passed_on()
    {
        var run = await AtStubAsync(_ =>
            StubGateway.Json(
                200,
                """{"status":"degraded","queue":{"status":"healthy"},"secrets":{"status":"degraded","detail":"key-a is not there."},"carriers":{"x":{"status":"degraded","detail":"key-a is not there.","breaker":"Closed"}}}"""
            )
        );
        Assert.DoesNotContain("Callers cannot be checked", run.Out, StringComparison.Ordinal);
        Assert.Equal(
            ["degraded: key-a is not there.", "degraded: nothing delivered since the start; key-a is not there."],
            CheckLines
                .Of(run)
                .Where(line =>
                    line.GetProperty("state").GetString() == "warn" && line.GetProperty("name").GetString() != "caller"
                )
                .Select(line => line.GetProperty("detail").GetString())
        );
    }

    [Theory]
    [InlineData(200, "{}", "stranger fail", "caller fail")]
    [InlineData(400, "{}", "stranger fail", "caller warn")]
    [InlineData(400, """{"errors":{"phone":["is missing"]}}""", "stranger fail", "caller warn")]
    [InlineData(400, """{"errors":{"recipient":["a"]},"errors":{"recipient":["b"]}}""", "stranger fail", "caller warn")]
    [InlineData(404, "{}", "stranger fail", "caller fail")]
    [InlineData(503, "{}", "stranger fail", "caller fail")]
    public async Task Whatever_else_answers_is_no_gateway(int status, string body, string stranger, string caller)
    {
        var states = CheckLines.States(
            await AtStubAsync(request =>
                request.Method == HttpMethod.Post
                    ? StubGateway.Json(status, body)
                    : StubGateway.Json(200, CheckLines.Healthy)
            )
        );
        Assert.Contains(stranger, states);
        Assert.Contains(caller, states);
    }

    private static Task<CliRun> AtStubAsync(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        CliRun.OfAsync(
            "check --json",
            GatewayVariables.At("http://127.0.0.1:7071"),
            handler: new StubGateway { Answer = answer }.Handler,
            time: new FakeTimeProvider(Now)
        );
}
