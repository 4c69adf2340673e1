namespace SmsGateway.Carriers;

/// <summary>
/// Counts the attempts of the last minute, and the bad ones among them, in twelve parts of five seconds: what is older than a
/// minute is gone at most five seconds later. Not thread-safe.
/// </summary>
internal sealed class AttemptWindow(TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private const int Parts = 12;

    private readonly (int Attempts, int Bad)[] _parts = new (int, int)[Parts];
    private readonly long _start = time.GetTimestamp();
    private AttemptCount _all;
    private long _last;

    public void Add(bool isBad)
    {
        var part = Now();
        Forget(part);
        var bad = isBad ? 1 : 0;
        var (attempts, before) = _parts[part % Parts];
        _parts[part % Parts] = (attempts + 1, before + bad);
        _all = new AttemptCount(_all.Attempts + 1, _all.Bad + bad);
    }

    public AttemptCount Count()
    {
        Forget(Now());
        return _all;
    }

    public void Clear()
    {
        Array.Clear(_parts);
        _all = default;
    }

    private long Now() => time.GetElapsedTime(_start).Ticks / (Length.Ticks / Parts);

    private void Forget(long part)
    {
        for (var old = Math.Max(_last + 1, part - Parts + 1); old <= part; old++)
        {
            var (attempts, bad) = _parts[old % Parts];
            _all = new AttemptCount(_all.Attempts - attempts, _all.Bad - bad);
            _parts[old % Parts] = default;
        }

        _last = part;
    }
}

/// <param name="Attempts">In the last minute.</param>
/// <param name="Bad">Of these, the failed and the slow ones.</param>
public readonly record struct AttemptCount(int Attempts, int Bad)
{
    /// <summary>0 for no attempts.</summary>
    public double BadShare => Attempts == 0 ? 0 : (double)Bad / Attempts;
}
