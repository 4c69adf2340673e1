namespace SmsGateway.Stats;

/// <summary>
/// The buckets in which times are counted, so that what several instances counted can be added and still has percentiles. Their bounds
/// are the powers of the square root of two, those of OpenTelemetry's exponential histograms at scale 1: two to each doubling, so that
/// a percentile is wrong by a fifth at most, from the millisecond that no carrier answers in to 37 hours, longer than any message lives.
/// </summary>
public static class TimeBuckets
{
    /// <summary>The last one ends at 2^27 ms.</summary>
    public const int Count = 55;

    /// <summary>The bucket of a time; what is shorter or longer than all is in the first or the last.</summary>
    public static int IndexOf(double seconds)
    {
        var milliseconds = seconds * 1000;
        return milliseconds > 1 ? Math.Min((int)Math.Ceiling(2 * Math.Log2(milliseconds)), Count - 1) : 0;
    }

    /// <summary>The longest time in a bucket, in seconds.</summary>
    public static double End(int index) => Math.Pow(2, index / 2.0) / 1000;

    /// <summary>What a bucket stands for, in seconds: as far from its beginning as its end is from it, as factors.</summary>
    public static double Middle(int index) => Math.Pow(2, (index - 0.5) / 2) / 1000;
}
