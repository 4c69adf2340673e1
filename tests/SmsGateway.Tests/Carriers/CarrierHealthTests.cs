using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class CarrierHealthTests
{
    private static readonly SendOutcome Failure = new SendOutcome.Unavailable("http-503", null);

    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly CarrierHealth _health;

    public CarrierHealthTests() => _health = new CarrierHealth(_time);

    [Fact]
    public void Opens_at_the_threshold_and_not_before()
    {
        Fail(CarrierHealth.Threshold - 1);
        Assert.False(_health.IsFailing);
        Assert.True(_health.TakesTurn());

        Fail(1);
        Assert.True(_health.IsFailing);
        Assert.False(_health.TakesTurn());
    }

    [Fact]
    public void Numbers_that_a_carrier_does_not_serve_are_no_failures_of_it()
    {
        for (var i = 0; i < 3 * CarrierHealth.Threshold; i++)
        {
            _health.Record(new SendOutcome.Refused("21408", null) { OfThisMessage = true });
        }

        Assert.False(_health.IsFailing);
        Assert.Null(_health.LastSuccess);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_about_the_message_itself_closes_it(bool isAccepted)
    {
        Fail(CarrierHealth.Threshold + 3);
        _health.Record(isAccepted ? new SendOutcome.Accepted("SM1") : new SendOutcome.Rejected("21211", null));
        Assert.False(_health.IsFailing);
        Assert.Equal(isAccepted ? _time.GetUtcNow() : null, _health.LastSuccess);

        Fail(CarrierHealth.Threshold - 1);
        Assert.False(_health.IsFailing);
    }

    [Fact]
    public void Every_other_outcome_counts_as_a_failure()
    {
        _health.Record(Failure);
        _health.Record(new SendOutcome.Refused("20003", null));
        _health.Record(new SendOutcome.Throttled("429", null));
        _health.Record(new SendOutcome.Unknown("timeout", null));
        Assert.False(_health.IsFailing);
        _health.Record(Failure);
        Assert.True(_health.IsFailing);
    }

    [Fact]
    public void One_that_is_only_busy_is_tried_last_but_has_not_failed()
    {
        var busy = new SendOutcome.Throttled("429", null);
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            Assert.False(_health.Record(busy));
        }

        Assert.True(_health.IsFailing);
        Assert.False(_health.HasFailed);

        Fail(CarrierHealth.Threshold);
        _health.Record(busy);
        Assert.True(_health.HasFailed);
    }

    [Fact]
    public void While_open_it_lets_one_through_each_interval()
    {
        Fail(CarrierHealth.Threshold);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(CarrierHealth.ProbeInterval - TimeSpan.FromTicks(1));
            Assert.False(_health.TakesTurn());
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(_health.TakesTurn());
            Assert.False(_health.TakesTurn());
            Fail(1);
        }
    }

    [Fact]
    public void Behind_one_that_works_it_is_not_failing_for_ever()
    {
        Fail(CarrierHealth.Threshold);
        _time.Advance(CarrierHealth.Quiet - TimeSpan.FromTicks(1));
        Assert.True(_health.IsFailing);

        // Nobody has tried it: it is not known to fail, nor to work.
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((false, true), (_health.IsFailing, _health.HasFailed));
        Assert.True(_health.TakesTurn());

        // One failure more is enough, and so is one success.
        Fail(1);
        Assert.True(_health.IsFailing);
        _health.Record(new SendOutcome.Accepted("SM1"));
        Assert.Equal((false, false), (_health.IsFailing, _health.HasFailed));
    }

    [Fact]
    public void Tells_when_it_has_failed_and_when_it_is_back_and_what_the_last_failure_was()
    {
        Fail(CarrierHealth.Threshold - 1);
        Assert.Equal("http-503", _health.LastCode);
        Assert.True(_health.Record(new SendOutcome.Unknown("timeout", null)));
        Assert.False(_health.Record(Failure));
        Assert.Equal("http-503", _health.LastCode);
        Assert.True(_health.Record(new SendOutcome.Accepted("SM1")));
        Assert.False(_health.Record(new SendOutcome.Accepted("SM1")));
        Assert.Null(_health.LastCode);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _health.Record(Failure);
        }
    }
}
