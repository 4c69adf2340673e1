using System.Text.Json;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>Against a whole gateway; each test looks only at its own dead letters, by id.</summary>
[StartsProgram]
public sealed class DeadLettersCommandTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    /// <summary>The carrier simulator rejects it.</summary>
    private const string BadNumber = "+15005551400";

    private Dictionary<string, string> Variables => GatewayVariables.Of(gateway);

    [Fact]
    public async Task The_list_groups_by_reason_and_hides_texts_and_numbers()
    {
        var id = await DieAsync("Code 8642Q9");
        var run = await CliRun.OfAsync("dead-letters list --limit 0", Variables);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^Reason\s+Count\s+Newest\s+Oldest\s*\nRejected\s+[0-9]+\s", run.Out);
        var row = Assert.Single(run.Out.Split('\n'), line => line.Contains(id, StringComparison.Ordinal));
        Assert.Contains("+15*******00", row, StringComparison.Ordinal);
        Assert.Contains("twilio: Rejected 21211", row, StringComparison.Ordinal);
        Assert.DoesNotContain("8642Q9", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_reveals_only_when_told_to()
    {
        var id = await DieAsync("Code 975310");
        var run = await CliRun.OfAsync(
            "dead-letters list --day today --reason rejected --limit 0 --reveal --json",
            Variables
        );

        Assert.Equal(0, run.ExitCode);
        var item = Assert.Single(
            run.Json.GetProperty("items").EnumerateArray(),
            item => item.GetProperty("id").GetString() == id
        );
        Assert.Equal("Code 975310", item.GetProperty("envelope").GetProperty("body").GetString());
        Assert.True(run.Json.GetProperty("reasons").GetProperty("Rejected").GetInt32() >= 1);
        Assert.False(run.Json.GetProperty("more").GetBoolean());
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        var run = await CliRun.OfAsync("dead-letters list --day 2001-01-01", Variables);
        Assert.Equal((0, "No dead letters."), (run.ExitCode, run.Out.Trim()));
    }

    [Fact]
    public async Task One_is_shown_with_its_attempts()
    {
        var id = await DieAsync("Code 112358");
        var hidden = await CliRun.OfAsync($"dead-letters show {id}", Variables);
        var whole = await CliRun.OfAsync($"dead-letters show {id} --reveal --json", Variables);

        Assert.Equal((0, 0), (hidden.ExitCode, whole.ExitCode));
        Assert.Matches(@"\nreason\s+Rejected", hidden.Out);
        Assert.Matches(@"\n1\s+twilio\s+\S+ \S+\s+Rejected\s+21211", hidden.Out);
        Assert.DoesNotContain("112358", hidden.Out, StringComparison.Ordinal);
        Assert.Equal(BadNumber, whole.Json.GetProperty("envelope").GetProperty("recipient").GetString());
    }

    [Fact]
    public async Task One_that_is_not_there_is_a_failure()
    {
        var run = await CliRun.OfAsync("dead-letters show nobody", Variables);
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("There is no dead letter nobody:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_are_deleted_and_what_is_gone_already_is_reported()
    {
        var ids = await DieManyAsync(5);
        var run = await CliRun.OfAsync($"dead-letters delete {string.Join(' ', ids)} nobody --yes --json", Variables);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal((5, 1), (Count(run, "deleted"), Count(run, "gone")));
        Assert.Equal(
            [.. ids, "nobody"],
            run.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())
        );
        var again = await CliRun.OfAsync($"dead-letters show {ids[0]}", Variables);
        Assert.Equal(1, again.ExitCode);
    }

    [Fact]
    public async Task Replayed_ones_are_tried_again()
    {
        var id = await DieAsync("Code 314159");
        var run = await CliRun.OfAsync($"dead-letters replay {id} --yes", Variables);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"\nreplayed\s+1", run.Out);
        // Rejected again by the carrier: a new record, of a later death.
        await gateway.DeadLetterAsync(id);
    }

    [Fact]
    public async Task A_dry_run_says_which_and_does_nothing()
    {
        var id = await DieAsync("Code 271828");
        var run = await CliRun.OfAsync("dead-letters delete --reason Rejected --dry-run", Variables);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(
            @"^Nothing was done\. Without --dry-run it would delete [0-9]+ dead letters? \([0-9]+ Rejected\):",
            run.Out
        );
        Assert.Contains(id, run.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await CliRun.OfAsync($"dead-letters show {id}", Variables)).ExitCode);
    }

    [Theory]
    [InlineData("y", 0)]
    [InlineData("n", 1)]
    [InlineData("", 1)]
    public async Task It_asks_before(string answer, int exitCode)
    {
        // A text of its own for each case: the same one would be taken for the same message.
        var id = await DieAsync($"Code 161803 {answer}.");
        var run = await CliRun.OfAsync($"dead-letters delete {id}", Variables, input: answer + "\n");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("Delete 1 dead letter? [y/N] ", run.Error, StringComparison.Ordinal);
        Assert.Equal(1 - exitCode, (await CliRun.OfAsync($"dead-letters show {id}", Variables)).ExitCode);
    }

    [Theory]
    [InlineData("delete", "Which ones? Give ids, or a filter: --day, --reason or --all.")]
    [InlineData("delete a --all", "Give ids, or a filter (--day, --reason, --all), not both.")]
    [InlineData("delete a/b", "'a/b' is no message id")]
    [InlineData("delete a", "Delete 1 dead letter? Nobody is here to answer; --yes says yes.")]
    [InlineData("replay --reason Late", "--reason: there is no reason 'Late'; it is one of Rejected, Expired")]
    [InlineData("replay --day monday", "--day must be a date, yyyy-MM-dd, or today or yesterday.")]
    [InlineData("replay --all --parallel 0", "--parallel must be a number from 1 to 64.")]
    [InlineData("list --limit -1", "--limit must be a number, 0 or more.")]
    [InlineData("show ../health", "'../health' is no message id")]
    public async Task Mistakes_are_named_and_nothing_is_done(string line, string sentence)
    {
        var stub = new StubGateway { Answer = _ => StubGateway.Empty(500) };
        var run = await CliRun.OfAsync(
            $"dead-letters {line}",
            GatewayVariables.At(StubGateway.Url),
            handler: stub.Handler
        );
        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_wrong_key_is_a_sentence()
    {
        var run = await CliRun.OfAsync("dead-letters list", Variables.With("SMS_GATEWAY_OPERATORS_KEY", "wrong"));
        Assert.Equal((1, ""), (run.ExitCode, run.Out));
        Assert.Contains("the gateway refused the operators' key", run.Error, StringComparison.Ordinal);
    }

    private async Task<string> DieAsync(string body)
    {
        var id = await gateway.AcceptAsync(new { recipient = BadNumber, body });
        await gateway.DeadLetterAsync(id);
        return id;
    }

    private async Task<IReadOnlyList<string>> DieManyAsync(int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => DieAsync($"Code {i}")));

    private static int Count(CliRun run, string result) =>
        run.Json.GetProperty("counts").TryGetProperty(result, out var count) && count.ValueKind == JsonValueKind.Number
            ? count.GetInt32()
            : 0;
}
