namespace SmsGateway.Admission;

/// <summary>Which regions each address has sent to within a day. Nearly all have one, for which there is no dictionary. Not for several threads.</summary>
internal sealed class SeenRegions
{
    private readonly Generations<ulong, First> _first = new();
    private readonly Generations<ulong, Dictionary<string, long>> _others = new();

    /// <summary>How many they are without this one.</summary>
    /// <param name="address">Its key.</param>
    /// <param name="region">ISO 3166-1.</param>
    /// <param name="now">Unix milliseconds.</param>
    public int Others(ulong address, string region, long now)
    {
        var first = _first.Find(address);
        var count = first.Region != 0 && first.Region != Packed(region) && now - first.At < Usage.Day ? 1 : 0;
        foreach (var (seen, at) in _others.Find(address) ?? [])
        {
            count += seen != region && now - at < Usage.Day ? 1 : 0;
        }

        return count;
    }

    public void See(ulong address, string region, long now)
    {
        ref var first = ref _first.Keep(address, now);
        var packed = Packed(region);
        if (first.Region == 0 || first.Region == packed)
        {
            first = new First(packed, now);
        }
        else
        {
            (_others.Keep(address, now) ??= [])[region] = now;
        }
    }

    /// <summary>The code as a number; it has two or three letters. 0 is none.</summary>
    private static uint Packed(string region)
    {
        var packed = 0u;
        foreach (var letter in region)
        {
            packed = (packed << 8) | letter;
        }

        return packed;
    }

    /// <summary>No reference, so that the garbage collector has no need to walk through all addresses.</summary>
    private readonly record struct First(uint Region, long At);
}
