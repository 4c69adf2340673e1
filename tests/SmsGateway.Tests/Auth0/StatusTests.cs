using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Host;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>What status finds wrong, and what it says to do.</summary>
[StartsProgram]
public sealed class StatusTests(GatewayFixture gateway) : TenantTest, IClassFixture<GatewayFixture>
{
    private const string Authentication =
        """{"method":"bearer","subject":"auth0-connection","audience":"https://gateway.example/api/sms","secret":"a signing secret of more than 32 bytes","secret_base64_encoded":false}""";

    [Fact]
    public async Task All_is_well_after_connect()
    {
        Variables["SMS_GATEWAY_URL"] = gateway.Gateway.BaseAddress!.ToString();
        Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection");

        var run = await RunAsync("status");

        Assert.True(run.ExitCode == 0, run.Out);
        Assert.Contains("The gateway accepts a token signed with these values", run.Out, StringComparison.Ordinal);
        Assert.Contains("The audience is the given one", run.Out, StringComparison.Ordinal);
        Assert.True((await RunAsync("status --json")).Json.GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("""{"provider":"twilio","twilio_sid":"AC1"}""", "does not call a gateway: provider is twilio")]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","twilio_sid":"AC1","gateway_authentication":AUTH,"forward_req_info":true}""",
        "twilio_sid is left over"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"http://sms.example.com/api/sms","gateway_authentication":AUTH}""",
        "not https"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/send","gateway_authentication":AUTH}""",
        "does not end in /api/sms"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://elsewhere.example.com/api/sms","gateway_authentication":AUTH}""",
        "not https://sms.example.com/api/sms"
    )]
    [InlineData("""{"provider":"sms_gateway","gateway_authentication":AUTH}""", "gateway_url is missing")]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms"}""",
        "gateway_authentication is missing"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":{"method":"bearer","audience":"other","secret":"other"}}""",
        "subject is missing"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":{"method":"bearer","subject":"other","audience":"a","secret":"s"}}""",
        "The subject is another"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":{"method":"bearer","subject":"s","audience":"other","secret":"s"}}""",
        "The audience is another"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":{"method":"bearer","subject":"s","audience":"a","secret":"other"}}""",
        "The signing secret is another"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":{"method":"bearer","subject":"s","audience":"a","secret":"no*base64","secret_base64_encoded":true}}""",
        "not base64url"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":{"method":"bearer","subject":"s","audience":"a","secret":"c2VjcmV0","secret_base64_encoded":true}}""",
        "the gateway reads the secret as Utf8"
    )]
    [InlineData(
        """{"provider":"sms_gateway","gateway_url":"https://sms.example.com/api/sms","gateway_authentication":AUTH,"from":"A sender that is too long"}""",
        "from is no sender"
    )]
    public async Task What_is_wrong_is_said_with_its_cure(string options, string sentence)
    {
        Variables["SMS_GATEWAY_SECRET_ENCODING"] = "Utf8";
        Tenant.AddConnection(options.Replace("AUTH", Authentication, StringComparison.Ordinal));

        var run = await RunAsync("status --no-probe");

        Assert.Equal(1, run.ExitCode);
        var lines = run.Out.Split('\n');
        var at = Array.FindIndex(
            lines,
            line =>
                line.StartsWith("WRONG", StringComparison.Ordinal) && line.Contains(sentence, StringComparison.Ordinal)
        );
        Assert.True(at >= 0, run.Out);
        Assert.Contains("to mend it: ", lines[at + 1], StringComparison.Ordinal);
        Assert.DoesNotContain(TokenFactory.Secret, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_gateway_does_not_have_is_found_by_trying()
    {
        Variables["SMS_GATEWAY_URL"] = gateway.Gateway.BaseAddress!.ToString();
        Variables["SMS_GATEWAY_SIGNING_SECRET"] = "another signing secret of more than 32 bytes";
        Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection --no-probe");

        var run = await RunAsync("status");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("does not accept a token signed with these values (401)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_the_tenant_ignores_is_told()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        Tenant.Providers.Add(
            new StoredProvider
            {
                Id = "pro",
                Name = "twilio",
                Configuration = """{"delivery_methods":["text"]}""",
                Credentials = "{}",
            }
        );

        var run = await RunAsync("status --no-probe");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no connection's gateway is called", run.Out, StringComparison.Ordinal);
        Assert.Contains("which Auth0 does not call", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "not deployed")]
    [InlineData("old", null, "another version")]
    [InlineData("foreign", null, "is not the gateway's")]
    [InlineData("current", "draft", "changes that are not deployed")]
    [InlineData("current", "secrets", "lacks the secret AUDIENCE")]
    public async Task An_action_that_does_not_do_is_told(string? deployed, string? flaw, string sentence)
    {
        var code = deployed switch
        {
            null => null,
            "old" => GatewayAction.Code.Replace("const TRIES = 2", "const TRIES = 3", StringComparison.Ordinal),
            "foreign" => "exports.onExecuteCustomPhoneProvider = async () => {};",
            _ => GatewayAction.Code,
        };
        var secrets = new[] { "GATEWAY_URL", "SIGNING_SECRET", "SUBJECT", "AUDIENCE" }
            .Where(name => flaw != "secrets" || name != "AUDIENCE")
            .ToDictionary(name => name, _ => "x");
        Tenant.Actions.Add(
            new StoredAction
            {
                Id = "act",
                Name = "phone",
                TriggerId = StoredAction.PhoneTrigger,
                Code = flaw == "draft" ? "// newer" : code ?? GatewayAction.Code,
                Secrets = secrets,
                Deployed = code is null ? null : new DeployedVersion("ver", 1, code, secrets),
            }
        );
        Tenant.Providers.Add(
            new StoredProvider
            {
                Id = "pro",
                Name = "custom",
                Configuration = """{"delivery_methods":["text","voice"]}""",
                Credentials = "{}",
            }
        );

        var run = await RunAsync("status --no-probe");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(sentence, run.Out, StringComparison.Ordinal);
    }
}
