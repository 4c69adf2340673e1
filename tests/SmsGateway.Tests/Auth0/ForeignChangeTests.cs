using System.Text.Json.Nodes;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>What somebody else, or Auth0 itself, makes of the options before, between and while this tool writes them.</summary>
public sealed class ForeignChangeTests : TenantTest
{
    [Fact]
    public async Task What_somebody_else_changed_since_is_not_undone_unasked()
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        await MustAsync("connect --yes --mode connection");
        connection.Options = connection.Options.Replace(
            "Your verification code is",
            "Acme code",
            StringComparison.Ordinal
        );
        var changed = connection.Options;

        var refused = await RunAsync("disconnect --yes");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "~ template: \"Your verification code is: @@password@@\" -> \"Acme code: @@password@@\"",
            refused.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(changed, connection.Options);
        Assert.Contains(
            "Other options were changed since",
            (await MustAsync("connect --yes --mode connection")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal(1, (await RunAsync($"connect --yes --mode connection --url {OtherUrl}")).ExitCode);
        await MustAsync("disconnect --yes --force");
        Assert.Equal(SampleOptions.Documented, connection.Options);
    }

    [Fact]
    public async Task Forced_connect_takes_what_is_there_as_the_original_and_keeps_the_former_file()
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        await MustAsync("connect --yes --mode connection");
        connection.Options = SampleOptions.Twilio;

        await MustAsync("connect --yes --mode connection --force");
        Assert.Equal(2, StateFiles.Length);
        await MustAsync("disconnect --yes");

        Assert.Equal(SampleOptions.Twilio, connection.Options);
    }

    [Theory]
    [InlineData("connect --yes --mode connection")]
    [InlineData("disconnect --yes")]
    public async Task What_changes_while_it_runs_is_not_overwritten(string line)
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        if (line.StartsWith("dis", StringComparison.Ordinal))
        {
            await MustAsync("connect --yes --mode connection");
        }

        Auth0.Faults.Restart();
        const int LookBeforeWrite = 3;
        Auth0.Faults.Before(LookBeforeWrite, () => connection.Options = SampleOptions.Liquid);
        var run = await RunAsync(line);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("just now", run.Error, StringComparison.Ordinal);
        Assert.Equal(SampleOptions.Liquid, connection.Options);
    }

    [Fact]
    public async Task Reading_back_finds_what_Auth0_did_not_store()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Tenant.Rewrite = options =>
            options.Replace("\"forward_req_info\":true", "\"forward_req_info\":false", StringComparison.Ordinal);

        var run = await RunAsync("connect --yes --mode connection");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("~ forward_req_info: true -> false", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Auth0_adds_and_how_it_writes_is_no_difference()
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        Tenant.Rewrite = options => $"{{\"added\":1,{JsonNode.Parse(options)!.ToJsonString()[1..]}";
        var connect = await MustAsync("connect --yes --mode connection");
        Assert.Contains("Auth0 added: + added: 1", connect.Out, StringComparison.Ordinal);
        Assert.Contains(
            "nothing to do",
            (await MustAsync("connect --yes --mode connection")).Out,
            StringComparison.Ordinal
        );
        Tenant.Rewrite = null;

        await MustAsync("disconnect --yes");

        Assert.Equal(SampleOptions.Documented, connection.Options);
    }
}
