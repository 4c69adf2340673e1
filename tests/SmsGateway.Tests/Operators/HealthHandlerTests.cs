using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using SmsGateway.Carriers;
using SmsGateway.Encryption;
using SmsGateway.Http;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

public sealed class HealthHandlerTests : IDisposable
{
    private readonly Gateway _gateway = new(
        options => options with { OperatorsKeySecretName = "operators-key" },
        new FakeCarrier("two") { SecretNames = ["two-key"] },
        new FakeCarrier("one")
    );

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task The_page_shows_every_member_of_an_answer()
    {
        var section = Docs.Page.At("docs/http.md").Section("Health");
        var example = JsonNode.Parse(section.Split("```json")[1].Split("```")[0])!;
        using var gateway = new Gateway(new FakeCarrier("twilio"));

        var answer = Gateway.ReadJson(await gateway.Health.HandleAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Members(answer), Members(example));

        static IEnumerable<string> Members(JsonNode node) =>
            node is JsonObject whole
                ? whole.SelectMany(member =>
                    member.Value is JsonObject part
                        ? Members(part).Select(name => $"{member.Key}.{name}")
                        : [member.Key]
                )
                : [];
    }

    [Fact]
    public async Task Is_200_while_messages_can_be_taken()
    {
        _gateway.Queue.Health = new StoreHealth(true, null, 7);
        _gateway.Carriers.Find("one")!.Health.Record(new SendOutcome.Accepted("SM1"));
        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal(
            """{"status":"healthy","version":"VERSION","queue":{"status":"healthy","detail":null,"since":null,"messages":7},"secrets":{"status":"healthy","detail":null,"since":null},"carriers":{"one":{"status":"healthy","detail":null,"since":null,"breaker":"Closed","switchedOff":null,"lastSuccess":"2026-03-04T12:00:00+00:00","lastOutcome":null,"lastCode":null,"attemptsInLastMinute":1,"badInLastMinute":0,"failingIn":[]},"two":{"status":"healthy","detail":null,"since":null,"breaker":"Closed","switchedOff":null,"lastSuccess":null,"lastOutcome":null,"lastCode":null,"attemptsInLastMinute":0,"badInLastMinute":0,"failingIn":[]}},"routes":{"default":{"status":"healthy","detail":null,"since":null,"carriers":["two","one"]}}}""".Replace(
                "VERSION",
                FileVersionInfo.GetVersionInfo(typeof(HealthHandler).Assembly.Location).ProductVersion,
                StringComparison.Ordinal
            ),
            Encoding.UTF8.GetString(reply.Body.Span).Replace("\\u002B", "+", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Tells_what_the_settings_are_hardly_meant_to_be()
    {
        using var gateway = new Gateway(options => options with { Warnings = ["Gateway__x: is odd"] });

        var reply = await gateway.Health.HandleAsync(CancellationToken.None);

        Assert.Equal(200, reply.Status);
        Assert.Equal("""["Gateway__x: is odd"]""", Gateway.ReadJson(reply)["warnings"]!.ToJsonString());
    }

    [Fact]
    public async Task Is_503_when_the_queue_takes_nothing()
    {
        _gateway.Queue.Health = new StoreHealth(false, "The disk is full.", null);
        var reply = await CheckAsync();
        Assert.Equal(503, reply.Status);
        Assert.Equal("unhealthy", (string?)Gateway.ReadJson(reply)["status"]);
        Assert.Equal("The disk is full.", (string?)Gateway.ReadJson(reply)["queue"]!["detail"]);
    }

    [Fact]
    public async Task Is_503_when_a_callers_secret_cannot_be_had()
    {
        _gateway.Secrets.Health[Authentication.SecretName] = new SecretHealth(false, "The vault does not answer.");
        var reply = await CheckAsync();
        Assert.Equal(503, reply.Status);
        Assert.Equal("unhealthy", (string?)Gateway.ReadJson(reply)["status"]);
        Assert.Equal("unhealthy", (string?)Gateway.ReadJson(reply)["secrets"]!["status"]);
        Assert.Equal("The vault does not answer.", (string?)Gateway.ReadJson(reply)["secrets"]!["detail"]);
    }

    [Fact]
    public async Task Is_503_when_the_key_that_seals_messages_cannot_be_had()
    {
        using var gateway = new Gateway(options =>
            options with
            {
                Encryption = new EncryptionOptions { KeySecretName = "message-key" },
            }
        );
        Assert.Equal(200, (await gateway.Health.HandleAsync(TestContext.Current.CancellationToken)).Status);
        gateway.Time.Advance(HealthHandler.Shared);
        gateway.Secrets.Health["message-key"] = new SecretHealth(false, "The vault does not answer.");

        var reply = await gateway.Health.HandleAsync(TestContext.Current.CancellationToken);

        Assert.Equal(503, reply.Status);
        Assert.Equal("unhealthy", (string?)Gateway.ReadJson(reply)["secrets"]!["status"]);
    }

    [Fact]
    public async Task A_carriers_missing_secret_shows_but_is_no_reason_for_503()
    {
        _gateway.Secrets.Health["two-key"] = new SecretHealth(false, "There is no such secret.");
        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        var document = Gateway.ReadJson(reply);
        Assert.Equal("degraded", (string?)document["status"]);
        Assert.Equal("degraded", (string?)document["secrets"]!["status"]);
        Assert.Equal("There is no such secret.", (string?)document["secrets"]!["detail"]);
        Assert.Equal("degraded", (string?)document["carriers"]!["two"]!["status"]);
        Assert.Equal("There is no such secret.", (string?)document["carriers"]!["two"]!["detail"]);
        Assert.Equal("healthy", (string?)document["carriers"]!["one"]!["status"]);
    }

    [Fact]
    public async Task The_operators_missing_key_keeps_nobody_from_posting()
    {
        _gateway.Secrets.Health["operators-key"] = new SecretHealth(false, "There is no such secret.");
        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal("degraded", (string?)Gateway.ReadJson(reply)["secrets"]!["status"]);
    }

    [Fact]
    public async Task A_secret_that_is_served_as_last_read_is_told_and_healthy()
    {
        _gateway.Secrets.Health[Authentication.SecretName] = new SecretHealth(true, "Served as last read.");
        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        Assert.Equal("healthy", (string?)Gateway.ReadJson(reply)["status"]);
        Assert.Equal("Served as last read.", (string?)Gateway.ReadJson(reply)["secrets"]!["detail"]);
    }

    [Fact]
    public async Task A_failing_carrier_shows_but_is_no_reason_for_503()
    {
        Fail(_gateway, "two");

        var reply = await CheckAsync();
        Assert.Equal(200, reply.Status);
        var document = Gateway.ReadJson(reply);
        Assert.Equal("degraded", (string?)document["status"]);
        Assert.Equal("Open", (string?)document["carriers"]!["two"]!["breaker"]);
        Assert.Equal("http-503", (string?)document["carriers"]!["two"]!["lastCode"]);
        Assert.Contains("http-503", (string?)document["carriers"]!["two"]!["detail"], StringComparison.Ordinal);
        Assert.Equal("degraded", (string?)document["routes"]!["default"]!["status"]);
    }

    [Fact]
    public async Task A_carrier_that_nobody_has_tried_since_it_failed_is_no_reason_for_anything()
    {
        Fail(_gateway, "two");
        _gateway.Time.Advance(CarrierHealth.Quiet);

        var document = Gateway.ReadJson(await CheckAsync());
        Assert.Equal("healthy", (string?)document["status"]);
        Assert.Equal("HalfOpen", (string?)document["carriers"]!["two"]!["breaker"]);
        Assert.Contains(
            "not been tried since",
            (string?)document["carriers"]!["two"]!["detail"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Is_503_when_no_carrier_of_a_route_has_delivered_since_it_failed()
    {
        using var gateway = new Gateway(
            options =>
                options with
                {
                    Callers = [options.Callers[0] with { Carriers = ["two"] }],
                    Routing = new RoutingOptions
                    {
                        Default = ["one", "two"],
                        Prefixes = [KeyValuePair.Create("+44", (IReadOnlyList<RouteEntry>)["two", "three"])],
                        Regions = new Dictionary<string, IReadOnlyList<RouteEntry>>
                        {
                            ["AU"] = [new("three", 1), new("two", 0)],
                            ["NZ"] = ["one"],
                        },
                    },
                },
            new FakeCarrier("one"),
            new FakeCarrier("two"),
            new FakeCarrier("three")
        );
        Fail(gateway, "two");
        Fail(gateway, "three");

        var reply = await gateway.Health.HandleAsync(CancellationToken.None);
        Assert.Equal(503, reply.Status);
        var routes = Gateway.ReadJson(reply)["routes"]!;
        Assert.Equal("degraded", (string?)routes["default"]!["status"]);
        Assert.Equal("unhealthy", (string?)routes["+44"]!["status"]);
        Assert.Equal("unhealthy", (string?)routes["AU"]!["status"]);
        Assert.Equal("healthy", (string?)routes["NZ"]!["status"]);
        Assert.Equal("unhealthy", (string?)routes[$"caller/{Samples.Caller}"]!["status"]);
        Assert.Contains("http-503", (string?)routes["+44"]!["detail"], StringComparison.Ordinal);

        // However long ago that was: only a delivery ends it.
        gateway.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(503, (await gateway.Health.HandleAsync(CancellationToken.None)).Status);
        gateway.Carriers.Find("three")!.Health.Record(new SendOutcome.Accepted("SM1"));
        gateway.Time.Advance(HealthHandler.Shared);
        var after = Gateway.ReadJson(await gateway.Health.HandleAsync(CancellationToken.None))["routes"]!;
        Assert.NotEqual("unhealthy", (string?)after["+44"]!["status"]);
    }

    [Theory]
    [InlineData(99, 200)]
    [InlineData(100, 503)]
    public async Task Is_503_when_the_oldest_due_message_waits_for_longer_than_its_share(int seconds, int status)
    {
        _gateway.Queue.OldestSince = _gateway.Time.GetUtcNow();
        _gateway.Time.Advance(TimeSpan.FromSeconds(seconds));

        var reply = await CheckAsync();
        Assert.Equal(status, reply.Status);
        var queue = Gateway.ReadJson(reply)["queue"]!;
        Assert.Equal(status == 200 ? "healthy" : "unhealthy", (string?)queue["status"]);
        Assert.Equal(
            status == 200 ? null : "The oldest message that is due has waited for 100 s of the 300 s it has.",
            (string?)queue["detail"]
        );
    }

    [Fact]
    public async Task All_who_ask_within_a_second_get_one_look_at_the_store()
    {
        await CheckAsync();
        await CheckAsync();
        _gateway.Time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        _gateway.Queue.Health = new StoreHealth(false, "The disk is full.", null);
        Assert.Equal(200, (await CheckAsync()).Status);
        Assert.Equal(1, _gateway.Queue.Checks);

        _gateway.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(503, (await CheckAsync()).Status);
        Assert.Equal(2, _gateway.Queue.Checks);
    }

    [Fact]
    public async Task There_is_one_look_at_a_time_however_long_it_takes()
    {
        var open = new TaskCompletionSource();
        _gateway.Queue.CheckReady = open.Task;
        var first = CheckAsync().AsTask();
        _gateway.Time.Advance(TimeSpan.FromMinutes(1));
        var others = Enumerable.Range(0, 50).Select(_ => CheckAsync().AsTask()).ToList();
        using var gone = new CancellationTokenSource();
        var impatient = _gateway.Health.HandleAsync(gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        open.SetResult();

        Assert.All(await Task.WhenAll([first, .. others]), reply => Assert.Equal(200, reply.Status));
        Assert.Equal(1, _gateway.Queue.Checks);
    }

    [Fact]
    public async Task A_carrier_that_fails_in_a_region_is_degraded_and_says_where()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            var health = _gateway.Carriers.Find("two")!.Health;
            health.Record(new SendOutcome.Unavailable("http-503", null), TimeSpan.Zero, "NZ");
            health.Record(new SendOutcome.Accepted("SM1"), TimeSpan.Zero, "AU");
        }

        var two = Gateway.ReadJson(await CheckAsync())["carriers"]!["two"]!;
        Assert.Equal(("degraded", "Closed"), ((string?)two["status"], (string?)two["breaker"]));
        Assert.Equal("NZ", (string?)Assert.Single(two["failingIn"]!.AsArray()));
        Assert.Contains("NZ", (string?)two["detail"], StringComparison.Ordinal);
        Assert.Equal((10, 5), ((int)two["attemptsInLastMinute"]!, (int)two["badInLastMinute"]!));
    }

    [Fact]
    public async Task A_look_that_failed_is_not_shared()
    {
        _gateway.Queue.CheckReady = Task.FromException(new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await CheckAsync());
        _gateway.Queue.CheckReady = Task.CompletedTask;
        Assert.Equal(200, (await CheckAsync()).Status);
    }

    private static void Fail(Gateway gateway, string carrier)
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            gateway.Carriers.Find(carrier)!.Health.Record(new SendOutcome.Unavailable("http-503", null));
        }
    }

    private async ValueTask<HttpReply> CheckAsync() =>
        (await _gateway.Health.HandleAsync(CancellationToken.None)).AsDescribed(HttpMethod.Get, "/api/health");
}
