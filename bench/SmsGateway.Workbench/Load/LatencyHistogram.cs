using System.Numerics;

namespace SmsGateway.Workbench.Load;

/// <summary>Counts durations in microseconds: exact below 64, then 32 steps to each power of two, so at most 3 % off.</summary>
internal sealed class LatencyHistogram
{
    private const int Steps = 32;

    private readonly long[] _counts = new long[60 * Steps];

    public long Count { get; private set; }

    public long Max { get; private set; }

    public void Record(long microseconds)
    {
        var value = Math.Max(0, microseconds);
        _counts[IndexOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <param name="fraction">0.5 for the median.</param>
    public long Percentile(double fraction)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * fraction));
        long passed = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            passed += _counts[i];
            if (passed >= wanted)
            {
                return Math.Min(UpperBound(i), Max);
            }
        }

        return Max;
    }

    private static int IndexOf(long value)
    {
        if (value < 2 * Steps)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - 5;
        return (shift * Steps) + (int)(value >> shift);
    }

    private static long UpperBound(int index)
    {
        if (index < 2 * Steps)
        {
            return index;
        }

        var shift = (index / Steps) - 1;
        return ((long)((index % Steps) + Steps + 1) << shift) - 1;
    }
}
