using System.Text.Json.Nodes;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>connect and disconnect on the sms connection of an older tenant.</summary>
public sealed class ConnectTests : TenantTest
{
    public static TheoryData<string, string> Samples => SampleOptions.All;

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Disconnect_leaves_the_options_byte_for_byte_as_they_were(string name, string options)
    {
        var connection = Tenant.AddConnection(options);

        await MustAsync("connect --yes --mode connection");
        var connected = connection.Options;
        await MustAsync("disconnect --yes");

        Assert.NotEqual(options, connected);
        Assert.True(options == connection.Options, name);
        Assert.Empty(StateFiles);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Connect_sets_the_gateway_and_keeps_the_text_of_everything_else(string name, string options)
    {
        var connection = Tenant.AddConnection(options);

        await MustAsync("connect --yes --mode connection");

        var connected = JsonNode.Parse(connection.Options)!.AsObject();
        Assert.Equal("sms_gateway", (string?)connected["provider"]);
        Assert.Equal(GatewayUrl, (string?)connected["gateway_url"]);
        Assert.True((bool)connected["forward_req_info"]!, name);
        var authentication = connected["gateway_authentication"]!;
        Assert.Equal(
            ("bearer", TokenFactory.Subject, TokenFactory.Audience, TokenFactory.Secret, false),
            (
                (string?)authentication["method"],
                (string?)authentication["subject"],
                (string?)authentication["audience"],
                (string?)authentication["secret"],
                (bool)authentication["secret_base64_encoded"]!
            )
        );
        string[] ours =
        [
            "provider",
            "gateway_url",
            "gateway_authentication",
            "forward_req_info",
            "twilio_sid",
            "twilio_token",
            "messaging_service_sid",
        ];
        using var before = System.Text.Json.JsonDocument.Parse(options);
        var kept = before
            .RootElement.EnumerateObject()
            .Where(member => !ours.Contains(member.Name))
            .Select(member => member.ToString())
            .ToList();
        using var after = System.Text.Json.JsonDocument.Parse(connection.Options);
        Assert.Equal(
            kept,
            after
                .RootElement.EnumerateObject()
                .Where(member => !ours.Contains(member.Name))
                .Select(member => member.ToString())
        );
        Assert.False(connected.ContainsKey("twilio_sid") || connected.ContainsKey("twilio_token"));
    }

    [Fact]
    public async Task Unknown_members_of_the_authentication_stay()
    {
        var connection = Tenant.AddConnection(SampleOptions.Awkward);
        await MustAsync("connect --yes --mode connection");
        Assert.Contains("\"extra\" : 1.50", connection.Options, StringComparison.Ordinal);
    }

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

    [Fact]
    public async Task Twilios_messaging_service_goes_and_comes_back_with_its_other_fields()
    {
        var connection = Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection");
        Assert.DoesNotContain("messaging_service_sid", connection.Options, StringComparison.Ordinal);
        await MustAsync("disconnect --yes");
        Assert.Contains("\"messaging_service_sid\":\"MG1\"", connection.Options, StringComparison.Ordinal);
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
    public async Task A_second_connect_has_nothing_to_do_and_another_secret_keeps_the_first_original()
    {
        var connection = Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection");
        var connected = connection.Options;

        Assert.Contains(
            "nothing to do",
            (await MustAsync("connect --yes --mode connection")).Out,
            StringComparison.Ordinal
        );
        Assert.Equal(connected, connection.Options);
        Variables["SMS_GATEWAY_SIGNING_SECRET"] = "another signing secret of more than 32 bytes";
        await MustAsync("connect --yes --mode connection");
        Assert.Contains("another signing secret", connection.Options, StringComparison.Ordinal);
        await MustAsync("disconnect --yes");

        Assert.Equal(SampleOptions.Twilio, connection.Options);
    }

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

    [Fact]
    public async Task The_undo_file_is_for_its_owner_only()
    {
        Tenant.AddConnection(SampleOptions.Twilio);
        var run = await MustAsync("connect --yes --mode connection");

        var file = Assert.Single(StateFiles);
        Assert.Contains(file, run.Out, StringComparison.Ordinal);
        Assert.Contains("secrets included", run.Out, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Disconnect_without_an_undo_file_says_so()
    {
        Tenant.AddConnection(SampleOptions.Documented);
        var run = await RunAsync("disconnect --yes");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no undo file " + StateFolder, run.Error, StringComparison.Ordinal);
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

    [Fact]
    public async Task Json_is_one_document()
    {
        var connection = Tenant.AddConnection(SampleOptions.Documented);
        var json = (await MustAsync("connect --yes --mode connection --json")).Json;
        Assert.Equal("connection", json.GetProperty("mode").GetString());
        Assert.Equal(connection.Id, json.GetProperty("connection").GetProperty("id").GetString());
        Assert.True(json.GetProperty("verified").GetBoolean());
        Assert.Equal(Assert.Single(StateFiles), json.GetProperty("state").GetString());
    }
}
