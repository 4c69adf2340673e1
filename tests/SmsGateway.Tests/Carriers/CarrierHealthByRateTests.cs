using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>What a share of bad attempts says, slow ones among them, as a whole and for one region.</summary>
public sealed class CarrierHealthByRateTests
{
    private static readonly SendOutcome Good = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Bad = new SendOutcome.Unavailable("http-503", null);
    private static readonly CarrierHealthOptions Options = new()
    {
        FailureShare = 0.3,
        MinimumAttempts = 20,
        SlowAttempt = TimeSpan.FromSeconds(2),
    };

    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly CarrierHealth _health;
    private double _random = 0.5;

    public CarrierHealthByRateTests() => _health = new CarrierHealth(_time, Options, () => _random);

    [Theory]
    // Good, bad; the bad ones never five in a row.
    [InlineData(14, 5, false)]
    [InlineData(14, 6, true)]
    [InlineData(71, 29, false)]
    [InlineData(70, 30, true)]
    public void It_fails_from_a_share_of_bad_attempts_on_but_not_of_a_few(int good, int bad, bool fails)
    {
        Mix(good, bad);
        Assert.Equal(fails, _health.IsFailing);
        // Somebody got through each time: no route is down because of it.
        Assert.False(_health.HasFailed);
    }

    [Fact]
    public void What_was_more_than_a_minute_ago_does_not_count()
    {
        Mix(14, 5);
        _time.Advance(AttemptWindow.Length);
        Assert.Equal(new AttemptCount(0, 0), _health.LastMinute);
        Mix(14, 5);
        Assert.False(_health.IsFailing);
        Assert.Equal(new AttemptCount(19, 5), _health.LastMinute);
    }

    [Fact]
    public void The_minute_slides()
    {
        for (var second = 0; second < 90; second++)
        {
            _health.Record(Good);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // Twelve parts of five seconds, of which the last has just begun.
        Assert.Equal(55, _health.LastMinute.Attempts);
    }

    [Fact]
    public void A_slow_success_is_a_bad_attempt()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            Assert.False(_health.IsFailing);
            _health.Record(Good, Options.SlowAttempt + TimeSpan.FromTicks(1), HealthSteps.Region);
        }

        Assert.Equal((true, false, null), (_health.IsFailing, _health.HasFailed, _health.LastCode));
        _health.Record(Good, Options.SlowAttempt, HealthSteps.Region);
        Assert.False(_health.IsFailing);
    }

    [Fact]
    public void One_that_fails_often_must_show_more_than_luck()
    {
        Mix(14, 6);
        for (var i = 1; i < CarrierHealth.Threshold; i++)
        {
            // After a good probe the next may follow at once.
            _time.Advance(i == 1 ? CarrierHealth.ProbeInterval : TimeSpan.Zero);
            Assert.True(_health.TakesTurn());
            Assert.False(_health.TakesTurn());
            _health.Record(Good);
            Assert.True(_health.IsFailing);
        }

        Assert.True(_health.TakesTurn());
        Assert.Equal(false, _health.Record(Good, TimeSpan.Zero, HealthSteps.Region).Whole);
        Assert.False(_health.IsFailing);

        // What it was does not open it again.
        _health.Record(Bad);
        Assert.False(_health.IsFailing);
    }

    [Fact]
    public void A_bad_probe_begins_the_wait_anew()
    {
        Mix(14, 6);
        _time.Advance(CarrierHealth.ProbeInterval);
        Assert.True(_health.TakesTurn());
        _health.Record(Bad);
        _time.Advance(CarrierHealth.ProbeInterval - TimeSpan.FromTicks(1));
        Assert.False(_health.TakesTurn());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_health.TakesTurn());
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0.5, 10)]
    [InlineData(1, 12)]
    public void Probes_of_many_processes_are_not_in_step(double random, int seconds)
    {
        _random = random;
        Mix(14, 6);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(_health.TakesTurn());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_health.TakesTurn());
    }

    [Fact]
    public void A_region_that_fails_is_no_other_regions_trouble()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _health.Record(Good, TimeSpan.Zero, "AU");
            _health.Record(Bad, TimeSpan.Zero, "NZ");
        }

        Assert.Equal((true, false, false), Failing());
        Assert.False(_health.TakesTurn("NZ"));
        Assert.True(_health.TakesTurn("AU"));
        Assert.Equal(["NZ"], _health.FailingRegions);
        Assert.Equal(new HealthChange(false, null, false), _health.Record(Good, TimeSpan.Zero, "NZ"));
        Assert.Equal((false, false, false), Failing());

        (bool Nz, bool Au, bool All) Failing() =>
            (_health.IsFailingIn("NZ"), _health.IsFailingIn("AU"), _health.IsFailing);
    }

    [Fact]
    public void A_region_that_works_is_tried_first_while_the_rest_fails()
    {
        for (var i = 0; i < Options.MinimumAttempts; i++)
        {
            _health.Record(Good, TimeSpan.Zero, "AU");
        }

        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _health.Record(Bad, TimeSpan.Zero, "NZ");
        }

        Assert.True(_health.IsFailing);
        Assert.False(_health.IsFailingIn("AU"));
        // Of one nobody has tried lately the whole tells.
        Assert.True(_health.IsFailingIn("FR"));
        // One line is enough, and it is about the whole.
        Assert.Empty(_health.FailingRegions);
    }

    [Fact]
    public void Of_the_whole_and_its_regions_each_change_is_told_once()
    {
        var changes = new List<HealthChange>();
        for (var i = 0; i < 2 * CarrierHealth.Threshold; i++)
        {
            changes.Add(_health.Record(Bad, TimeSpan.Zero, "NZ"));
        }

        Assert.Single(changes, change => change.Whole == true);
        Assert.All(changes, change => Assert.Null(change.Region));
        Assert.Equal(new HealthChange(true, false, null), _health.Record(Good, TimeSpan.Zero, "NZ"));
    }

    [Fact]
    public void After_the_whole_is_back_a_region_that_still_fails_is_told_of()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _health.Record(Bad, TimeSpan.Zero, "NZ");
        }

        Assert.Equal(new HealthChange(true, false, null), _health.Record(Good, TimeSpan.Zero, "AU"));
        Assert.True(_health.IsWell);
        var changes = new List<HealthChange>();
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            changes.Add(_health.Record(Bad, TimeSpan.Zero, "NZ"));
            changes.Add(_health.Record(Good, TimeSpan.Zero, "AU"));
        }

        Assert.Single(changes, change => change.Region == true);
        Assert.False(_health.IsWell);
        Assert.Equal(["NZ"], _health.FailingRegions);
    }

    [Fact]
    public void After_a_long_quiet_the_first_good_attempt_closes_it_even_if_it_failed_often()
    {
        Mix(14, 6);
        _time.Advance(CarrierHealth.Quiet);
        Assert.False(_health.IsFailing);
        Assert.Equal(false, _health.Record(Good, TimeSpan.Zero, HealthSteps.Region).Whole);
        Assert.Equal((false, true), (_health.IsFailing, _health.IsWell));
    }

    /// <summary>The bad ones spread, so that the share alone tells.</summary>
    private void Mix(int good, int bad)
    {
        var (all, done) = (good + bad, 0);
        for (var i = 1; i <= all; i++)
        {
            var isBad = done < bad * i / all;
            done += isBad ? 1 : 0;
            _health.Record(isBad ? Bad : Good);
        }
    }
}
