using Microsoft.Extensions.Time.Testing;
using SmsGateway.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

/// <summary>When those come back whom a carrier's rate sends away. Each turn is a millisecond late, because queues round.</summary>
public sealed class SendRateTests
{
    private readonly FakeTimeProvider _time = new(Samples.Start);

    [Theory]
    [InlineData(1, new[] { 1001.0, 2001, 3001, 4001 })]
    [InlineData(0.1, new[] { 10_001.0, 20_001, 30_001 })]
    [InlineData(4, new[] { 251.0, 501, 751, 1001 })]
    public void They_come_back_one_after_another_at_the_carriers_pace(double perSecond, double[] turns)
    {
        var rate = Create(perSecond);
        Empty(rate);
        foreach (var turn in turns)
        {
            Assert.Equal(turn, Ahead(rate));
            Assert.Equal(turn, Turn(rate));
        }

        Assert.Equal(turns[0] - 1, rate.Wait(Now).TotalMilliseconds);
    }

    [Fact]
    public void The_line_grows_shorter_with_time()
    {
        var rate = Create(1);
        Empty(rate);
        Assert.Equal([1001, 2001], [Turn(rate), Turn(rate)]);
        Advance(500);
        Assert.Equal(2501, Turn(rate));
        Advance(60_000);
        Empty(rate);
        Assert.Equal(1001, Turn(rate));
    }

    [Fact]
    public void Who_cannot_wait_so_long_is_told_and_takes_no_turn_from_others()
    {
        var rate = Create(1);
        Empty(rate);
        Turn(rate);
        Assert.Equal(2001, Turn(rate, longest: 2000));
        Assert.Equal(2001, Turn(rate, longest: 2001));
        Assert.Equal(3001, Turn(rate));
    }

    [Theory]
    // Each late by less than a quarter of the pace and of a second: all find their turn free.
    [InlineData(1, 250)]
    [InlineData(0.1, 250)]
    [InlineData(1.5, 160)]
    public void Who_comes_back_a_little_late_leaves_those_behind_their_turn(double perSecond, int late)
    {
        var rate = Create(perSecond);
        Empty(rate);
        var due = Enumerable.Range(0, 20).Select(_ => Turn(rate)).ToList();
        var passed = 0.0;
        for (var i = 0; i < due.Count; i++)
        {
            var at = due[i] + (i % 2 == 0 ? late - 1 : 0);
            Advance(at - passed);
            passed = at;
            Assert.True(rate.TryTake(Now), $"turn {i}");
        }
    }

    [Fact]
    public void Without_a_line_a_second_is_a_second()
    {
        var rate = Create(1);
        Empty(rate);
        Turn(rate);
        Advance(1001);
        Assert.True(rate.TryTake(Now));
        Advance(1250);
        Assert.True(rate.TryTake(Now));
        Advance(999);
        Assert.False(rate.TryTake(Now));
        Advance(1);
        Assert.True(rate.TryTake(Now));
    }

    private long Now => _time.GetTimestamp();

    private SendRate Create(double perSecond) => new(perSecond, _time);

    private void Empty(SendRate rate)
    {
        Assert.True(rate.TryTake(Now));
        while (rate.TryTake(Now)) { }
    }

    private double Turn(SendRate rate, double? longest = null) =>
        rate.Turn(Now, longest is { } value ? TimeSpan.FromMilliseconds(value) : TimeSpan.MaxValue).TotalMilliseconds;

    private double Ahead(SendRate rate) => rate.Ahead(Now).TotalMilliseconds;

    private void Advance(double milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
