namespace SmsGateway.Admission;

/// <summary>Which regions each address has sent to within a day. Nearly all have one, for which there is no dictionary. Not for several threads.</summary>
internal sealed class SeenRegions
{
    private const int RegionBits = 24;
    private const long RegionMask = (1 << RegionBits) - 1;
    private const int Second = 1000;

    /// <summary>One region and when: its letters below, and above them the seconds, which end in some ten thousand years.</summary>
    private readonly RecentTable<Dictionary<long, long>> _regions = new(TimeOf, regions => regions.Values.Max());

    /// <summary>How many they are without this one.</summary>
    /// <param name="address">Its key.</param>
    /// <param name="region">ISO 3166-1.</param>
    /// <param name="now">Unix milliseconds.</param>
    public int Others(ulong address, string region, long now)
    {
        var (one, many) = _regions.Find(address);
        var packed = Packed(region);
        if (many is null)
        {
            return one != 0 && (one & RegionMask) != packed && now - TimeOf(one) < Usage.Day ? 1 : 0;
        }

        var count = 0;
        foreach (var (seen, at) in many)
        {
            count += seen != packed && now - at < Usage.Day ? 1 : 0;
        }

        return count;
    }

    public void See(ulong address, string region, long now)
    {
        var (one, many) = _regions.Find(address);
        var packed = Packed(region);
        if (many is not null)
        {
            many[packed] = now;
        }
        else if (one == 0 || (one & RegionMask) == packed)
        {
            // As of the end of the second: never forgotten too early.
            _regions.Set(address, (((now + Second - 1) / Second) << RegionBits) | packed, now);
        }
        else
        {
            _regions.Set(address, new Dictionary<long, long> { [one & RegionMask] = TimeOf(one), [packed] = now }, now);
        }
    }

    private static long TimeOf(long one) => (one >> RegionBits) * Second;

    /// <summary>The code as a number; it has two or three letters.</summary>
    private static long Packed(string region)
    {
        var packed = 0L;
        foreach (var letter in region)
        {
            packed = (packed << 8) | letter;
        }

        return packed & RegionMask;
    }
}
