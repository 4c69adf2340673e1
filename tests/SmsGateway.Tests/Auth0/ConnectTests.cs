using System.Text.Json.Nodes;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>connect and disconnect on the sms connection of an older tenant: what is written, and how it comes back.</summary>
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
    public async Task Twilios_messaging_service_goes_and_comes_back_with_its_other_fields()
    {
        var connection = Tenant.AddConnection(SampleOptions.Twilio);
        await MustAsync("connect --yes --mode connection");
        Assert.DoesNotContain("messaging_service_sid", connection.Options, StringComparison.Ordinal);
        await MustAsync("disconnect --yes");
        Assert.Contains("\"messaging_service_sid\":\"MG1\"", connection.Options, StringComparison.Ordinal);
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
