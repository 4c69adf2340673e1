using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Carriers;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Routing;

public sealed class WeightShiftTests
{
    private static readonly AttemptCount Good = new(100, 0);
    private static readonly AttemptCount Bad = new(100, 30);
    private static readonly AttemptCount AlmostBad = new(100, 29);
    private static readonly AttemptCount Few = new(WeightShift.MinimumAttempts - 1, WeightShift.MinimumAttempts - 1);

    /// <summary>Weights of one to six carriers, and minutes: the bad attempts of each in a hundred, and how long nothing had changed.</summary>
    private static readonly Gen<(int[] Weights, int[][] Minutes)> Days =
        from count in Gen.Choose(1, 6)
        from weights in Gen.Choose(1, 20).ArrayOf(count)
        from minutes in Gen.Choose(0, 100).ArrayOf(7).ArrayOf(30)
        select (weights, minutes);

    [Theory]
    [InlineData("", 1, "100")]
    [InlineData("", 2, "51 49")]
    [InlineData("", 3, "35 33 32")]
    [InlineData("", 4, "26 25 25 24")]
    [InlineData("70 30", 2, "70 30")]
    [InlineData("7 3", 2, "70 30")]
    [InlineData("1 1 1", 3, "34 33 33")]
    [InlineData("10000 1", 2, "100 0")]
    [InlineData("0 5", 2, "0 100")]
    [InlineData("2 1 0", 3, "67 33 0")]
    public void A_route_begins_at_its_weights_or_at_equal_parts(string weights, int count, string points) =>
        Assert.Equal(Numbers(points), WeightShift.Anchor([.. Numbers(weights)], count));

    [Fact]
    public void A_table_of_minutes()
    {
        // What the first's minute was, the second's, and the points after it.
        (AttemptCount First, AttemptCount Second, string Points)[] minutes =
        [
            (Good, Good, "51 49"),
            (Bad, Good, "41 59"),
            (AlmostBad, Good, "41 59"),
            (Bad, Good, "31 69"),
            // Nobody's advantage.
            (Bad, Bad, "31 69"),
            // Too few to say anything.
            (Few, Good, "31 69"),
            (Good, Bad, "41 59"),
            (Bad, Few, "31 69"),
            (Bad, Good, "21 79"),
            (Bad, Good, "11 89"),
            (Bad, Good, "1 99"),
            (Bad, Good, "0 100"),
            (Bad, Good, "0 100"),
            (default, Bad, "10 90"),
        ];
        var points = WeightShift.Anchor([], 2);
        foreach (var (first, second, expected) in minutes)
        {
            points = WeightShift.Next(points, WeightShift.Anchor([], 2), [first, second], TimeSpan.FromMinutes(1));
            Assert.Equal(Numbers(expected), points);
        }
    }

    [Theory]
    [InlineData("0 100", "51 49", "10 90")]
    [InlineData("41 59", "51 49", "51 49")]
    [InlineData("46 54", "51 49", "51 49")]
    [InlineData("90 10", "70 30", "80 20")]
    [InlineData("0 50 50", "34 33 33", "10 40 50")]
    [InlineData("34 33 33", "34 33 33", "34 33 33")]
    public void After_an_hour_without_a_change_ten_points_go_back(string points, string anchor, string expected)
    {
        var hour = WeightShift.Rest;
        Assert.Equal(Numbers(expected), Next(hour));
        Assert.Equal(Numbers(points), Next(hour - TimeSpan.FromTicks(1)));

        IEnumerable<int> Next(TimeSpan sinceChange) =>
            WeightShift.Next(
                [.. Numbers(points)],
                [.. Numbers(anchor)],
                [.. Numbers(points).Select(_ => Good)],
                sinceChange
            );
    }

    [Fact]
    public void Of_three_the_bad_one_gives_to_both_others() =>
        Assert.Equal([25, 38, 37], WeightShift.Next([35, 33, 32], [35, 33, 32], [Bad, Good, Good], TimeSpan.Zero));

    [Fact]
    public void The_points_are_a_hundred_whatever_the_minutes_were() =>
        Properties.ForAll(
            Days,
            day =>
            {
                var anchor = WeightShift.Anchor([.. day.Weights], day.Weights.Length);
                var points = anchor;
                foreach (var minute in day.Minutes)
                {
                    var counts = day.Weights.Select((_, i) => new AttemptCount(100, minute[i])).ToArray();
                    points = WeightShift.Next(points, anchor, counts, TimeSpan.FromMinutes(minute[^1]));
                    Assert.Equal(WeightShift.Points, points.Sum());
                    Assert.All(points, point => Assert.InRange(point, 0, WeightShift.Points));
                }
            }
        );

    private static IEnumerable<int> Numbers(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
}
