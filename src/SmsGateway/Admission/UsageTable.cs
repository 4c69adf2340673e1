namespace SmsGateway.Admission;

/// <summary>
/// What was counted under each key of one limit. Nearly all keys are counted once a day, above all in an attack; of those only the time
/// is kept, in a table without references, which the garbage collector has no need to walk through. Not for several threads.
/// </summary>
/// <param name="limit">Whose bucket is filled.</param>
internal sealed class UsageTable<TKey>(AdmissionLimit limit)
    where TKey : notnull
{
    /// <summary>When, in Unix milliseconds; 0 where it was taken back, or counted again and is in the other table.</summary>
    private readonly Generations<TKey, long> _once = new();
    private readonly Generations<TKey, Usage> _often = new();

    public AdmissionLimit Limit => limit;

    public IEnumerable<(TKey Key, Usage Usage)> All =>
        _often
            .All.Select(counted => (counted.Key, counted.Value!))
            .Concat(_once.All.Where(counted => counted.Value != 0).Select(counted => (counted.Key, Of(counted.Value))));

    /// <returns>Null when nothing was counted.</returns>
    public Usage? Find(TKey key) => _often.Find(key) ?? (_once.Find(key) is var at and not 0 ? Of(at) : null);

    /// <param name="now">Unix milliseconds.</param>
    public void Add(TKey key, long now)
    {
        if (_often.Find(key) is not { } usage)
        {
            ref var at = ref _once.Keep(key, now);
            if (at == 0)
            {
                at = now;
                return;
            }

            usage = Of(at);
            at = 0;
        }

        // Set, and not only kept: the generation that it was found in may be forgotten by that.
        _often.Keep(key, now) = usage;
        usage.Add(now, limit);
    }

    /// <summary>Takes one back.</summary>
    public void Remove(TKey key)
    {
        if (_often.Find(key) is { } usage)
        {
            usage.Remove();
        }
        else
        {
            _once.Forget(key);
        }
    }

    private Usage Of(long at)
    {
        var usage = new Usage();
        usage.Add(at, limit);
        return usage;
    }
}
