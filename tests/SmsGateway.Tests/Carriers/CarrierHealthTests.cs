using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class CarrierHealthTests
{
    private static readonly SendOutcome Failure = new SendOutcome.Unavailable("http-503", null);

    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly CarrierHealth _breaker;

    public CarrierHealthTests() => _breaker = new CarrierHealth(_time);

    [Fact]
    public void Opens_at_the_threshold_and_not_before()
    {
        Fail(CarrierHealth.Threshold - 1);
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.True(_breaker.TakesTurn());

        Fail(1);
        Assert.Equal(BreakerState.Open, _breaker.State);
        Assert.False(_breaker.TakesTurn());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_about_the_message_itself_closes_it(bool isAccepted)
    {
        Fail(CarrierHealth.Threshold + 3);
        _breaker.Record(isAccepted ? new SendOutcome.Accepted("SM1") : new SendOutcome.Rejected("21211", null));
        Assert.Equal(BreakerState.Closed, _breaker.State);
        Assert.Equal(isAccepted ? _time.GetUtcNow() : null, _breaker.LastSuccess);

        Fail(CarrierHealth.Threshold - 1);
        Assert.Equal(BreakerState.Closed, _breaker.State);
    }

    [Fact]
    public void Every_other_outcome_counts_as_a_failure()
    {
        _breaker.Record(Failure);
        _breaker.Record(new SendOutcome.Refused("20003", null));
        _breaker.Record(new SendOutcome.Throttled("429", null));
        _breaker.Record(new SendOutcome.Unknown("timeout", null));
        Assert.Equal(BreakerState.Closed, _breaker.State);
        _breaker.Record(Failure);
        Assert.Equal(BreakerState.Open, _breaker.State);
    }

    [Fact]
    public void While_open_it_lets_one_through_each_interval()
    {
        Fail(CarrierHealth.Threshold);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(CarrierHealth.ProbeInterval - TimeSpan.FromTicks(1));
            Assert.False(_breaker.TakesTurn());
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(_breaker.TakesTurn());
            Assert.False(_breaker.TakesTurn());
            Fail(1);
        }
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _breaker.Record(Failure);
        }
    }
}
