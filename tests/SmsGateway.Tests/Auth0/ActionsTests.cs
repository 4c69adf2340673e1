using System.Globalization;
using System.Text.RegularExpressions;
using SmsGateway.Testing;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>The tests of the Actions, by Node's own test runner, against a whole gateway.</summary>
public sealed partial class ActionsTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    /// <param name="major">The oldest Node.js on which Auth0 still runs Actions, and the newest.</param>
    [Theory]
    [InlineData(18)]
    [InlineData(22)]
    public async Task The_Actions_pass_their_tests_under_Node(int major)
    {
        var run = await NodeRun.OfAsync(
            RepositoryFiles.PathOf("auth0/tests"),
            ["--test", "--test-reporter=tap"],
            new Dictionary<string, string>
            {
                ["TEST_GATEWAY_URL"] = new Uri(gateway.Gateway.BaseAddress!, "/api/sms").ToString(),
                ["TEST_SIGNING_SECRET"] = TokenFactory.Secret,
                ["TEST_SUBJECT"] = TokenFactory.Subject,
                ["TEST_AUDIENCE"] = TokenFactory.Audience,
                ["TEST_OPERATORS_KEY"] = GatewayFixture.OperatorsKey,
                ["TEST_CARRIERS_URL"] = gateway.Carriers.BaseAddress!.ToString(),
            },
            input: "",
            TestContext.Current.CancellationToken,
            NpmPackages.Node(major)
        );

        Assert.True(run.ExitCode == 0, run.Text);
        var counts = Counts()
            .Matches(run.Output)
            .ToDictionary(
                match => match.Groups["what"].Value,
                match => int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture)
            );
        Assert.True(counts.GetValueOrDefault("tests") > 0, run.Text);
        Assert.True(counts["pass"] == counts["tests"], run.Text);
        Assert.DoesNotContain("is your code for Acme", gateway.Log.Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^# (?<what>tests|pass) (?<count>\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Counts();
}
