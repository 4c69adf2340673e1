using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class GenerationsTests
{
    private const long Day = 24 * 60 * 60 * 1000;

    private static readonly long Start = Admitting.Start;

    private readonly Generations<int, Value> _values = new();

    [Fact]
    public void Finds_nothing_that_was_never_there() => Assert.Null(_values.Find(1));

    [Fact]
    public void Gives_the_same_value_again()
    {
        var first = Get(_values, 1, Start);

        Assert.Same(first, Get(_values, 1, Start + 1));
        Assert.Same(first, _values.Find(1));
    }

    [Fact]
    public void Forgets_what_nobody_came_back_to_for_two_days()
    {
        Get(_values, 1, Start);
        Get(_values, 2, Start + Day + 1);
        Assert.NotNull(_values.Find(1));

        Get(_values, 3, Start + (2 * Day) + 2);
        Assert.Null(_values.Find(1));
        Assert.Equal([2, 3], _values.All.Select(pair => pair.Key).Order());
    }

    [Fact]
    public void Keeps_what_somebody_comes_back_to()
    {
        var value = Get(_values, 1, Start);
        for (var day = 1; day < 10; day++)
        {
            Assert.Same(value, Get(_values, 1, Start + (day * (Day + 1))));
        }

        Assert.Single(_values.All);
    }

    /// <summary>A rule looks back for a day: until then a key is found, whatever else is touched meanwhile.</summary>
    [Fact]
    public void Forgets_nothing_within_a_day() =>
        Properties.ForAll(
            Gen.Choose(0, 9).SelectMany(_ => Gen.Choose(0, (int)Day / 3), (key, gap) => (key, gap)).ArrayOf(60),
            touches =>
            {
                var values = new Generations<int, Value>();
                var touched = new Dictionary<int, (long At, Value Value)>();
                var now = Start;
                foreach (var (key, gap) in touches)
                {
                    now += gap;
                    touched[key] = (now, Get(values, key, now));
                    foreach (var (known, last) in touched.Where(pair => now - pair.Value.At <= Day))
                    {
                        Assert.Same(last.Value, values.Find(known));
                    }
                }
            }
        );

    private static Value Get(Generations<int, Value> values, int key, long now) =>
        values.Keep(key, now) ??= new Value();

    private sealed class Value;
}
