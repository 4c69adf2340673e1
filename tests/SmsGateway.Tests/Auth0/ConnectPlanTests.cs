using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>What connect shows, tries and asks before it writes to a tenant, and what keeps it from writing.</summary>
public sealed class ConnectPlanTests : TenantTest
{
    [Fact]
    public async Task The_change_is_shown_without_secrets()
    {
        Tenant.AddConnection(SampleOptions.Twilio);
        var run = await RunAsync("connect", input: "y\n");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("~ provider: \"twilio\" -> \"sms_gateway\"", run.Out, StringComparison.Ordinal);
        Assert.Contains("- twilio_token: ***", run.Out, StringComparison.Ordinal);
        Assert.Contains("+ gateway_authentication.secret: ***", run.Out, StringComparison.Ordinal);
        Assert.Contains("[y/N]", run.Error, StringComparison.Ordinal);
        foreach (var secret in new[] { TokenFactory.Secret, "twilio-token-to-be-kept", Auth0StandIn.ClientSecret })
        {
            Assert.DoesNotContain(secret, run.Out + run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task MessageMedias_claims_are_secrets_too()
    {
        Tenant.AddConnection(
            """{"provider":"sms_gateway","gateway_url":"https://mm.example/x","gateway_authentication":{"method":"bearer","subject":"their-api-key","audience":"their-api-secret","secret":"MessageMedia"}}"""
        );
        var run = await RunAsync("connect --dry-run");
        Assert.Contains("gateway_authentication.audience: ***", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("their-api", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect --dry-run")]
    [InlineData("status --no-probe")]
    public async Task A_key_in_the_former_address_is_not_shown(string line)
    {
        Tenant.AddConnection(
            """{"provider":"sms_gateway","gateway_url":"https://user:hidden1@old.example/api/sms?code=hidden2"}"""
        );
        var run = await RunAsync(line);
        Assert.Contains("https://old.example/api/sms?***", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_Auth0_does_not_show_is_told_before_it_is_lost()
    {
        Tenant.AddConnection("""{"provider":"twilio","twilio_sid":"AC1"}""");
        Assert.Contains(
            "! Auth0 does not show twilio_token",
            (await RunAsync("connect --dry-run")).Out,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("connect --dry-run", null)]
    [InlineData("connect", "n\n")]
    [InlineData("connect", "")]
    public async Task Nothing_is_written_unless_somebody_says_so(string line, string? input)
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);

        var run = await RunAsync(line, input);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(SampleOptions.Documented, connection.Options);
        Assert.Empty(StateFiles);
        Assert.DoesNotContain(Auth0.Front.Log, line => line.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_takes_no_codes_is_not_given_to_a_tenant_unless_told_to()
    {
        const string Nowhere = "--mode connection --url http://127.0.0.1:1";
        var connection = Tenant.AddConnection(SampleOptions.Documented);

        var dry = await RunAsync($"connect --dry-run {Nowhere}");
        var refused = await RunAsync($"connect --yes {Nowhere}");

        Assert.Equal((1, 1), (dry.ExitCode, refused.ExitCode));
        Assert.Contains("nothing accepts connections there", dry.Out, StringComparison.Ordinal);
        Assert.Contains("~ gateway_url: ", dry.Out, StringComparison.Ordinal);
        Assert.Contains("--no-probe connects all the same", refused.Error, StringComparison.Ordinal);
        Assert.Equal(SampleOptions.Documented, connection.Options);
        Assert.Empty(StateFiles);
        await MustAsync($"connect --yes --no-probe {Nowhere}");
        Assert.Contains("http://127.0.0.1:1/api/sms", connection.Options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_says_that_the_gateway_knows_the_caller()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Assert.Contains(
            "The gateway accepts a token signed with these values",
            (await MustAsync("connect --dry-run")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "good",
            (await MustAsync("connect --dry-run --json")).Json.GetProperty("probe").GetProperty("kind").GetString()
        );
    }

    [Theory]
    [InlineData("""{"provider":"sms_gateway","from":"a","from":"b"}""", "from")]
    [InlineData(
        """{"provider":"sms_gateway","gateway_authentication":{"secret":"hidden","secret":"hidden"}}""",
        "secret"
    )]
    [InlineData("""{"provider":"twilio","list":[{"x":1,"\u0078":2}]}""", "x")]
    public async Task A_member_that_is_there_twice_is_a_sentence_and_nothing_is_written(string options, string name)
    {
        var connection = Tenant.AddConnection(options);
        foreach (
            var line in new[]
            {
                "connect --yes --mode connection",
                "connect --dry-run",
                "status --no-probe",
                "disconnect --yes",
            }
        )
        {
            var run = await RunAsync(line);
            Assert.Equal((1, ""), (run.ExitCode, run.Out));
            Assert.Contains($"have the member {name} twice", run.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(options, connection.Options);
    }

    [Fact]
    public async Task Several_connections_need_a_name()
    {
        Tenant.AddConnection(SampleOptions.Twilio, "sms");
        var second = Tenant.AddConnection(SampleOptions.Documented, "sms-staff");

        var unnamed = await RunAsync("connect --yes --mode connection");
        await MustAsync("connect --yes --mode connection --connection sms-staff");
        await MustAsync($"disconnect --yes --connection {second.Id}");

        Assert.Equal(2, unnamed.ExitCode);
        Assert.Contains("sms-staff", unnamed.Error, StringComparison.Ordinal);
        Assert.Equal(SampleOptions.Documented, second.Options);
    }
}
