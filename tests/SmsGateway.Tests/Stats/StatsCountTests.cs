using System.Text;
using FsCheck.Fluent;
using SmsGateway.Stats;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stats;

/// <summary>What several instances counted is what one would have that had seen all.</summary>
public sealed class StatsCountTests
{
    private const double Rounding = 1 + 1e-9;

    [Fact]
    public void The_counts_of_several_add_up_to_that_of_one_that_saw_all() =>
        Properties.ForAll(
            Counted.Many,
            all =>
            {
                var sum = all.Index()
                    .GroupBy(one => one.Index % 3, one => one.Item)
                    .Select(Counted.At)
                    .Aggregate(StatsCount.None, (sum, count) => sum.Plus(count));

                AssertSame(Counted.At(all), sum);
            },
            runs: 100
        );

    [Fact]
    public void What_has_happened_since_is_what_came_after() =>
        Properties.ForAll(
            Counted.Many,
            all => AssertSame(Counted.At(all[80..]), Counted.At(all).Since(Counted.At(all[..80]))),
            runs: 100
        );

    [Fact]
    public void A_percentile_is_within_a_bucket_of_the_true_one() =>
        Properties.ForAll(
            from seconds in Counted.Times.NonEmptyListOf()
            from share in Gen.Elements(0.01, 0.5, 0.9, 0.99, 1)
            select (Seconds: seconds.Order().ToList(), Share: share),
            sample =>
            {
                var count = Counted.At(sample.Seconds.Select(seconds => new Counted(9, "twilio", seconds)));

                var exact = sample.Seconds[(int)Math.Ceiling(sample.Share * sample.Seconds.Count) - 1];
                var told = count.Percentile(sample.Share)!.Value;
                // Shorter than a millisecond is told as the first bucket.
                Assert.InRange(
                    told,
                    Math.Max(exact, 0.001) / Math.Pow(2, 0.5) / Rounding,
                    Math.Max(exact, 0.001) * Math.Pow(2, 0.5) * Rounding
                );
            }
        );

    [Fact]
    public void A_time_lies_between_the_ends_of_its_bucket_and_the_one_before() =>
        Properties.ForAll(
            Counted.Times,
            seconds =>
            {
                var index = TimeBuckets.IndexOf(seconds);
                Assert.InRange(seconds, index == 0 ? 0 : TimeBuckets.End(index - 1), TimeBuckets.End(index) * Rounding);
            }
        );

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.001, 0)]
    [InlineData(0.002, 2)]
    [InlineData(0.0021, 3)]
    [InlineData(300, 37)]
    [InlineData(1e9, TimeBuckets.Count - 1)]
    [InlineData(double.PositiveInfinity, TimeBuckets.Count - 1)]
    public void Every_time_has_a_bucket(double seconds, int index) => Assert.Equal(index, TimeBuckets.IndexOf(seconds));

    /// <summary>No message lives longer than a day.</summary>
    [Fact]
    public void The_last_bucket_ends_after_the_longest_life() =>
        Assert.True(TimeBuckets.End(TimeBuckets.Count - 2) > TimeSpan.FromDays(1).TotalSeconds);

    [Fact]
    public void Of_nothing_there_is_no_percentile() => Assert.Null(StatsCount.None.Percentile(0.5));

    [Fact]
    public void What_is_written_is_read_as_it_was() =>
        Properties.ForAll(
            Counted.Many,
            all =>
            {
                var count = Counted.At(all);
                AssertSame(count, StatsCountSerializer.Deserialize(StatsCountSerializer.Serialize(count)));
            },
            runs: 50
        );

    [Fact]
    public void Nothing_is_written_short() =>
        Assert.Equal(
            """{"times":[],"carriers":{}}""",
            Encoding.UTF8.GetString(StatsCountSerializer.Serialize(StatsCount.None))
        );

    /// <summary>A gateway of another version, or somebody else, may have written it.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("null", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("{}", true)]
    [InlineData("""{"accepted":-1}""", false)]
    [InlineData("""{"accepted":"1"}""", false)]
    [InlineData("""{"times":null}""", false)]
    [InlineData("""{"times":[null]}""", false)]
    [InlineData("""{"times":[[3]]}""", false)]
    [InlineData("""{"times":[[55,1]]}""", false)]
    [InlineData("""{"times":[[-1,1]]}""", false)]
    [InlineData("""{"times":[[54,1]]}""", true)]
    [InlineData("""{"carriers":null}""", false)]
    [InlineData("""{"carriers":{"twilio":null}}""", false)]
    [InlineData("""{"carriers":{"twilio":[1,2]}}""", false)]
    [InlineData("""{"carriers":{"twilio":[1,2,-3]}}""", false)]
    [InlineData("""{"carriers":{"twilio":[1,2,3]},"later":true}""", true)]
    public void A_count_is_told_from_what_is_none(string json, bool isOne) =>
        Assert.Equal(isOne, StatsCountSerializer.Deserialize(Encoding.UTF8.GetBytes(json)) is not null);

    internal static void AssertSame(StatsCount expected, StatsCount? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Times, actual.Times);
        Assert.Equal(expected.Carriers, actual.Carriers);
        Assert.Equal(
            (expected.Accepted, expected.Refused, expected.Assumed, expected.Dead),
            (actual.Accepted, actual.Refused, actual.Assumed, actual.Dead)
        );
    }
}
