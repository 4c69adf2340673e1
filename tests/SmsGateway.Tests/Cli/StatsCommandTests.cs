using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Stats;
using Xunit;

namespace SmsGateway.Tests.Cli;

public sealed class StatsCommandTests
{
    private static readonly Dictionary<string, string> Variables = GatewayVariables.At(StubGateway.Url);

    [Fact]
    public async Task The_last_minute_ten_minutes_and_hour_are_shown_with_carriers_and_what_waits()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, Stats()) };

        var run = await CliRun.OfAsync("stats", Variables, handler: stub.Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["GET /api/stats"], stub.Requests);
        Assert.Equal(
            """
                           Minute           10 min           Hour
            Accepted       7                17               60
            Refused        0                0                2
            Delivered      6                16               58
            Given up       0                1                1
            Attempts       8                18               64
            of them failed 2 (25 %)         2 (11 %)         6 (9 %)
            Half within    0.54 s           0.54 s           0.38 s
            99 % within    3.62 s           3.62 s           2.4 min

            Carrier Minute                 10 min                  Hour
            twilio  2 of 8 failed (25 %)   2 of 18 failed (11 %)   6 of 64 failed (9 %)

            3 waiting; the oldest that is due for 0.4 s.
            The running minute, at one process: 4 accepted, 3 delivered, 1 failed attempt.

            """.Split('\n').Select(Squeezed),
            run.Out.ReplaceLineEndings("\n").Split('\n').Select(Squeezed)
        );
    }

    [Fact]
    public async Task What_others_counted_and_nobody_knows_is_said()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, Stats("The table is away.")) };

        var run = await CliRun.OfAsync("stats", Variables, handler: stub.Handler);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The table is away.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signature", 12, "12 tokens in a row", "SigningSecretName")]
    [InlineData("algorithm", 1, "1 token in a row", "Algorithms")]
    [InlineData("expired", 5, "5 tokens in a row", "clock")]
    [InlineData("notYetValid", 5, "5 tokens in a row", "clock")]
    [InlineData("noExpiration", 5, "5 tokens in a row", "RequireExpiration")]
    [InlineData("expiresTooLate", 5, "5 tokens in a row", "exp")]
    [InlineData("tooOld", 5, "5 tokens in a row", "MaxTokenAge")]
    [InlineData("bodyHash", 5, "5 tokens in a row", "body")]
    [InlineData("of a later version", 5, "5 tokens in a row", "of a later version")]
    public async Task A_caller_whose_tokens_do_not_fit_is_told_with_what_to_do(
        string why,
        int refused,
        string count,
        string todo
    )
    {
        var stub = new StubGateway
        {
            Answer = _ =>
                StubGateway.Json(
                    200,
                    Stats(
                        callers: $$"""{"name":"auth0","since":"2026-11-26T08:10:02.5+00:00","refused":{{refused}},"why":"{{why}}"}"""
                    )
                ),
        };

        var run = await CliRun.OfAsync("stats", Variables, handler: stub.Handler);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var line = Assert.Single(
            run.Out.Split('\n'),
            line => line.StartsWith("Caller auth0: ", StringComparison.Ordinal)
        );
        Assert.Contains(count, line, StringComparison.Ordinal);
        Assert.Contains("since 2026-11-26 08:10:02Z", line, StringComparison.Ordinal);
        Assert.Contains(todo, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task While_all_callers_tokens_fit_none_is_told(string? callers)
    {
        // Null is the answer of a gateway that does not tell of callers.
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, Stats(callers: callers)) };

        var run = await CliRun.OfAsync("stats", Variables, handler: stub.Handler);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("token", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_gets_the_document_with_every_minute()
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, Stats()) };

        var run = await CliRun.OfAsync("stats --json", Variables, handler: stub.Handler);

        Assert.Equal(0, run.ExitCode);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Stats()), JsonNode.Parse(run.Out)));
    }

    [Theory]
    [InlineData(
        404,
        """{"title":"Nothing is counted by minute: Gateway__Stats__Enabled is false.","status":404}""",
        "Enabled is false"
    )]
    [InlineData(404, "", "no operators' endpoints")]
    [InlineData(401, "", "refused the operators' key")]
    [InlineData(503, "{}", "Try again")]
    [InlineData(200, "{}", "compare the address")]
    [InlineData(
        200,
        """{"lastMinute":{},"lastTenMinutes":{},"lastHour":{},"running":{},"minutes":[]}""",
        "compare the address"
    )]
    public async Task What_is_no_such_answer_is_told(int status, string body, string expected)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(status, body) };

        var run = await CliRun.OfAsync("stats", Variables, handler: stub.Handler);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(140, "Each minute", 60)]
    [InlineData(100, "Every 2 minutes", 30)]
    [InlineData(80, "Every 3 minutes", 20)]
    [InlineData(79, null, 0)]
    public async Task At_a_terminal_there_are_as_many_bars_as_there_is_room_for(int width, string? title, int bars)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Json(200, Stats()) };
        using var output = new StringWriter();
        var environment = new CliEnvironment
        {
            Out = output,
            Error = TextWriter.Null,
            In = TextReader.Null,
            OutIsTerminal = true,
            Width = width,
            Variable = name => name == "NO_COLOR" ? "1" : Variables.GetValueOrDefault(name),
            CreateHandler = stub.Handler,
        };

        Assert.Equal(0, await CliApp.RunAsync(["stats"], environment, TestContext.Current.CancellationToken));

        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.All(
            lines.Where(line => line.Contains('│', StringComparison.Ordinal)),
            line => Assert.True(line.Length <= width, line)
        );
        Assert.Equal(title is not null, output.ToString().Contains(title ?? "Every", StringComparison.Ordinal));
        var accepted = Assert.Single(lines, line => line.Contains("Accepted", StringComparison.Ordinal));
        Assert.Equal(bars, accepted.Count(c => c is >= '▁' and <= '█'));
    }

    [Theory]
    [InlineData("0 0 0 0", 4, "▁▁▁▁")]
    [InlineData("0 1 7 3.5", 4, "▁▂█▅")]
    [InlineData("0 1000000 1 0", 4, "▁█▂▁")]
    [InlineData("0 5 0 0", 2, "█▁")]
    public void A_bar_is_as_high_as_its_share_of_the_highest_and_none_that_counts_is_flat(
        string values,
        int bars,
        string expected
    ) =>
        Assert.Equal(
            expected,
            Spark.Line(
                [
                    .. values
                        .Split(' ')
                        .Select(value => double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)),
                ],
                bars
            )
        );

    private static string Squeezed(string line) =>
        string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Stats(string? detail = null, string? callers = "")
    {
        var minutes = new StringBuilder();
        for (var i = 0; i < 60; i++)
        {
            minutes.Append(i > 0 ? "," : "").Append(Count(i % 7, 0, i % 5, 0, i % 5, 0, "null", "null"));
        }

        return $$"""
            {
              "at": "2026-11-26T08:15:20+00:00", "instances": 2, "detail": {{(
                detail is null ? "null" : $"\"{detail}\""
            )}}, "waiting": 3, "oldestAge": 0.4,
              "lastMinute": {{Count(7, 0, 6, 0, 8, 2, "0.538", "3.62")}},
              "lastTenMinutes": {{Count(17, 0, 16, 1, 18, 2, "0.538", "3.62")}},
              "lastHour": {{Count(60, 2, 58, 1, 64, 6, "0.38", "144.5")}},
              "running": {{Count(4, 0, 3, 0, 4, 1, "0.2", "0.2")}},
              "minutes": [{{minutes}}]{{(callers is null ? "" : $", \"callers\": [{callers}]")}}
            }
            """;
    }

    private static string Count(
        int accepted,
        int refused,
        int delivered,
        int dead,
        int attempts,
        int failed,
        string p50,
        string p99
    )
    {
        var carrier = new JsonObject
        {
            ["accepted"] = delivered,
            ["rejected"] = attempts - delivered - failed,
            ["failed"] = failed,
        };
        return new JsonObject
        {
            ["accepted"] = accepted,
            ["refused"] = refused,
            ["delivered"] = delivered,
            ["assumed"] = 0,
            ["dead"] = dead,
            ["attempts"] = attempts,
            ["failedAttempts"] = failed,
            ["p50"] = JsonNode.Parse(p50),
            ["p99"] = JsonNode.Parse(p99),
            ["carriers"] = new JsonObject { ["twilio"] = carrier },
        }.ToJsonString();
    }
}
