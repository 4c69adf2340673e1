namespace SmsGateway.Admission;

/// <summary>
/// What was counted under each key of one limit. Nearly all keys are counted once a day, above all in an attack; of those only the time is
/// kept, and no object that the garbage collector has to look at. Not for several threads.
/// </summary>
/// <param name="limit">Whose bucket is filled.</param>
internal sealed class UsageTable<TKey>(AdmissionLimit limit)
    where TKey : notnull
{
    private readonly Generations<TKey, Counted> _counted = new();

    public AdmissionLimit Limit => limit;

    public IEnumerable<(TKey Key, Usage Usage)> All =>
        from counted in _counted.All
        where Read(counted.Value) is not null
        select (counted.Key, Read(counted.Value)!);

    /// <returns>Null when nothing was counted.</returns>
    public Usage? Find(TKey key) => Read(_counted.Find(key));

    /// <param name="now">Unix milliseconds.</param>
    public void Add(TKey key, long now)
    {
        ref var counted = ref _counted.Keep(key, now);
        if (Read(counted) is not { } usage)
        {
            counted = new Counted(now, null);
            return;
        }

        usage.Add(now, limit);
        counted = new Counted(0, usage);
    }

    /// <summary>Takes one back.</summary>
    public void Remove(TKey key) =>
        _counted.Change(
            key,
            static counted =>
            {
                // What was counted once was not counted then.
                counted.Often?.Remove();
                return new Counted(0, counted.Often);
            }
        );

    private Usage? Read(Counted counted)
    {
        if (counted.OnceAt == 0)
        {
            return counted.Often;
        }

        var usage = new Usage();
        usage.Add(counted.OnceAt, limit);
        return usage;
    }

    /// <param name="OnceAt">When, of what was counted once; otherwise 0.</param>
    /// <param name="Often">Of what was counted more than once.</param>
    private readonly record struct Counted(long OnceAt, Usage? Often);
}
