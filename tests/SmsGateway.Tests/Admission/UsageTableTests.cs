using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class UsageTableTests
{
    private const int Hour = 60 * 60 * 1000;

    private static readonly AdmissionLimit Limit = new()
    {
        Mode = AdmissionMode.Enforce,
        Burst = 2,
        Refill = TimeSpan.FromMinutes(1),
        PerHour = 3,
        PerDay = 5,
    };

    [Fact]
    public void What_was_never_counted_is_not_there()
    {
        var table = new UsageTable(Limit);
        table.Remove(1);

        Assert.Null(table.Find(1));
    }

    [Fact]
    public void What_was_counted_once_and_taken_back_was_not_counted()
    {
        var table = new UsageTable(Limit);
        table.Add(1, Admitting.Start);
        table.Remove(1);

        Assert.Null(table.Find(1));
    }

    [Fact]
    public void Who_comes_back_in_the_moment_of_being_forgotten_is_counted_on()
    {
        var table = new UsageTable(Limit);
        var now = Admitting.Start;
        foreach (var key in new ulong[] { 1, 2, 1 })
        {
            table.Add(key, now);
            table.Add(key, now);
            now += (24 * Hour) + 1;
        }

        table.Add(1, now - 1);

        Assert.Equal(3, table.Find(1)!.InDay(now - 1));
    }

    /// <summary>Most keys have no object of their own; what is said of them must be the same as if they had.</summary>
    [Fact]
    public void Each_key_is_counted_as_by_itself() =>
        Properties.ForAll(
            Gen.Choose(0, 2)
                .SelectMany(_ => Gen.Choose(0, 3), (key, what) => (key, what))
                .SelectMany(_ => Gen.Choose(0, Hour / 2), (step, gap) => (step.key, step.what, gap))
                .ArrayOf(40),
            steps =>
            {
                var table = new UsageTable(Limit);
                var each = new Dictionary<ulong, Usage>();
                var now = Admitting.Start;
                foreach (var (number, what, gap) in steps)
                {
                    now += gap;
                    var key = 1 + (ulong)number;
                    if (what > 0)
                    {
                        table.Add(key, now);
                        each.TryAdd(key, new Usage());
                        each[key].Add(now, Limit);
                    }
                    else
                    {
                        table.Remove(key);
                        each.GetValueOrDefault(key)?.Remove();
                    }

                    foreach (var (known, usage) in each)
                    {
                        var told = table.Find(known);
                        Assert.Equal(usage.InHour(now), told?.InHour(now) ?? 0);
                        Assert.Equal(usage.InDay(now), told?.InDay(now) ?? 0);
                        Assert.Equal(usage.RoomAt(Limit, now), told?.RoomAt(Limit, now) ?? now);
                    }
                }
            }
        );
}
