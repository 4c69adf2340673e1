using SmsGateway.Tests.Auth0.StandIn;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>A tenant without a phone provider may be an old one or a new one: connect does not guess in silence.</summary>
public sealed class ConnectModeTests : TenantTest
{
    private const string Warning = "only in tenants created before March 2025";

    [Theory]
    [InlineData("connect --yes", "y\n")]
    [InlineData("connect --yes --mode auto", null)]
    [InlineData("connect", null)]
    public async Task Where_nobody_is_asked_the_way_must_be_said(string line, string? input)
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);

        var run = await RunAsync(line, input);

        Assert.Equal((2, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("--mode must be given where nobody is asked", run.Error, StringComparison.Ordinal);
        Assert.Contains("--mode action", run.Error, StringComparison.Ordinal);
        Assert.Equal(SampleOptions.Documented, connection.Options);
        Assert.Empty(StateFiles);
    }

    [Theory]
    [InlineData("connect", "n\n")]
    [InlineData("connect --dry-run", null)]
    public async Task Who_looks_on_is_warned_first(string line, string? input)
    {
        Tenant.AddConnection(SampleOptions.Documented);
        var run = await RunAsync(line, input);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("Careful: ", run.Out, StringComparison.Ordinal);
        Assert.Contains(Warning, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_said_the_way_is_neither_stopped_nor_asked_again()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        var first = await MustAsync("connect --yes --mode connection");
        await MustAsync($"connect --yes --url {OtherUrl}");
        Assert.DoesNotContain(Warning, first.Out + first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_connection_says_what_it_cannot_see()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        await MustAsync("connect --yes --mode connection");

        var run = await MustAsync("status --no-probe");

        Assert.Matches($"\nwarn .*{Warning}.*\n.*'sms-gateway auth0 connect --mode action'", run.Out);
        Assert.DoesNotContain("All is well.", run.Out, StringComparison.Ordinal);
        var kinds = (await MustAsync("status --no-probe --json"))
            .Json.GetProperty("findings")
            .EnumerateArray()
            .Select(finding => finding.GetProperty("kind").GetString());
        Assert.Single(kinds, kind => kind == "warning");
    }
}
