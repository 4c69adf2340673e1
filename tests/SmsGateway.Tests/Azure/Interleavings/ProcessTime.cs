using Microsoft.Extensions.Time.Testing;
using SmsGateway.Tests.Support;

namespace SmsGateway.Tests.Azure.Interleavings;

/// <summary>The clock as a process sees it: it goes on for everybody, but timers of a process that stands still ring when it wakes.</summary>
internal sealed class ProcessTime(TimeProvider clock) : TimeProvider
{
    private readonly FakeTimeProvider _timers = new(Samples.Start);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _timers.CreateTimer(callback, state, dueTime, period);

    /// <summary>Rings what is due.</summary>
    public void Ring()
    {
        var behind = clock.GetUtcNow() - _timers.GetUtcNow();
        if (behind > TimeSpan.Zero)
        {
            _timers.Advance(behind);
        }
    }
}
