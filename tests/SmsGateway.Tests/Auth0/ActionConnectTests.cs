using System.Text.Json;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Auth0.Actions;
using SmsGateway.Cli.Auth0.State;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>connect and disconnect on a newer tenant, by Action and phone provider.</summary>
public sealed class ActionConnectTests : TenantTest
{
    private const string TwilioConfiguration =
        """{"sid":"AC1","default_from":"+15005550006","delivery_methods":["text"]}""";
    private const string ForeignCode = "exports.onExecuteCustomPhoneProvider = async () => {};";

    [Fact]
    public async Task Connect_makes_and_deploys_both_and_disconnect_removes_them()
    {
        await MustAsync("connect --yes --mode action");

        var action = Tenant.DeployedPhoneAction!;
        Assert.Equal(GatewayAction.Code, action.Deployed!.Code);
        Assert.Equal(
            [
                ("AUDIENCE", TokenFactory.Audience),
                ("GATEWAY_URL", GatewayUrl),
                ("SIGNING_SECRET", TokenFactory.Secret),
                ("SIGNING_SECRET_ENCODING", "utf8"),
                ("SUBJECT", TokenFactory.Subject),
            ],
            action.Deployed.Secrets.Select(secret => (secret.Key, secret.Value)).Order()
        );
        var provider = Assert.Single(Tenant.Providers);
        Assert.Equal(
            ("custom", false, """{"delivery_methods":["text","voice"]}"""),
            (provider.Name, provider.Disabled, provider.Configuration)
        );

        Assert.Equal(0, (await RunAsync("status --no-probe")).ExitCode);
        Assert.Contains("nothing to do", (await MustAsync("connect --yes")).Out, StringComparison.Ordinal);
        await MustAsync("disconnect --yes");
        Assert.Empty(Tenant.Actions);
        Assert.Empty(Tenant.Providers);
        Assert.Empty(StateFiles);
    }

    [Fact]
    public async Task Another_secret_is_deployed_though_the_old_one_cannot_be_read()
    {
        await MustAsync("connect --yes --mode action");
        Variables["SMS_GATEWAY_SIGNING_SECRET"] = "another signing secret of more than 32 bytes";

        Assert.Equal(1, (await RunAsync("status --no-probe")).ExitCode);
        await MustAsync("connect --yes");

        Assert.Equal(
            "another signing secret of more than 32 bytes",
            Tenant.DeployedPhoneAction!.Deployed!.Secrets["SIGNING_SECRET"]
        );
        Assert.Equal(0, (await RunAsync("status --no-probe")).ExitCode);
    }

