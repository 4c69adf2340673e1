using SmsGateway.Carriers;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A route whose order is drawn for each run is a route like any other: all its carriers have their turn.</summary>
public sealed class WeightedRouteTests : IDisposable
{
    private const double OneFirst = 0.1;
    private const double TwoFirst = 0.9;

    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", "the carrier failed");

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly FakeCarrier _spare = new("spare");
    private readonly Gateway _gateway;

    public WeightedRouteTests() =>
        _gateway = new Gateway(
            options =>
                options with
                {
                    Routing = new RoutingOptions { Default = [new("one", 50), new("two", 50), new("spare", 0)] },
                },
            _one,
            _two,
            _spare
        );

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task When_the_drawn_one_fails_the_others_have_the_message_in_the_same_run()
    {
        _gateway.Random = TwoFirst;
        _two.Then(Unavailable);
        _one.Then(Unavailable);
        _spare.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Equal((1, 1, 1), (_one.Calls.Count, _two.Calls.Count, _spare.Calls.Count));
    }

    [Theory]
    [InlineData(OneFirst)]
    [InlineData(TwoFirst)]
    public async Task Another_draw_gives_none_a_second_turn_in_a_run_that_was_put_back(double draw)
    {
        _gateway.Random = OneFirst;
        _one.OnSend = () => _gateway.Time.Advance(TimeSpan.FromSeconds(14));
        _one.Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(1, _gateway.Queue.Enqueued[0].Envelope.Unfinished);

        _gateway.Random = draw;
        _two.Then(Unavailable);
        _spare.Then(Accepted);
        await _gateway.DeliverRetryAsync();
        Assert.Equal((1, 1, 1), (_one.Calls.Count, _two.Calls.Count, _spare.Calls.Count));
    }

    [Fact]
    public async Task A_later_run_is_drawn_anew_and_a_carrier_that_may_have_the_message_is_left_out_of_it()
    {
        _gateway.Random = OneFirst;
        _one.Then(new SendOutcome.Unknown("http-200", null, SuccessStatus: true));
        _two.Then(Unavailable);
        _spare.Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        _two.Then(Accepted);
        await _gateway.DeliverRetryAsync();
        Assert.Equal((1, 2, 1), (_one.Calls.Count, _two.Calls.Count, _spare.Calls.Count));
    }

    [Fact]
    public async Task A_failing_one_that_is_drawn_first_is_tried_last_but_for_its_probe()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _gateway.Carriers.Find("one")!.Health.Record(Unavailable);
        }

        _gateway.Random = OneFirst;
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal((0, 1), (_one.Calls.Count, _two.Calls.Count));

        // The other's messages spend no probe.
        _gateway.Time.Advance(CarrierHealth.ProbeInterval);
        _gateway.Random = TwoFirst;
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope(acceptedAt: _gateway.Time.GetUtcNow()));
        Assert.Equal((0, 2), (_one.Calls.Count, _two.Calls.Count));

        _gateway.Random = OneFirst;
        _one.Then(Accepted).Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope(acceptedAt: _gateway.Time.GetUtcNow()));
        await _gateway.DeliverAsync(Samples.CreateEnvelope(acceptedAt: _gateway.Time.GetUtcNow()));
        Assert.Equal((2, 2), (_one.Calls.Count, _two.Calls.Count));
    }
}
