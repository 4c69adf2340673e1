using Microsoft.Extensions.Time.Testing;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

public sealed class LogLimiterTests
{
    private readonly FakeTimeProvider _time = new(Samples.Start);

    [Fact]
    public void Lets_so_many_through_a_second_and_counts_the_others()
    {
        var limiter = new LogLimiter(_time, perSecond: 3);
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => limiter.Allows(out var _)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.Allows(out var unlogged));
        Assert.Equal(7, unlogged.Count);
        Assert.True(limiter.Allows(out unlogged));
        Assert.Equal(0, unlogged.Count);
    }

    [Fact]
    public void What_was_held_back_is_told_however_late()
    {
        var limiter = new LogLimiter(_time, perSecond: 1);
        for (var i = 0; i < 5; i++)
        {
            limiter.Allows(out _);
        }

        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(limiter.Allows(out var unlogged));
        Assert.Equal(4, unlogged.Count);
    }

    [Fact]
    public void Counts_rightly_from_many_threads()
    {
        var limiter = new LogLimiter(_time, perSecond: 10);
        var allowed = 0;
        Parallel.For(
            0,
            1000,
            _ =>
            {
                if (limiter.Allows(out var _))
                {
                    Interlocked.Increment(ref allowed);
                }
            }
        );
        Assert.Equal(10, allowed);
        _time.Advance(TimeSpan.FromSeconds(1));
        limiter.Allows(out var unlogged);
        Assert.Equal(990, unlogged.Count);
    }
}
