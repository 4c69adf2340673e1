namespace SmsGateway.Admission;

/// <summary>What was counted under each key of one limit. Not for several threads.</summary>
internal interface IUsageTable<in TKey>
{
    /// <summary>Whose bucket is filled.</summary>
    AdmissionLimit Limit { get; }

    /// <returns>Null when nothing was counted.</returns>
    Usage? Find(TKey key);

    /// <param name="now">Unix milliseconds.</param>
    void Add(TKey key, long now);

    /// <summary>Takes one back.</summary>
    void Remove(TKey key);
}

/// <summary>Of numbers, blocks, addresses and users, by their hashes: nearly all are counted once a day, and of those only the time is kept.</summary>
internal sealed class UsageTable(AdmissionLimit limit) : IUsageTable<ulong>
{
    private readonly RecentTable<Usage> _usages = new(at => at, usage => usage.LastAt);

    public AdmissionLimit Limit => limit;

    public Usage? Find(ulong key) =>
        _usages.Find(key) switch
        {
            { Many: { } usage } => usage,
            { One: not 0 and var at } => Of(at),
            _ => null,
        };

    public void Add(ulong key, long now)
    {
        var (at, usage) = _usages.Find(key);
        if (usage is not null)
        {
            usage.Add(now, limit);
        }
        else if (at == 0)
        {
            _usages.Set(key, now, now);
        }
        else
        {
            usage = Of(at);
            usage.Add(now, limit);
            _usages.Set(key, usage, now);
        }
    }

    public void Remove(ulong key)
    {
        var (at, usage) = _usages.Find(key);
        if (usage is not null)
        {
            usage.Remove();
        }
        else if (at != 0)
        {
            _usages.Set(key, 0, at);
        }
    }

    private Usage Of(long at)
    {
        var usage = new Usage();
        usage.Add(at, limit);
        return usage;
    }
}

/// <summary>Of regions and callers, which are few and are asked for again and again.</summary>
internal sealed class NamedUsages(AdmissionLimit limit) : IUsageTable<string>
{
    private readonly Dictionary<string, Usage> _usages = [];
    private KeyValuePair<string?, Usage?> _last;

    public AdmissionLimit Limit => limit;

    public IEnumerable<KeyValuePair<string, Usage>> All => _usages;

    public Usage? Find(string key)
    {
        // One message asks for the same one several times.
        if (!ReferenceEquals(_last.Key, key))
        {
            _last = new(key, _usages.GetValueOrDefault(key));
        }

        return _last.Value;
    }

    public void Add(string key, long now)
    {
        if (Find(key) is not { } usage)
        {
            _usages[key] = usage = new Usage();
            _last = new(key, usage);
        }

        usage.Add(now, limit);
    }

    public void Remove(string key) => Find(key)?.Remove();
}
