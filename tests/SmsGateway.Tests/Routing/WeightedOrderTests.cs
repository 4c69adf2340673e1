using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Routing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Routing;

public sealed class WeightedOrderTests
{
    private const double Highest = 1 - (1.0 / (1L << 53));

    /// <summary>One to six weights up to 20, at least one of them over 0.</summary>
    private static readonly Gen<int[]> Weights = Gen.Choose(1, 6)
        .SelectMany(length => Gen.Choose(0, 20).ArrayOf(length))
        .Where(weights => weights.Any(weight => weight > 0));

    [Theory]
    [InlineData("70,30", "0", "a,b", 1)]
    [InlineData("70,30", "0.6999", "a,b", 1)]
    [InlineData("70,30", "0.7", "b,a", 1)]
    [InlineData("30,70", "0.3", "b,a", 1)]
    [InlineData("1,1,2", "0.25 0.3", "b,a,c", 2)]
    [InlineData("1,1,2", "0.5 0.5", "c,b,a", 2)]
    [InlineData("0,1,1", "0.5", "c,b,a", 1)]
    [InlineData("0,5,0", "", "b,a,c", 0)]
    // Weights may come to nothing where they change.
    [InlineData("0,0", "", "a,b", 0)]
    [InlineData("-3,1", "", "b,a", 0)]
    [InlineData("7", "", "a", 0)]
    [InlineData("2147483647,2147483647", "0.5", "b,a", 1)]
    public void Each_draw_is_from_those_that_are_left(string weights, string random, string order, int asked)
    {
        var draws = new Queue<double>(Numbers(random, ' '));
        var before = draws.Count;
        Assert.Equal(order, Draw([.. Numbers(weights, ',').Select(weight => (int)weight)], draws.Dequeue));
        Assert.Equal(asked, before - draws.Count);
    }

    [Fact]
    public void The_share_of_each_as_the_first_is_its_part_of_all_weights() =>
        Properties.ForAll(
            Weights,
            weights => Assert.Equal(weights, Shares(weights, sample => [sample, .. Enumerable.Repeat(0.0, 5)], 0))
        );

    [Fact]
    public void When_the_first_fails_its_share_goes_to_the_others_by_their_weights() =>
        Properties.ForAll(
            Weights.Where(weights => weights.Count(weight => weight > 0) > 1),
            weights =>
            {
                var first = Array.FindIndex(weights, weight => weight > 0);
                int[] others = [.. weights.Select((weight, i) => i == first ? 0 : weight)];
                Assert.Equal(others, Shares(others, sample => [0, sample, .. Enumerable.Repeat(0.0, 4)], 1, weights));
            }
        );

    [Fact]
    public void Each_is_there_once_and_those_without_weight_are_last_as_they_are_written() =>
        Properties.ForAll(
            Weights.SelectMany(
                _ => Gen.Elements(0.0, 0.25, 0.5, 0.999, Highest).ArrayOf(6),
                (weights, random) => (weights, random)
            ),
            both =>
            {
                var draws = new Queue<double>(both.random);
                var order = WeightedOrder.Draw(
                    [.. Enumerable.Range(0, both.weights.Length)],
                    both.weights,
                    draws.Dequeue
                );
                Assert.Equal(Enumerable.Range(0, both.weights.Length), order.Order());
                var last = order.Where(i => both.weights[i] == 0).ToList();
                Assert.Equal(last, order.TakeLast(last.Count));
                Assert.Equal(last.Order(), last);
            }
        );

    /// <summary>How often each is at a place, when the randomness takes every value in turn: so often as its weight says.</summary>
    private static int[] Shares(int[] expected, Func<double, double[]> randomOf, int place, int[]? weights = null)
    {
        var shares = new int[expected.Length];
        var samples = expected.Sum();
        for (var i = 0; i < samples; i++)
        {
            var draws = new Queue<double>(randomOf((i + 0.5) / samples));
            shares[
                WeightedOrder.Draw([.. Enumerable.Range(0, expected.Length)], weights ?? expected, draws.Dequeue)[place]
            ]++;
        }

        return shares;
    }

    private static string Draw(int[] weights, Func<double> random) =>
        string.Join(
            ',',
            WeightedOrder.Draw([.. "abcdef".Take(weights.Length).Select(c => c.ToString())], weights, random)
        );

    private static IEnumerable<double> Numbers(string text, char separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
}
