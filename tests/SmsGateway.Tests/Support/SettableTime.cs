using Microsoft.Extensions.Time.Testing;

namespace SmsGateway.Tests.Support;

/// <summary>A machine's clock that somebody sets, ahead or back, while the monotonic one goes on.</summary>
internal sealed class SettableTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _set;

    /// <summary>What happens while the clock is read, once.</summary>
    public Action? OnRead { get; set; }

    public void Set(TimeSpan by) => _set += by;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow() + _set;
        var happens = OnRead;
        OnRead = null;
        happens?.Invoke();
        return now;
    }
}
