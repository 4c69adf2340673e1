namespace SmsGateway.Tests.Auth0.StandIn;

/// <summary>Auth0's rate limit: a bucket that starts full, and gets tokens back evenly over each minute.</summary>
internal sealed class TokenBucket(int capacity, double perMinute, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = capacity;
    private DateTimeOffset _filledAt = time.GetUtcNow();

    public int Capacity => capacity;

    /// <summary>Takes a token if there is one.</summary>
    /// <returns>Whether there was; how many are left; when the next comes, in whole seconds since 1970.</returns>
    public (bool Taken, int Remaining, long Reset) Take()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            _tokens = Math.Min(capacity, _tokens + ((now - _filledAt).TotalMinutes * perMinute));
            _filledAt = now;
            var taken = _tokens >= 1;
            _tokens -= taken ? 1 : 0;
            var missing = Math.Max(0, Math.Ceiling(_tokens + 1e-9) - _tokens);
            var next = now + TimeSpan.FromMinutes(missing / perMinute);
            return (taken, (int)_tokens, (long)Math.Ceiling(next.ToUnixTimeMilliseconds() / 1000d));
        }
    }
}
