using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Tests.Auth0.StandIn;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Auth0;

/// <summary>The stand-in itself: what the other tests rely on.</summary>
public sealed class StandInTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private Auth0StandIn _standIn = null!;
    private StandInClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _standIn = await Auth0StandIn.StartAsync(_time);
        _client = new StandInClient(_standIn);
        await _client.LogInAsync();
        _standIn.Faults.Restart();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _standIn.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_is_for_those_who_know_the_secret(bool asForm)
    {
        Assert.Equal(200, (await _client.TokenAsync(asForm: asForm)).Status);
        Assert.Equal(401, (await _client.TokenAsync("wrong", asForm)).Status);
    }

    [Fact]
    public async Task Options_are_kept_byte_for_byte_and_replaced_whole()
    {
        const string options = """{ "a" : 1e3, "b":300.0,"c":"\u00e9\uD83D\uDE00", "template":"é" }""";
        var connection = _standIn.Tenant.AddConnection("""{"gone":true}""");

        Assert.Equal(
            200,
            (
                await _client.CallAsync(HttpMethod.Patch, $"connections/{connection.Id}", $"{{\"options\":{options}}}")
            ).Status
        );

        Assert.Equal(options, connection.Options);
        Assert.Contains(
            options,
            (await _client.CallAsync(HttpMethod.Get, $"connections/{connection.Id}")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Connections_come_in_pages_and_from_checkpoints()
    {
        for (var i = 0; i < 5; i++)
        {
            _standIn.Tenant.AddConnection("{}", "sms" + i);
        }

        _standIn.Tenant.AddConnection("{}", "google", "google-oauth2");
        var page = JsonNode.Parse(
            (
                await _client.CallAsync(
                    HttpMethod.Get,
                    "connections?strategy=sms&page=1&per_page=2&include_totals=true"
                )
            ).Text
        )!;
        var take = JsonNode.Parse((await _client.CallAsync(HttpMethod.Get, "connections?strategy=sms&take=3")).Text)!;
        var rest = JsonNode.Parse(
            (await _client.CallAsync(HttpMethod.Get, $"connections?strategy=sms&take=3&from={take["next"]}")).Text
        )!;

        Assert.Equal(("sms2", 5), ((string?)page["connections"]![0]!["name"], (int)page["total"]!));
        Assert.Equal((3, 2), (take["connections"]!.AsArray().Count, rest["connections"]!.AsArray().Count));
        Assert.Null(rest["next"]);
        Assert.Equal(400, (await _client.CallAsync(HttpMethod.Get, "connections?per_page=101")).Status);
    }

    [Theory]
    [InlineData("""{"name":"other"}""", 400)]
    [InlineData("""{"options":{"provider":"sms_gateway","gateway_url":"http://gateway.example/api/sms"}}""", 400)]
    [InlineData(
        """{"options":{"provider":"sms_gateway","gateway_url":"https://gateway.example/api/sms","twilio_sid":"AC1"}}""",
        400
    )]
    [InlineData("""{"options":{"gateway_authentication":{"method":"bearer","secret":"s"}}}""", 400)]
    [InlineData("not json", 400)]
    [InlineData("""{"options":{"provider":"sms_gateway","gateway_url":"https://gateway.example/api/sms"}}""", 200)]
    public async Task Options_follow_the_documented_rules(string body, int status)
    {
        var connection = _standIn.Tenant.AddConnection("{}");
        Assert.Equal(status, (await _client.CallAsync(HttpMethod.Patch, $"connections/{connection.Id}", body)).Status);
        Assert.Equal(status == 200, connection.Options != "{}");
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        _standIn.Tenant.Scopes.Remove("read:connections");
        await _client.LogInAsync();

        var (status, text) = await _client.CallAsync(HttpMethod.Get, "connections");

        Assert.Equal(403, status);
        Assert.Equal("insufficient_scope", (string?)JsonNode.Parse(text)!["errorCode"]);
        Assert.Contains("read:connections", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bucket_empties_and_fills_again()
    {
        _standIn.Front.Limit(ConnectionEndpoints.Reads, capacity: 2, perMinute: 60);
        using var first = await _client.SendAsync(HttpMethod.Get, "connections");
        using var second = await _client.SendAsync(HttpMethod.Get, "connections");
        using var third = await _client.SendAsync(HttpMethod.Get, "connections");
        _time.Advance(TimeSpan.FromSeconds(1));
        using var fourth = await _client.SendAsync(HttpMethod.Get, "connections");

        Assert.Equal(
            [200, 200, 429, 200],
            new[] { first, second, third, fourth }.Select(answer => (int)answer.StatusCode)
        );
        Assert.Equal("0", second.Headers.GetValues("x-ratelimit-remaining").Single());
        Assert.Equal(
            (Samples.Start.ToUnixTimeSeconds() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            third.Headers.GetValues("x-ratelimit-reset").Single()
        );
    }

    [Fact]
    public async Task A_custom_provider_needs_a_deployed_action()
    {
        const string provider =
            """{"name":"custom","configuration":{"delivery_methods":["text","voice"]},"credentials":{}}""";
        var early = await _client.CallAsync(HttpMethod.Post, "branding/phone/providers", provider);
        var (_, created) = await _client.CallAsync(
            HttpMethod.Post,
            "actions/actions",
            """{"name":"sms","supported_triggers":[{"id":"custom-phone-provider","version":"v1"}],"code":"","secrets":[{"name":"A","value":"hidden"}]}"""
        );
        var id = (string?)JsonNode.Parse(created)!["id"];
        var tooEarly = await _client.CallAsync(HttpMethod.Post, $"actions/actions/{id}/deploy");
        await _client.CallAsync(HttpMethod.Get, $"actions/actions/{id}");
        var (_, built) = await _client.CallAsync(HttpMethod.Get, $"actions/actions/{id}");
        var deployed = await _client.CallAsync(HttpMethod.Post, $"actions/actions/{id}/deploy");
        var late = await _client.CallAsync(HttpMethod.Post, "branding/phone/providers", provider);

        Assert.Contains("custom_email_provider_deployed_action_not_found", early.Text, StringComparison.Ordinal);
        Assert.Contains("\"pending\"", created, StringComparison.Ordinal);
        Assert.Contains("\"built\"", built, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", built, StringComparison.Ordinal);
        Assert.Equal((400, 400, 202, 201), (early.Status, tooEarly.Status, deployed.Status, late.Status));
    }

    [Fact]
    public async Task A_request_can_be_answered_wrongly_or_cut()
    {
        var connection = _standIn.Tenant.AddConnection("{}");
        _standIn.Faults.On(1, new Fault(FaultKind.Status, 503));
        _standIn.Faults.On(2, new Fault(FaultKind.CutBefore));
        _standIn.Faults.On(3, new Fault(FaultKind.CutAfter));

        Assert.Equal(503, (await _client.CallAsync(HttpMethod.Get, "connections")).Status);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            _client.CallAsync(HttpMethod.Patch, $"connections/{connection.Id}", """{"options":{"a":1}}""")
        );
        Assert.Equal("{}", connection.Options);
        await Assert.ThrowsAsync<HttpRequestException>(() =>
            _client.CallAsync(HttpMethod.Patch, $"connections/{connection.Id}", """{"options":{"a":2}}""")
        );
        Assert.Equal("""{"a":2}""", connection.Options);
    }

    [Theory]
    [InlineData("exports.onExecuteCustomPhoneProvider = async () => {};", "done", 1)]
    [InlineData(
        "exports.onExecuteCustomPhoneProvider = async (event, api) => api.notification.drop(event.secrets.WHY);",
        "drop",
        1
    )]
    [InlineData(
        "exports.onExecuteCustomPhoneProvider = async (event, api) => api.notification.retry('later');",
        "retry",
        6
    )]
    [InlineData("exports.onExecuteCustomPhoneProvider = async () => { throw new Error('broken'); };", "error", 1)]
    public async Task The_deployed_action_runs_and_retries(string code, string outcome, int runs)
    {
        _standIn.Tenant.Actions.Add(
            new StoredAction
            {
                Id = "act",
                Name = "phone",
                TriggerId = StoredAction.PhoneTrigger,
                Deployed = new DeployedVersion("ver", 1, code, new Dictionary<string, string> { ["WHY"] = "because" }),
            }
        );
        _standIn.Tenant.Providers.Add(
            new StoredProvider
            {
                Id = "pro",
                Name = "custom",
                Configuration = "{}",
                Credentials = "{}",
            }
        );

        Assert.Null(await _client.AskForCodeAsync("+15005550006"));

        Assert.Equal(runs, _standIn.Codes.Runs.Count);
        Assert.All(_standIn.Codes.Runs, run => Assert.Equal(outcome, run.Outcome));
        Assert.Equal(outcome == ActionRun.Drop, _standIn.Codes.Runs.Any(run => run.Reason == "because"));
    }
}
