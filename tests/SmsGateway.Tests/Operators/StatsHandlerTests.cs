using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Operators;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Operators;

/// <summary>What an operator is told of the last hour.</summary>
public sealed class StatsHandlerTests : IAsyncLifetime
{
    private readonly FakeCarrier _one = new("one");
    private readonly FakeStatsStore _store = new();
    private readonly Gateway _gateway;
    private readonly StatsMinutes _minutes;

    public StatsHandlerTests()
    {
        _gateway = new Gateway(_one);
        _minutes = new StatsMinutes(
            _gateway.Telemetry,
            _gateway.Time,
            new FakeLogCollector().For<StatsMinutes>(),
            _store
        );
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _minutes.StartAsync(Stop);

    public ValueTask DisposeAsync()
    {
        _minutes.Dispose();
        _gateway.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_minute_tells_what_became_of_its_messages_and_how_long_that_took()
    {
        _gateway.Telemetry.Accepted("auth0", TimeSpan.FromMilliseconds(3));
        _gateway.Telemetry.Admission("number_limit", "refused", "AU");
        _gateway.Telemetry.Attempted("one", "Unavailable", TimeSpan.FromSeconds(1));
        _gateway.Telemetry.Attempted("one", "Rejected", TimeSpan.FromSeconds(1));
        _gateway.Telemetry.Attempted("two", "Accepted", TimeSpan.FromSeconds(1));
        _gateway.Telemetry.Delivered("two", TimeSpan.FromSeconds(2));
        _gateway.Telemetry.Assumed("one");
        _gateway.Telemetry.DeadLettered("Rejected");
        _gateway.Time.Advance(TimeSpan.FromMinutes(1));

        var told = await TellAsync();

        const string Expected = """
            {"accepted":1,"refused":1,"delivered":1,"assumed":1,"dead":1,"attempts":3,"failedAttempts":1,"p50":1.722,"p99":1.722,
             "carriers":{"one":{"accepted":0,"rejected":1,"failed":1},"two":{"accepted":1,"rejected":0,"failed":0}}}
            """;
        foreach (var sum in new[] { "lastMinute", "lastTenMinutes", "lastHour" })
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Expected), told[sum]), told[sum]!.ToJsonString());
        }

        Assert.Equal(1, (int)told["minutes"]![59]!["accepted"]!);
        Assert.Equal(0, (int)told["running"]!["accepted"]!);
        Assert.Null(told["running"]!["p99"]);
    }

    [Fact]
    public async Task What_waits_and_since_when_is_as_of_now()
    {
        _gateway.Queue.Health = new StoreHealth(true, null, 3);
        _gateway.Queue.OldestSince = _gateway.Time.GetUtcNow();
        _gateway.Time.Advance(TimeSpan.FromSeconds(12.5));

        var told = await TellAsync();

        Assert.Equal((3, 12.5), ((int)told["waiting"]!, (double)told["oldestAge"]!));
    }

    [Fact]
    public async Task When_nothing_waits_the_age_is_zero()
    {
        Assert.Equal(0, (double)(await TellAsync())["oldestAge"]!);
        // The clock of a storage service is not ours.
        _gateway.Queue.OldestSince = _gateway.Time.GetUtcNow() + TimeSpan.FromSeconds(5);
        Assert.Equal(0, (double)(await TellAsync())["oldestAge"]!);
    }

    [Fact]
    public async Task With_a_store_that_is_away_it_tells_what_this_process_knows()
    {
        _gateway.Telemetry.Accepted("auth0", TimeSpan.FromMilliseconds(3));
        _store.Failure = new StoreUnavailableException("The table is away.");
        _gateway.Queue.Health = new StoreHealth(false, "The queue is away.", null);

        var told = await TellAsync();

        Assert.Equal("The table is away.", (string?)told["detail"]);
        Assert.Equal(1, (int)told["running"]!["accepted"]!);
        Assert.Null(told["waiting"]);
        Assert.Null(told["oldestAge"]);
    }

    private async Task<JsonNode> TellAsync()
    {
        var handler = new StatsHandler(_minutes, _gateway.Queue, _gateway.Callers, _gateway.Time);
        return Gateway.ReadJson((await handler.HandleAsync(Stop)).AsDescribed(HttpMethod.Get, "/api/stats"))!;
    }
}
