using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What operators see of decisions: those that were made, and what one would be.</summary>
public sealed class AdmissionDecisionsTests : IDisposable
{
    private const string Number = "+61491570156";

    private readonly AdmissionDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Refusals_and_near_misses_are_shown_newest_first_without_the_number()
    {
        using var desk = new AdmissionDesk(
            options: new AdmissionOptions
            {
                PerIp = new AdmissionLimit { Mode = AdmissionMode.RecordOnly, PerHour = 1 },
            }
        );
        desk.Post(Number, ip: "203.0.113.7");
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(desk.Post("+12025550123", "Action", "203.0.113.7"));
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        await desk.PutAsync(AdmissionList.Block, """{"region":"AU"}""");
        Assert.Equal("blocked", desk.Post(Number, ip: "203.0.113.7"));

        var decisions = await desk.DecisionsAsync();

        Assert.Equal(
            """{"at":"2026-03-04T12:00:02+00:00","rule":"blocked","result":"refused","caller":"auth0","region":"AU","recipient":"+61*******56","network":"203.0.113.0/24","heldUntil":null}""",
            decisions[0].ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal)
        );
        Assert.Equal(
            ("ip_limit", "recorded", "Action", "US"),
            (
                (string?)decisions[1]["rule"],
                (string?)decisions[1]["result"],
                (string?)decisions[1]["caller"],
                (string?)decisions[1]["region"]
            )
        );
        Assert.Equal(2, decisions.Count);
    }

    [Theory]
    [InlineData(null, null, null, null, 5)]
    [InlineData("blocked", null, null, null, 2)]
    [InlineData("number_limit", null, null, null, 3)]
    [InlineData("user_limit", null, null, null, 0)]
    [InlineData(null, "ACTION", null, null, 1)]
    [InlineData(null, "former", null, null, 0)]
    [InlineData(null, null, "us", null, 2)]
    [InlineData(null, null, "001", null, 0)]
    [InlineData("number_limit", "auth0", "AU", null, 3)]
    [InlineData(null, null, null, "2", 2)]
    [InlineData("", "", "", "", 5)]
    public async Task They_are_chosen_by_the_query(string? rule, string? caller, string? region, string? max, int count)
    {
        await _desk.PutAsync(AdmissionList.Block, """{"region":"US"}""");
        for (var i = 0; i < 6; i++)
        {
            _desk.Post(Number);
        }

        _desk.Post("+12025550123");
        _desk.Post("+12025550124", "Action");

        Assert.Equal(count, (await _desk.DecisionsAsync(rule, caller, region, max)).Count);
    }

    [Theory]
    [InlineData("blocking", null, null, "rule")]
    [InlineData(null, "UK", null, "region")]
    [InlineData(null, null, "0", "max")]
    [InlineData(null, null, "1001", "max")]
    [InlineData("x", "y", "z", "rule,region,max")]
    public async Task A_query_that_makes_no_sense_is_400(string? rule, string? region, string? max, string fields)
    {
        var reply = await _desk.Decisions.ListAsync(rule, null, region, max, CancellationToken.None);
        Assert.Equal(400, reply.Status);
        Assert.Equal(fields.Split(','), Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_test_tells_what_would_be_decided_and_counts_nothing()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(
                """{"decision":"admitted","rule":null,"retryAfter":null,"recorded":[],"onAllowList":false,"testNumber":false,"region":"AU","kind":"Mobile","caller":"auth0"}""",
                await AskAsync("auth0")
            );
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Null(_desk.Post(Number));
        }

        Assert.Equal(
            """{"decision":"refused","rule":"number_limit","retryAfter":60,"recorded":[],"onAllowList":false,"testNumber":false,"region":"AU","kind":"Mobile","caller":"auth0"}""",
            await AskAsync("AUTH0")
        );
        Assert.Empty(await _desk.DecisionsAsync());
    }

    [Fact]
    public async Task A_test_speaks_of_the_lists()
    {
        await _desk.PutAsync(AdmissionList.Allow, $$"""{"number":"{{Number}}"}""");
        Assert.Contains("\"onAllowList\":true", await AskAsync("auth0"), StringComparison.Ordinal);

        await _desk.PutAsync(AdmissionList.Block, """{"caller":"Action"}""");
        Assert.Contains("\"rule\":\"blocked\",\"retryAfter\":null", await AskAsync("action"), StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"admitted\"", await AskAsync("auth0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+979123456789", "kind_not_allowed", "Premium")]
    [InlineData("+12025550123", "region_not_allowed", "FixedLineOrMobile")]
    [InlineData("+64211234567", null, "Mobile")]
    public async Task A_test_asks_the_rules_on_the_number_with_the_callers_own_regions(
        string number,
        string? rule,
        string kind
    )
    {
        using var desk = new AdmissionDesk([
            Authentication.CreateCaller() with
            {
                Regions = new HashSet<string> { "AU", "NZ" },
            },
        ]);
        var look = Gateway.ReadJson(await desk.TestAsync($$"""{"recipient":"{{number}}"}"""));
        Assert.Equal((rule, kind), ((string?)look["rule"], (string?)look["kind"]));
    }

    [Fact]
    public async Task A_test_names_the_rules_that_only_record()
    {
        for (var i = 0; i < 30; i++)
        {
            Assert.Null(_desk.Post($"+614915701{i:00}", ip: "203.0.113.7"));
        }

        var reply = await _desk.TestAsync($$"""{"recipient":"+12025550123","ip":"203.0.113.7","userId":"auth0|1"}""");
        Assert.Equal("ip_limit", (string?)Assert.Single(Gateway.ReadJson(reply)["recorded"]!.AsArray()));
    }

    [Fact]
    public async Task Without_a_caller_it_is_the_only_one_or_the_rules_on_callers_rest()
    {
        var question = $$"""{"recipient":"{{Number}}"}""";
        using var lone = new AdmissionDesk([Authentication.CreateCaller("only")]);
        Assert.Equal("only", (string?)Gateway.ReadJson(await lone.TestAsync(question))["caller"]);
        Assert.Null((string?)Gateway.ReadJson(await _desk.TestAsync(question))["caller"]);
    }

    [Theory]
    [InlineData("{}", "recipient")]
    [InlineData("""{"recipient":"12"}""", "recipient")]
    [InlineData("""{"recipient":"+61491570156","caller":"nobody"}""", "caller")]
    [InlineData("""{"recipient":"+61491570156","ip":"1"}""", "ip")]
    [InlineData("""{"recipient":"+61491570156","user":"1"}""", "user")]
    [InlineData("""{"caller":"nobody","ip":"x"}""", "caller,ip,recipient")]
    [InlineData("null", "")]
    public async Task A_question_that_makes_no_sense_is_400(string question, string fields)
    {
        var reply = await _desk.TestAsync(question);
        Assert.Equal(400, reply.Status);
        Assert.Equal(fields.Split(','), Gateway.ReadJson(reply)["errors"]!.AsObject().Select(error => error.Key));
    }

    private async Task<string> AskAsync(string caller) =>
        System.Text.Encoding.UTF8.GetString(
            (await _desk.TestAsync($$"""{"recipient":"{{Number}}","caller":"{{caller}}"}""")).Body.Span
        );
}
