namespace SmsGateway.Telemetry;

/// <summary>Lets so many lines a second through and counts the others: strangers must not be able to fill a disk with our log.</summary>
internal sealed class LogLimiter(TimeProvider time, int perSecond)
{
    private readonly Lock _lock = new();
    private long _second;
    private int _inSecond;
    private long _unlogged;

    /// <param name="unlogged">How many were held back since the last one let through.</param>
    public bool Allows(out Unlogged unlogged)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_lock)
        {
            if (second != _second)
            {
                (_second, _inSecond) = (second, 0);
            }

            if (++_inSecond > perSecond)
            {
                _unlogged++;
                unlogged = default;
                return false;
            }

            (unlogged, _unlogged) = (new Unlogged(_unlogged), 0);
            return true;
        }
    }
}
