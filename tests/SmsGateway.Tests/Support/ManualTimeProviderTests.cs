using Xunit;

namespace SmsGateway.Tests.Support;

public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Stands_still_until_it_is_moved()
    {
        var started = _time.GetTimestamp();
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(started));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), _time.GetElapsedTime(started));
        Assert.Equal(ManualTimeProvider.Start.AddSeconds(3), _time.Now);
    }

    [Fact]
    public void Timers_fire_in_order_at_their_own_times()
    {
        var fired = new List<(string Name, int Second)>();
        using var late = Timer("late", 5, 0);
        using var periodic = Timer("periodic", 2, 2);
        using var cancelled = Timer("cancelled", 1, 0);
        cancelled.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(fired);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal([("periodic", 2), ("periodic", 4), ("late", 5), ("periodic", 6)], fired);

        ITimer Timer(string name, int due, int period) => _time.CreateTimer(
            _ => fired.Add((name, (int)(_time.Now - ManualTimeProvider.Start).TotalSeconds)),
            null,
            TimeSpan.FromSeconds(due),
            period > 0 ? TimeSpan.FromSeconds(period) : Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task Ends_delays_and_cancels_by_time()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        var delay = Task.Delay(TimeSpan.FromSeconds(9), _time, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(9));
        await delay;
        Assert.False(timeout.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(timeout.IsCancellationRequested);
    }
}
