using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace SmsGateway.Tests.Support;

/// <summary>A clock that tells who begins to wait for it: a test that moves it sooner runs ahead of the code it tests.</summary>
internal sealed class WatchedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>How long the next one wants to wait, once somebody does.</summary>
    public Task<TimeSpan> NextWaitAsync() => _waits.Reader.ReadAsync(Patience.Bounded).AsTask();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(dueTime);
        return timer;
    }
}
