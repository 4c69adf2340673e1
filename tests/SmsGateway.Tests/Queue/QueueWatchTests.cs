using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Queue;

public sealed class QueueWatchTests : IDisposable
{
    private readonly Gateway _gateway = new();
    private readonly FakeWaiting _queue = new();
    private readonly QueueWatch _watch;

    public QueueWatchTests() => _watch = new QueueWatch(_gateway.Telemetry, _queue, _gateway.Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _watch.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public async Task Shows_twice_a_minute_how_long_the_oldest_has_waited()
    {
        using var age = _gateway.Telemetry.Collect<double>("sms.queue.oldest.age");
        await _watch.StartAsync(Stop);
        Assert.Empty(age.Observe());

        _queue.Since = _gateway.Time.GetUtcNow() - TimeSpan.FromSeconds(12);
        _gateway.Time.Advance(QueueWatch.Interval);
        Assert.Equal(42, Assert.Single(age.Observe()).Value);
        _gateway.Time.Advance(QueueWatch.Interval - TimeSpan.FromTicks(1));
        Assert.Equal(1, _queue.Looks);

        _queue.Since = null;
        _gateway.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, Assert.Single(age.Observe()).Value);

        _queue.Since = _gateway.Time.GetUtcNow() + TimeSpan.FromHours(1);
        _gateway.Time.Advance(QueueWatch.Interval);
        Assert.Equal(0, Assert.Single(age.Observe()).Value);

        _queue.Failure = new StoreUnavailableException("away");
        _gateway.Time.Advance(QueueWatch.Interval);
        Assert.Empty(age.Observe());

        await _watch.StopAsync(Stop);
        _gateway.Time.Advance(QueueWatch.Interval * 10);
        Assert.Equal(4, _queue.Looks);
    }

    [Fact]
    public async Task Nobody_looks_while_nobody_collects()
    {
        await _watch.StartAsync(Stop);
        _gateway.Time.Advance(QueueWatch.Interval * 10);

        Assert.Equal(0, _queue.Looks);
    }

    private sealed class FakeWaiting : IQueueMonitor
    {
        public DateTimeOffset? Since { get; set; }

        public Exception? Failure { get; set; }

        public int Looks { get; private set; }

        public ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken)
        {
            Looks++;
            return Failure is null ? ValueTask.FromResult(Since) : ValueTask.FromException<DateTimeOffset?>(Failure);
        }

        public ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
