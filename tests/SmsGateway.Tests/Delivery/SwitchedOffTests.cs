using System.Text.Json.Nodes;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Tests.Http;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A carrier that operators have switched off gets nothing, and nobody loses a message over it.</summary>
public sealed class SwitchedOffTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly Gateway _gateway;

    public SwitchedOffTests() => _gateway = new Gateway(_one, _two);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Its_messages_go_to_the_next_carrier_and_it_has_its_place_again_when_it_is_on()
    {
        _two.Then(Accepted);
        Switch("one", off: true);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal((0, 1), (_one.Calls.Count, _two.Calls.Count));

        _one.Then(Accepted);
        Switch("one", off: false);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal((1, 1), (_one.Calls.Count, _two.Calls.Count));
    }

    [Fact]
    public async Task It_is_on_again_by_itself_when_its_time_is_over()
    {
        _one.Then(Accepted);
        Switch("one", off: true, TimeSpan.FromMinutes(1));
        _gateway.Time.Advance(TimeSpan.FromMinutes(1));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Single(_one.Calls);
        Assert.False(Assert.Single(_gateway.Routes.Routes).IsImpaired);
    }

    [Fact]
    public async Task With_all_of_them_off_a_message_waits_until_its_life_is_over()
    {
        using var parked = _gateway.Telemetry.Collect<long>("sms.parked");
        Switch("one", off: true);
        Switch("two", off: true);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        // Nobody is asked again and again for messages that nobody can take.
        Assert.InRange(_gateway.Queue.Enqueued[^1].Delay, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60));
        while (_gateway.DeadLetters.Records.Count == 0)
        {
            await _gateway.DeliverRetryAsync();
        }

        var deadLetter = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Expired, deadLetter.Reason);
        Assert.Equal(deadLetter.Envelope!.ExpiresAt, deadLetter.DiedAt);
        Assert.Empty(deadLetter.Envelope.Attempts);
        Assert.NotEmpty(parked.Tags);
    }

    [Fact]
    public async Task What_waited_goes_out_within_a_minute_when_one_is_on()
    {
        Switch("one", off: true);
        Switch("two", off: true);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        _two.Then(Accepted);
        Switch("two", off: false);
        await _gateway.DeliverRetryAsync();

        Assert.Single(_two.Calls);
    }

    /// <summary>The carrier that is off wants no wait of anybody, and says nothing about how soon to come back.</summary>
    [Fact]
    public async Task The_wait_that_the_only_one_asks_for_that_is_on_is_kept()
    {
        _two.Then(new SendOutcome.Throttled("429", null, TimeSpan.FromSeconds(40)));
        Switch("one", off: true);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Equal(40, (int)Assert.Single(_gateway.Queue.Enqueued).Delay.TotalSeconds);
    }

    [Fact]
    public async Task What_only_it_may_have_once_more_waits_for_it()
    {
        var unknown = new SendOutcome.Unknown("timeout", "no answer");
        _two.Then(unknown).Then(unknown);
        Switch("one", off: true);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverRetryAsync();
        await _gateway.DeliverRetryAsync();
        Assert.Equal(2, _two.Calls.Count);
        Assert.Empty(_gateway.DeadLetters.Records);

        _one.Then(Accepted);
        Switch("one", off: false);
        await _gateway.DeliverRetryAsync();
        Assert.Single(_one.Calls);
    }

    [Fact]
    public async Task Acceptance_goes_on()
    {
        Switch("one", off: true);
        Switch("two", off: true);

        var reply = await _gateway.PostAsync("""{"recipient":"+15005550006","body":"Your code is 1"}""");

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Health_tells_of_the_carrier_and_of_its_route_and_of_a_route_that_has_no_other()
    {
        Switch("one", off: true, TimeSpan.FromHours(2));
        var degraded = await HealthAsync();

        Assert.Equal(("degraded", "degraded"), Told(degraded["carriers"]!["one"]!, degraded["routes"]!["default"]!));
        Assert.Equal(
            "An operator has switched it off until 2026-03-04 14:00:00Z.",
            (string?)degraded["carriers"]!["one"]!["detail"]
        );
        Assert.Equal("Switched off: one.", (string?)degraded["routes"]!["default"]!["detail"]);
        Assert.Equal(Samples.Start, (DateTimeOffset?)degraded["carriers"]!["one"]!["switchedOff"]!["since"]);
        Assert.Null(degraded["carriers"]!["two"]!["switchedOff"]);

        Switch("two", off: true);
        _gateway.Time.Advance(TimeSpan.FromSeconds(2));
        var down = await HealthAsync();

        Assert.Equal("unhealthy", (string?)down["status"]);
        Assert.Equal(
            "All its carriers are switched off by operators: its messages wait until their codes end. Switched off: one, two.",
            (string?)down["routes"]!["default"]!["detail"]
        );

        static (string?, string?) Told(JsonNode carrier, JsonNode route) =>
            ((string?)carrier["status"], (string?)route["status"]);
    }

    [Fact]
    public void Each_switch_is_one_line_and_a_route_without_a_carrier_is_one_more()
    {
        Switch("one", off: true, TimeSpan.FromHours(2));
        Switch("one", off: true, TimeSpan.FromHours(2));
        Switch("two", off: true);
        Switch("two", off: false);

        Assert.Equal(
            [
                "Carrier one is switched off by an operator, until 2026-03-04 14:00:00Z: it gets no more messages",
                "Carrier two is switched off by an operator, until it is switched on: it gets no more messages",
                "Route default is down: each carrier of it keeps failing or is switched off, and none delivers (last code none)",
                "Carrier two is switched on: it is tried in its place again",
                "Route default is up again: a carrier of it delivers",
            ],
            _gateway.Log.GetSnapshot().Select(line => line.Message)
        );
    }

    private void Switch(string carrier, bool off, TimeSpan? time = null) =>
        _gateway.Routes.Switch(
            _gateway.Carriers.Find(carrier)!,
            off ? new SwitchedOff(_gateway.Time.GetUtcNow(), _gateway.Time.GetUtcNow() + time) : null
        );

    private async Task<JsonObject> HealthAsync()
    {
        var reply = await _gateway.Health.HandleAsync(TestContext.Current.CancellationToken);
        return Gateway.ReadJson(reply.AsDescribed(HttpMethod.Get, "/api/health"));
    }
}
