using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>Against a whole gateway; each test has numbers of its own.</summary>
[StartsProgram]
public sealed class AdmissionCommandTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private Dictionary<string, string> Variables => GatewayVariables.Of(gateway);

    [Fact]
    public async Task A_number_that_is_blocked_gets_no_code_until_it_is_removed()
    {
        const string Number = "+61491570156";
        Assert.Equal((HttpStatusCode.OK, null), await PostAsync(Number));

        var block = await CliRun.OfAsync(
            ["admission", "block", Number, "--for", "1h", "--reason", "a wave of codes"],
            Variables
        );
        Assert.Equal((0, ""), (block.ExitCode, block.Error));
        Assert.Matches(@"^Blocked: number \+61\*{7}56, until [0-9-]+ [0-9:]+Z\.$", block.Out.TrimEnd());
        Assert.Equal((HttpStatusCode.Forbidden, "blocked"), await PostAsync(Number));

        var list = await CliRun.OfAsync("admission list", Variables);
        Assert.Matches(
            @"(?m)^number\s+\+61\*{7}56\s+[0-9-]+ [0-9:]+Z\s+[0-9-]+ [0-9:]+Z\s+a wave of codes\s*$",
            list.Out
        );
        var decisions = await CliRun.OfAsync("admission list --decisions --rule blocked --region AU", Variables);
        Assert.Matches(@"(?m)^[0-9-]+ [0-9:]+Z\s+blocked\s+refused\s+auth0\s+AU\s+\+61\*{7}56\s", decisions.Out);
        var test = await CliRun.OfAsync($"admission test {Number}", Variables);
        Assert.Equal((1, "+61*******56 (AU) would be refused: blocked."), (test.ExitCode, test.Out.TrimEnd()));

        var remove = await CliRun.OfAsync($"admission remove {Number}", Variables);
        Assert.Equal((0, "", "Removed from blocks."), (remove.ExitCode, remove.Error, remove.Out.TrimEnd()));
        Assert.Equal((HttpStatusCode.OK, null), await PostAsync(Number));
        var again = await CliRun.OfAsync($"admission remove {Number}", Variables);
        Assert.Equal((1, ""), (again.ExitCode, again.Out));
        Assert.StartsWith("It is on no list.", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--caller action", "caller action")]
    [InlineData("--region uz", "region UZ")]
    [InlineData("TJ", "region TJ")]
    [InlineData("--prefix +99899394", "prefix +99899394")]
    [InlineData("198.51.100.0/24", "ip 198.51.100.0/24")]
    [InlineData("2001:db8::1", "ip 2001:db8::1/128")]
    public async Task Whatever_is_blocked_is_named_and_can_be_removed(string what, string named)
    {
        var block = await CliRun.OfAsync($"admission block {what}", Variables);
        Assert.Equal(
            (0, "", $"Blocked: {named}, until it is removed."),
            (block.ExitCode, block.Error, block.Out.TrimEnd())
        );

        var remove = await CliRun.OfAsync($"admission remove {what} --json", Variables);
        Assert.Equal((0, ""), (remove.ExitCode, remove.Error));
        Assert.Equal(
            ["blocks"],
            remove.Json.GetProperty("removedFrom").EnumerateArray().Select(list => list.GetString())
        );
    }

    [Fact]
    public async Task An_allowed_number_is_on_the_other_list()
    {
        const string Number = "+61491570158";
        var allow = await CliRun.OfAsync($"admission allow {Number} --until 2126-12-01T06:00:00Z --json", Variables);
        Assert.Equal((0, ""), (allow.ExitCode, allow.Error));
        Assert.Equal("+61*******58", allow.Json.GetProperty("number").GetString());

        var test = await CliRun.OfAsync($"admission test {Number} --caller auth0 --ip 203.0.113.7 --json", Variables);
        Assert.Equal(0, test.ExitCode);
        Assert.True(test.Json.GetProperty("onAllowList").GetBoolean());
        Assert.Equal("auth0", test.Json.GetProperty("caller").GetString());

        var lists = await CliRun.OfAsync("admission list --allows --blocks --reveal --json", Variables);
        Assert.Contains(
            Number,
            lists.Json.GetProperty("allows").EnumerateArray().Select(entry => entry.GetProperty("number").GetString())
        );
        Assert.Equal(["blocks", "allows"], lists.Json.EnumerateObject().Select(list => list.Name));
        var elsewhere = await CliRun.OfAsync($"admission remove {Number} --blocks", Variables);
        Assert.Equal(1, elsewhere.ExitCode);
        var remove = await CliRun.OfAsync($"admission remove {Number} --allows", Variables);
        Assert.Equal((0, "Removed from allows."), (remove.ExitCode, remove.Out.TrimEnd()));
    }

    [Fact]
    public async Task What_the_gateway_finds_wrong_is_told_line_by_line()
    {
        var run = await CliRun.OfAsync("admission block --prefix +1 --until tomorrow", Variables);
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("if that is meant, add --force.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("until must be a moment with its zone", lines[1], StringComparison.Ordinal);

        Assert.Equal(0, (await CliRun.OfAsync("admission allow --prefix +1 --force", Variables)).ExitCode);
        Assert.Equal(0, (await CliRun.OfAsync("admission remove --prefix +1", Variables)).ExitCode);
    }

    [Fact]
    public async Task A_wrong_key_is_a_sentence()
    {
        var run = await CliRun.OfAsync("admission list", Variables.With("SMS_GATEWAY_OPERATORS_KEY", "wrong"));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("the gateway refused the operators' key", run.Error, StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string? Reason)> PostAsync(string recipient)
    {
        using var response = await gateway.PostAsync(
            JsonContent.Create(new { recipient, body = "Your code is 1" }),
            TokenFactory.Bearer(TokenFactory.Create())
        );
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (response.StatusCode, answer.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
    }
}
