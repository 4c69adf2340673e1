using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>A number stands for its own time here, and so does an object.</summary>
public sealed class RecentTableTests
{
    private const long Start = 1_000_000_000_000;
    private const long Day = Usage.Day;

    /// <summary>More than there is ever room for.</summary>
    private const int Flood = 3_000_000;

    /// <summary>That sixteen of these share their places is not seen in ten thousand runs.</summary>
    private const int Young = 100_000;

    [Fact]
    public void What_is_set_is_found_whatever_else_comes_goes_and_becomes_an_object() =>
        Properties.ForAll(
            Gen.Choose(1, 300).SelectMany(_ => Gen.Choose(0, 3), (key, what) => (key, what)).ArrayOf(600),
            steps =>
            {
                var table = Table();
                var expected = new Dictionary<ulong, Remembered<Seen>>();
                var now = Start;
                foreach (var (number, what) in steps)
                {
                    var key = Hashed(number);
                    now++;
                    if (what == 0)
                    {
                        table.Set(key, 0, now);
                        expected.Remove(key);
                    }
                    else if (what == 1)
                    {
                        var seen = new Seen(now);
                        table.Set(key, seen, now);
                        expected[key] = new(0, seen);
                    }
                    else
                    {
                        table.Set(key, now, now);
                        expected[key] = new(now, null);
                    }
                }

                Assert.All(
                    Enumerable.Range(1, 300).Select(Hashed),
                    key => Assert.Equal(expected.GetValueOrDefault(key), table.Find(key))
                );
            }
        );

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Nobody_who_was_here_within_a_day_is_forgotten_to_make_room(long over, bool isKept)
    {
        var table = Table();
        var many = new Seen(Start);
        table.Set(Hashed(1), Start, Start);
        table.Set(Hashed(2), many, Start);

        Fill(table, 3, 1000, Start + Day + over);

        Assert.Equal(isKept ? Start : 0, table.Find(Hashed(1)).One);
        Assert.Equal(isKept ? many : null, table.Find(Hashed(2)).Many);
        Assert.All(Enumerable.Range(3, 1000), number => Assert.NotEqual(0, table.Find(Hashed(number)).One));
    }

    [Fact]
    public void An_object_that_came_again_is_kept_though_it_was_set_long_ago()
    {
        var table = Table();
        var many = new Seen(Start);
        table.Set(Hashed(1), many, Start);
        many.At = Start + Day;

        Fill(table, 2, 1000, Start + Day + 1);

        Assert.Same(many, table.Find(Hashed(1)).Many);
    }

    [Fact]
    public void A_place_that_an_object_has_left_is_anothers()
    {
        var table = Table();
        for (var day = 0; day < 4; day++)
        {
            var now = Start + (2 * day * Day);
            for (var number = 0; number < 200; number++)
            {
                table.Set(Hashed((1000 * day) + number + 1), new Seen(now), now);
            }

            Assert.All(
                Enumerable.Range((1000 * day) + 1, 200),
                number => Assert.Equal(now, table.Find(Hashed(number)).Many!.At)
            );
        }
    }

    [Fact]
    public void Of_more_than_there_is_room_for_the_younger_stay()
    {
        var table = Table();
        for (var number = 1; number <= Flood; number++)
        {
            table.Set(Hashed(number), Start + number, Start + number);
        }

        Assert.Equal(0, table.Find(Hashed(1)).One);
        Assert.All(
            Enumerable.Range(Flood - Young, Young),
            number => Assert.Equal(Start + number, table.Find(Hashed(number)).One)
        );
    }

    [Fact]
    public void A_flood_in_one_moment_ends_with_the_last_of_it()
    {
        var table = Table();

        Fill(table, 1, Flood, Start);

        Assert.Equal(Start, table.Find(Hashed(Flood)).One);
    }

    private static RecentTable<Seen> Table() => new(at => at, seen => seen.At);

    private static void Fill(RecentTable<Seen> table, int from, int count, long now)
    {
        for (var number = from; number < from + count; number++)
        {
            table.Set(Hashed(number), now, now);
        }
    }

    /// <summary>As the keys are that it is made for.</summary>
    private static ulong Hashed(int number) => new SipHash(new byte[16]).Of(BitConverter.GetBytes(number)) | 1;

    private sealed class Seen(long at)
    {
        public long At { get; set; } = at;
    }
}