    [Fact]
    public async Task A_twilio_provider_is_replaced_with_a_warning_and_comes_back_with_its_token()
    {
        AddTwilio();

        var connect = await MustAsync("connect --yes");
        var refused = await RunAsync("disconnect --yes");
        Variables["TWILIO_AUTH_TOKEN"] = "twilio-token";
        var back = await MustAsync("disconnect --yes");

        Assert.Contains("does not give the credentials of twilio back", connect.Out, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("TWILIO_AUTH_TOKEN", refused.Error, StringComparison.Ordinal);
        var provider = Assert.Single(Tenant.Providers);
        Assert.Equal(
            ("pro_twilio", "twilio", TwilioConfiguration),
            (provider.Id, provider.Name, provider.Configuration)
        );
        Assert.Equal("""{"auth_token":"twilio-token"}""", provider.Credentials);
        Assert.DoesNotContain("twilio-token", back.Out + back.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_action_comes_back_with_its_secrets()
    {
        var secrets = new Dictionary<string, string> { ["API_KEY"] = "known to Auth0 only" };
        var action = new StoredAction
        {
            Id = "act_theirs",
            Name = "theirs",
            TriggerId = StoredAction.PhoneTrigger,
            Code = ForeignCode,
            Secrets = secrets,
            Deployed = new DeployedVersion("ver", 1, ForeignCode, secrets),
        };
        Tenant.Actions.Add(action);
        Tenant.Providers.Add(
            new StoredProvider
            {
                Id = "pro",
                Name = "custom",
                Configuration = """{"delivery_methods":["text"]}""",
                Credentials = "{}",
            }
        );

        var connect = await MustAsync("connect --yes");
        Assert.Equal(GatewayAction.Code, action.Deployed!.Code);
        Assert.Contains("API_KEY stay in it", connect.Out, StringComparison.Ordinal);
        await MustAsync("disconnect --yes");

        Assert.Equal((ForeignCode, ForeignCode), (action.Code, action.Deployed!.Code));
        Assert.Equal(
            [("API_KEY", "known to Auth0 only")],
            action.Deployed.Secrets.Select(secret => (secret.Key, secret.Value))
        );
        Assert.Equal("""{"delivery_methods":["text"]}""", Assert.Single(Tenant.Providers).Configuration);
    }

    [Fact]
    public async Task What_somebody_else_put_there_since_is_not_undone_unasked()
    {
        await MustAsync("connect --yes --mode action");
        Tenant.Actions[0].Code = ForeignCode;

        var refused = await RunAsync("disconnect --yes");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("neither ours nor what was there before", refused.Out, StringComparison.Ordinal);
        Assert.Single(Tenant.Providers);
        await MustAsync("disconnect --yes --force");
        Assert.Empty(Tenant.Actions);
    }

    [Fact]
    public async Task Forced_connect_takes_what_is_there_as_the_original_and_keeps_the_former_file()
    {
        await MustAsync("connect --yes --mode action");
        Tenant.Actions[0].Code = ForeignCode;

        Assert.Equal(1, (await RunAsync($"connect --yes --url {OtherUrl}")).ExitCode);
        await MustAsync($"connect --yes --force --url {OtherUrl}");
        Assert.Equal(GatewayAction.Code, Tenant.DeployedPhoneAction!.Deployed!.Code);
        Assert.Equal(2, StateFiles.Length);
        await MustAsync("disconnect --yes");

        Assert.Equal(ForeignCode, Tenant.Actions[0].Code);
    }

    [Fact]
    public void An_undo_file_holds_what_it_always_held()
    {
        const string Earlier = """
            {
              "version": 1,
              "tenant": "example.eu.auth0.com",
              "since": "2026-11-21T10:00:00+00:00",
              "action": { "id": "act", "name": "theirs", "code": "old", "deployedCode": null, "runtime": "node22", "secretNames": ["API_KEY"] },
              "provider": { "id": "pro", "name": "twilio", "disabled": false, "configuration": "{\"sid\":\"AC1\"}" },
              "code": "new",
              "fingerprint": "f",
              "isFinished": true
            }
            """;
        var state = JsonSerializer.Deserialize(Earlier, StateJson.Default.ActionState)!;
        Assert.Equal(
            ("theirs", "old", "twilio", true),
            (state.Action!.Name, state.Action.Code, state.Provider!.Name, state.IsFinished)
        );
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(Earlier),
                JsonSerializer.SerializeToNode(state, StateJson.Default.ActionState)
            )
        );
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("{}", StateJson.Default.ActionState));
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        AddTwilio();
        var run = await RunAsync("connect --dry-run");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("+ Action sms-gateway", run.Out, StringComparison.Ordinal);
        Assert.Contains("twilio -> custom", run.Out, StringComparison.Ordinal);
        Assert.Empty(Tenant.Actions);
        Assert.Empty(StateFiles);
    }

    [Theory]
    [InlineData("read:actions")]
    [InlineData("create:actions")]
    [InlineData("create:phone_providers")]
    public async Task A_missing_scope_is_named_and_the_next_run_goes_on(string scope)
    {
        Tenant.ReadsUntilBuilt = 0;
        Tenant.Scopes.Remove(scope);
        var refused = await RunAsync("connect --yes --mode action");
        Tenant.Scopes.Add(scope);
        await MustAsync("connect --yes --mode action");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"scope {scope}", refused.Error, StringComparison.Ordinal);
        Assert.Single(Tenant.Actions);
        Assert.Single(Tenant.Providers);
    }

    private void AddTwilio() =>
        Tenant.Providers.Add(
            new StoredProvider
            {
                Id = "pro_twilio",
                Name = "twilio",
                Configuration = TwilioConfiguration,
                Credentials = """{"auth_token":"twilio-token"}""",
            }
        );
}
