using SmsGateway.Testing;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Cli;

/// <summary>What the tool tells of a whole gateway, where other tests have its answers made up.</summary>
[StartsProgram]
public sealed class AtGatewayTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Recipient = "+15005550120";

    private Dictionary<string, string> Variables => GatewayVariables.Of(gateway);

    [Fact]
    public async Task A_delivered_message_is_found_by_its_number_and_shown_and_counted()
    {
        var id = await gateway.AcceptAsync(new { recipient = Recipient, body = "Your code is 5190" });
        await gateway.ArrivalAsync(id);

        CliRun found = null!;
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    found = await CliRun.OfAsync($"messages find {Recipient}", Variables);
                    return found.Out.Contains("delivered", StringComparison.Ordinal);
                },
                TimeSpan.FromSeconds(30),
                TestContext.Current.CancellationToken
            ),
            found.Out + found.Error
        );
        var listed = await CliRun.OfAsync($"messages find {Recipient} --json", Variables);
        var shown = await CliRun.OfAsync($"messages show {id}", Variables);
        var one = await CliRun.OfAsync($"messages show {id} --json", Variables);
        var stats = await CliRun.OfAsync("stats", Variables);
        var counted = await CliRun.OfAsync("stats --json", Variables);
        var carriers = await CliRun.OfAsync("carriers --json", Variables);

        Assert.All(
            [found, listed, shown, one, stats, counted, carriers],
            run => Assert.Equal((0, ""), (run.ExitCode, run.Error))
        );
        Assert.Equal(id, listed.Json.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Matches(@"\ncarrier\s+twilio", shown.Out);
        Assert.Equal("delivered", one.Json.GetProperty("state").GetString());
        Assert.Contains("0 waiting", stats.Out, StringComparison.Ordinal);
        Assert.Equal(
            1,
            counted.Json.GetProperty("running").GetProperty("accepted").GetInt64()
                + counted.Json.GetProperty("lastHour").GetProperty("accepted").GetInt64()
        );
        Assert.True(carriers.Json.GetProperty("carriers").TryGetProperty("twilio", out _));
        Assert.All(
            [found, listed, shown, one],
            run => Assert.DoesNotContain("5190", run.Out, StringComparison.Ordinal)
        );
    }
}
