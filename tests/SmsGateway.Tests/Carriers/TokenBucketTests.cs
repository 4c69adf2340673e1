using System.Globalization;
using FsCheck.Fluent;
using SmsGateway.Carriers;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Carriers;

public sealed class TokenBucketTests
{
    private const long TicksPerSecond = 1000;

    private const long Start = 1_000_000;

    [Theory]
    // One a second: one at once, and the next not a moment before a second is over.
    [InlineData(1, "0", 1)]
    [InlineData(1, "0 0 999", 1)]
    [InlineData(1, "0 1000", 2)]
    [InlineData(1, "0 1000 1999 2000", 3)]
    // What is not used in time is not kept beyond the bucket.
    [InlineData(1, "0 60000 60000", 2)]
    // After a wait the second counts from there.
    [InlineData(1, "0 1500 2499", 2)]
    [InlineData(1, "0 1500 2500", 3)]
    // Slower: still one at once.
    [InlineData(0.1, "0 9999", 1)]
    [InlineData(0.1, "0 10000", 2)]
    // Faster: a second's worth at once.
    [InlineData(5, "0 0 0 0 0 0", 5)]
    [InlineData(5, "0 0 0 0 0 199", 5)]
    [InlineData(5, "0 0 0 0 0 200 200", 6)]
    [InlineData(5, "0 0 0 0 0 1000 1000 1000 1000 1000 1000", 10)]
    [InlineData(5, "0 0 0 0 0 9000 9000 9000 9000 9000 9000", 10)]
    // Two and a half: two, and the third when its other half is there.
    [InlineData(2.5, "0 0 0 199", 2)]
    [InlineData(2.5, "0 0 200", 3)]
    public void Takes_what_a_second_brings(double perSecond, string milliseconds, int taken)
    {
        var bucket = new TokenBucket(perSecond, TicksPerSecond);
        Assert.Equal(taken, Times(milliseconds).Count(time => bucket.TryTake(time)));
    }

    [Theory]
    [InlineData(1, "", 0)]
    [InlineData(1, "0", 1000)]
    [InlineData(1, "0 0 0", 1000)]
    [InlineData(5, "0 0 0 0", 0)]
    [InlineData(5, "0 0 0 0 0", 200)]
    [InlineData(0.1, "0", 10_000)]
    public void Tells_when_the_next_can_be_taken(double perSecond, string milliseconds, long next)
    {
        var bucket = new TokenBucket(perSecond, TicksPerSecond);
        foreach (var time in Times(milliseconds))
        {
            bucket.TryTake(time);
        }

        Assert.Equal(Start + next, bucket.Next(Start));
        Assert.False(next > 0 && bucket.TryTake(Start + next - 1));
        Assert.True(bucket.TryTake(Start + next));
    }

    [Theory]
    // Taken 200 ms after it could be: what came of the time since is lost, or not.
    [InlineData(0, 2200)]
    [InlineData(200, 2000)]
    // It was free for no longer than that.
    [InlineData(500, 2000)]
    public void A_late_taker_loses_no_time_for_those_behind_him(long late, long next)
    {
        var bucket = new TokenBucket(1, TicksPerSecond);
        Assert.True(bucket.TryTake(Start));
        Assert.True(bucket.TryTake(Start + 1200, late));
        Assert.Equal(Start + next, bucket.Next(Start));
    }

    /// <summary>Whoever asks when: between any two moments no more than the bucket holds and what the time brings.</summary>
    [Fact]
    public void No_stretch_of_time_has_more_than_its_rate_and_one_bucket() =>
        Properties.ForAll(
            Gen.Elements(0.1, 0.7, 1, 2.5, 10, 300)
                .SelectMany(_ => Gen.Choose(0, 700).ArrayOf(200), (rate, gaps) => (rate, gaps)),
            asked =>
            {
                var bucket = new TokenBucket(asked.rate, TicksPerSecond);
                var now = Start;
                var taken = new List<long>();
                foreach (var gap in asked.gaps)
                {
                    // Most ask at once.
                    now += gap < 500 ? 0 : gap;
                    if (bucket.TryTake(now))
                    {
                        taken.Add(now);
                    }
                }

                for (var from = 0; from < taken.Count; from++)
                {
                    for (var to = from; to < taken.Count; to++)
                    {
                        var brought = (taken[to] - taken[from]) * asked.rate / TicksPerSecond;
                        Assert.True(to - from + 1 <= Math.Max(1, asked.rate) + brought + 1e-6);
                    }
                }
            },
            runs: 50
        );

    private static IEnumerable<long> Times(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(time => Start + long.Parse(time, CultureInfo.InvariantCulture));
}
