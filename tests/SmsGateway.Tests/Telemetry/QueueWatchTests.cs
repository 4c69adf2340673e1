using SmsGateway.Ports;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Telemetry;

public sealed class QueueWatchTests : IDisposable
{
    private const string Gauge = "sms.queue.oldest.age";

    private readonly Gateway _gateway = new();
    private readonly FakeWaiting _queue = new();
    private readonly QueueWatch _watch;

    public QueueWatchTests() => _watch = new QueueWatch(_gateway.Telemetry, _gateway.Carriers, _queue, _gateway.Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _watch.Dispose();
        _gateway.Dispose();
    }

    [Fact]
    public async Task Shows_twice_a_minute_how_long_the_oldest_has_waited()
    {
        using var probe = new MeterProbe(_gateway.Telemetry);
        await _watch.StartAsync(Stop);
        Assert.Empty(probe.Observe(Gauge));

        _queue.Since = _gateway.Time.Now - TimeSpan.FromSeconds(12);
        _gateway.Time.Advance(QueueWatch.Interval);
        Assert.Equal(42, Assert.Single(probe.Observe(Gauge)).Value);
        _gateway.Time.Advance(QueueWatch.Interval - TimeSpan.FromTicks(1));
        Assert.Equal(1, _queue.Looks);

        _queue.Since = null;
        _gateway.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(0, Assert.Single(probe.Observe(Gauge)).Value);

        _queue.Since = _gateway.Time.Now + TimeSpan.FromHours(1);
        _gateway.Time.Advance(QueueWatch.Interval);
        Assert.Equal(0, Assert.Single(probe.Observe(Gauge)).Value);

        _queue.Failure = new StoreUnavailableException("away");
        _gateway.Time.Advance(QueueWatch.Interval);
        Assert.Empty(probe.Observe(Gauge));

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

    private sealed class FakeWaiting : IWaitingMessages
    {
        public DateTimeOffset? Since { get; set; }

        public Exception? Failure { get; set; }

        public int Looks { get; private set; }

        public ValueTask<DateTimeOffset?> OldestSinceAsync(CancellationToken cancellationToken)
        {
            Looks++;
            return Failure is null ? ValueTask.FromResult(Since) : ValueTask.FromException<DateTimeOffset?>(Failure);
        }
    }
}
