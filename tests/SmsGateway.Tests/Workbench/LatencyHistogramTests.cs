using SmsGateway.Workbench.Load;
using Xunit;

namespace SmsGateway.Tests.Workbench;

public sealed class LatencyHistogramTests
{
    private static readonly double[] Fractions = [0.0001, 0.01, 0.5, 0.99, 0.9999];

    [Fact]
    public void Percentiles_are_at_most_four_per_cent_too_high_and_never_too_low()
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 1_000_000; value++)
        {
            histogram.Record(value);
        }

        Assert.All(Fractions, fraction =>
            Assert.InRange(histogram.Percentile(fraction), 1_000_000 * fraction, 1_000_000 * fraction * 1.04));
        Assert.Equal(1_000_000, histogram.Percentile(1));
        Assert.Equal(1_000_000, histogram.Max);
    }

    [Fact]
    public void Adding_up_is_like_recording_in_one()
    {
        var one = new LatencyHistogram();
        var other = new LatencyHistogram();
        one.Record(10);
        other.Record(30);
        other.Record(2_000_000_000);
        one.Add(other);

        Assert.Equal(3, one.Count);
        Assert.Equal(30, one.Percentile(0.5));
        Assert.Equal(2_000_000_000, one.Max);
    }
}
