using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class UsageTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Nothing to fill: only the counts of hour and day.</summary>
    private static readonly AdmissionLimit Windows = new() { PerHour = int.MaxValue, PerDay = int.MaxValue };

    private static readonly long Start = Admitting.Start;

    /// <summary>Pauses as they are between people, and between machines.</summary>
    private static readonly Gen<long[]> Gaps = Gen.OneOf(
            Gen.Choose(0, 1000),
            Gen.Choose(0, 3 * (int)Minute),
            Gen.Choose(0, 3 * (int)Hour)
        )
        .Select(gap => (long)gap)
        .ArrayOf(200);

    [Theory]
    [InlineData("0 0 0 0", 3)]
    // One is back after a minute, and not a moment sooner.
    [InlineData("0 0 0 59999", 3)]
    [InlineData("0 0 0 60000", 4)]
    [InlineData("0 0 0 60000 60000 119999", 4)]
    [InlineData("0 0 0 60000 120000", 5)]
    // The minute of the second began with the first.
    [InlineData("0 30000 30000 30000 60000 60000", 4)]
    [InlineData("0 30000 30000 59999", 3)]
    // What is not used is not kept beyond the burst.
    [InlineData("0 0 0 180000 180000 180000 180000", 6)]
    [InlineData("0 0 0 9000000 9000000 9000000 9000000", 6)]
    public void A_bucket_drains_by_one_in_each_refill(string times, int admitted)
    {
        var limit = Admitting.Bucket(3, TimeSpan.FromMinutes(1));
        var usage = new Usage();
        Assert.Equal(
            admitted,
            times
                .Split(' ')
                .Select(time => Start + long.Parse(time, CultureInfo.InvariantCulture))
                .Count(now => Take(usage, limit, now))
        );
    }

    [Theory]
    [InlineData("0 0", 0, 0)]
    [InlineData("0 0 0", 0, 60_000)]
    [InlineData("0 0 0", 15_000, 60_000)]
    [InlineData("0 0 0", 59_999, 60_000)]
    [InlineData("0 0 0", 60_000, 60_000)]
    [InlineData("0 0 30000", 30_000, 60_000)]
    public void Tells_when_a_bucket_has_room(string times, long now, long roomAt)
    {
        var limit = Admitting.Bucket(3, TimeSpan.FromMinutes(1));
        var usage = new Usage();
        foreach (var time in times.Split(' '))
        {
            usage.Add(Start + long.Parse(time, CultureInfo.InvariantCulture), limit);
        }

        Assert.Equal(Start + roomAt, usage.RoomAt(limit, Start + now));
    }

    [Theory]
    // By the minute, as of its end.
    [InlineData(0, Hour, 1)]
    [InlineData(0, Hour + Minute - 1, 1)]
    [InlineData(0, Hour + Minute, 0)]
    [InlineData(Minute - 1, Hour + Minute - 1, 1)]
    [InlineData(Minute - 1, Hour + Minute, 0)]
    public void An_hour_is_remembered_whole_and_a_minute_more_at_most(long at, long now, int expected) =>
        Assert.Equal(expected, Admitting.Counted(1, Windows, Start + at).InHour(Start + now));

    [Theory]
    [InlineData(0, Day, 1)]
    [InlineData(0, Day + Minute - 1, 1)]
    [InlineData(0, Day + Minute, 0)]
    [InlineData(Minute - 1, Day + Minute - 1, 1)]
    public void A_day_is_remembered_whole(long at, long now, int expected) =>
        Assert.Equal(expected, Admitting.Counted(1, Windows, Start + at).InDay(Start + now));

    [Theory]
    [InlineData(3, 2, false)]
    [InlineData(3, 3, true)]
    [InlineData(3, 4, true)]
    public void There_is_room_in_an_hour_again_when_enough_is_forgotten(int limit, int counted, bool isFull)
    {
        var perHour = Admitting.PerHour(limit);
        var usage = new Usage();
        for (var i = 0; i < counted; i++)
        {
            usage.Add(Start + (i * Minute), perHour);
        }

        var now = Start + (10 * Minute);
        // The first, or with one more than the limit the second, has to go.
        Assert.Equal(isFull ? Start + ((counted - limit + 1) * Minute) + Hour : now, usage.RoomAt(perHour, now));
    }

    /// <summary>However they come: an hour is never forgotten too early and at most a minute late, a day at most an hour late.</summary>
    [Fact]
    public void Counts_are_those_of_the_hour_and_of_the_day() =>
        Properties.ForAll(
            Gaps,
            gaps =>
            {
                var usage = new Usage();
                var times = new List<long>();
                var now = Start;
                foreach (var gap in gaps)
                {
                    now += gap;
                    usage.Add(now, Windows);
                    times.Add(now);
                    Assert.InRange(usage.InHour(now), Count(times, now, Hour), Count(times, now, Hour + Minute));
                    Assert.InRange(usage.InDay(now), Count(times, now, Day), Count(times, now, Day + Hour));
                }

                for (var later = now; later < now + Day + (2 * Hour); later += 7 * Minute)
                {
                    Assert.InRange(usage.InHour(later), Count(times, later, Hour), Count(times, later, Hour + Minute));
                    Assert.InRange(usage.InDay(later), Count(times, later, Day), Count(times, later, Day + Hour));
                }
            }
        );

    /// <summary>What is told to wait until a time has room then, and not before.</summary>
    [Fact]
    public void There_is_room_exactly_from_the_time_that_is_told() =>
        Properties.ForAll(
            Gaps.SelectMany(_ => Gen.Choose(1, 12), (gaps, perHour) => (gaps, perHour)),
            asked =>
            {
                var limit = new AdmissionLimit { PerHour = asked.perHour, PerDay = asked.perHour * 3 };
                var usage = new Usage();
                var now = Start;
                foreach (var gap in asked.gaps)
                {
                    now += gap;
                    var roomAt = usage.RoomAt(limit, now);
                    if (roomAt > now)
                    {
                        Assert.True(usage.RoomAt(limit, roomAt - 1) > roomAt - 1);
                        Assert.True(usage.RoomAt(limit, roomAt) <= roomAt);
                    }
                    else
                    {
                        usage.Add(now, limit);
                    }
                }
            }
        );

    [Fact]
    public void What_comes_with_an_earlier_time_counts_as_of_the_latest()
    {
        var usage = new Usage();
        usage.Add(Start + Hour, Windows);
        usage.Add(Start, Windows);

        Assert.Equal(Start + Hour, usage.LastAt);
        Assert.Equal(2, usage.InHour(Start + Hour + Hour));
    }

    [Fact]
    public void A_bucket_is_not_drained_by_an_earlier_time()
    {
        var limit = Admitting.Bucket(2, TimeSpan.FromMinutes(1));
        var usage = Admitting.Counted(2, limit, Start + Minute);

        Assert.Equal(Start + Minute, usage.RoomAt(limit, Start));
        Assert.False(Take(usage, limit, Start));
    }

    [Fact]
    public void One_that_is_taken_back_leaves_everything_as_before()
    {
        var limit = new AdmissionLimit
        {
            Burst = 3,
            Refill = TimeSpan.FromMinutes(1),
            PerHour = 3,
            PerDay = 3,
        };
        var usage = Admitting.Counted(2, limit);
        usage.Add(Start + Minute, limit);
        usage.Remove();

        Assert.Equal((2, 2), (usage.InHour(Start + Minute), usage.InDay(Start + Minute)));
        Assert.True(Take(usage, limit, Start + Minute));
        Assert.False(Take(usage, limit, Start + Minute));
    }

    [Fact]
    public void More_taken_back_than_was_counted_gives_no_credit()
    {
        var limit = Admitting.Bucket(1, TimeSpan.FromMinutes(1));
        var usage = Admitting.Counted(1, limit);
        for (var i = 0; i < 5; i++)
        {
            usage.Remove();
        }

        Assert.Equal(0, usage.InDay(Start));
        Assert.True(Take(usage, limit, Start));
        Assert.False(Take(usage, limit, Start));
    }

    [Fact]
    public void Who_goes_on_at_a_full_bucket_that_only_records_waits_no_longer_for_it()
    {
        var limit = Admitting.Bucket(2, TimeSpan.FromMinutes(1), AdmissionMode.RecordOnly);
        var usage = Admitting.Counted(50, limit);

        Assert.Equal(Start + Minute, usage.RoomAt(limit, Start));
    }

    private static bool Take(Usage usage, AdmissionLimit limit, long now)
    {
        if (usage.RoomAt(limit, now) > now)
        {
            return false;
        }

        usage.Add(now, limit);
        return true;
    }

    private static int Count(List<long> times, long now, long window) =>
        times.Count(time => time <= now && time > now - window);
}
