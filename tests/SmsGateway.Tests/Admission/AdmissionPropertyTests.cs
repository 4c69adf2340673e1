using FsCheck;
using FsCheck.Fluent;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>What holds for every order of requests in time.</summary>
public sealed class AdmissionPropertyTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    private const double Rounding = 1e-6;

    private const int Threads = 8;

    /// <summary>A number in each of six regions.</summary>
    private static readonly string[] Abroad =
    [
        "+4915100000000",
        "+12025550123",
        "+447700900123",
        "+61491570156",
        "+6581234567",
        "+33612345678",
    ];

    private static readonly Gen<AdmissionLimit> Limits =
        from burst in Gen.Choose(1, 5)
        from refill in Gen.Choose(1, 120)
        from perHour in Gen.Choose(1, 20)
        from perDay in Gen.Choose(1, 40)
        select new AdmissionLimit
        {
            Burst = burst,
            Refill = TimeSpan.FromSeconds(refill),
            PerHour = perHour,
            PerDay = perDay,
        };

    /// <summary>Some come in a rush, some as a script would have it, some as people do.</summary>
    private static readonly Gen<long[]> Gaps = Gen.OneOf(
            Gen.Constant(0),
            Gen.Choose(0, 2000),
            Gen.Choose(0, 2 * (int)Minute),
            Gen.Choose(0, 2 * (int)Hour)
        )
        .Select(gap => (long)gap)
        .ArrayOf(150);

    /// <summary>Mostly home, with pauses of more than a day among them: otherwise all regions are soon asked for every day.</summary>
    private static readonly Gen<(long Gap, string Number)[]> Journeys = Gen.OneOf(
            Gen.Constant(0),
            Gen.Choose(0, 2 * (int)Hour),
            Gen.Choose(0, 30 * (int)Hour)
        )
        .SelectMany(
            _ => Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, Abroad.Length - 1))),
            (gap, region) => ((long)gap, Abroad[region])
        )
        .ArrayOf(100);

    [Fact]
    public void No_arrivals_pass_more_than_burst_and_refill_or_the_hour_or_the_day() =>
        Properties.ForAll(
            Limits.SelectMany(_ => Gaps, (limit, gaps) => (limit, gaps)),
            asked =>
            {
                var steps = new LedgerSteps(AdmissionOptions.Off with { PerNumber = asked.limit });
                var now = Admitting.Start;
                var admitted = new List<long>();
                foreach (var gap in asked.gaps)
                {
                    now += gap;
                    var isAdmitted = steps.Decide(Admitting.Request(), now).IsAdmitted;
                    Assert.True(isAdmitted || !HasRoom(asked.limit, admitted, now));
                    if (isAdmitted)
                    {
                        admitted.Add(now);
                    }
                }

                AssertWithin(asked.limit, admitted);
            }
        );

    /// <summary>Each rule that counts amounts, by whatever else its requests differ.</summary>
    [Theory]
    [InlineData(AdmissionRule.PerIp)]
    [InlineData(AdmissionRule.PerRegion)]
    [InlineData(AdmissionRule.PerUser)]
    [InlineData(AdmissionRule.PerCaller)]
    [InlineData(AdmissionRule.PerTenant)]
    public void The_same_holds_for_each_kind_of_limit(AdmissionRule rule) =>
        Properties.ForAll(
            Limits.SelectMany(_ => Gaps, (limit, gaps) => (limit, gaps)),
            asked =>
            {
                var steps = new LedgerSteps(
                    rule switch
                    {
                        AdmissionRule.PerIp => AdmissionOptions.Off with { PerIp = asked.limit },
                        AdmissionRule.PerRegion => AdmissionOptions.Off with { PerRegion = asked.limit },
                        AdmissionRule.PerUser => AdmissionOptions.Off with { PerUser = asked.limit },
                        AdmissionRule.PerCaller => AdmissionOptions.Off with { PerCaller = asked.limit },
                        _ => AdmissionOptions.Off with { PerTenant = asked.limit },
                    }
                );
                var now = Admitting.Start;
                var admitted = new List<long>();
                var counted = new List<long>();
                for (var i = 0; i < asked.gaps.Length; i++)
                {
                    now += asked.gaps[i];
                    var request = Admitting.Request(Admitting.Number(i), "203.0.113.9", "auth0|a");
                    var isAdmitted = steps.Decide(request, now).IsAdmitted;
                    Assert.True(isAdmitted || !HasRoom(asked.limit, counted, now));
                    if (isAdmitted)
                    {
                        admitted.Add(now);
                    }

                    // What a rule against fraud refuses is a sign of fraud all the same.
                    if (isAdmitted || AdmissionRules.IsOfFraud(rule))
                    {
                        counted.Add(now);
                    }
                }

                AssertWithin(asked.limit, admitted);
            },
            runs: 60
        );

    /// <summary>A number block lets through what an hour may have, and nothing while it is held.</summary>
    [Fact]
    public void No_arrivals_pass_more_to_a_number_block_than_an_hour_may_have() =>
        Properties.ForAll(
            Gen.Choose(1, 12).SelectMany(_ => Gaps, (perHour, gaps) => (perHour, gaps)),
            asked =>
            {
                var steps = new LedgerSteps(AdmissionOptions.Off with { PerBlock = Admitting.PerHour(asked.perHour) });
                var now = Admitting.Start;
                var limit = Admitting.PerHour(asked.perHour);
                var heldUntil = 0L;
                var admitted = new List<long>();
                var counted = new List<long>();
                for (var i = 0; i < asked.gaps.Length; i++)
                {
                    now += asked.gaps[i];
                    if (steps.Decide(Admitting.Request(Admitting.Number(i)), now, out var note).IsAdmitted)
                    {
                        Assert.True(now >= heldUntil);
                        admitted.Add(now);
                    }
                    else
                    {
                        Assert.True(now < heldUntil || !HasRoom(limit, counted, now));
                    }

                    counted.Add(now);
                    heldUntil = Math.Max(heldUntil, note.HeldUntil);
                }

                AssertWithin(limit, admitted);
            }
        );

    /// <summary>
    /// Never to more regions within a day than the limit says; and to each as long as the address has asked for fewer others, be it
    /// in vain.
    /// </summary>
    [Fact]
    public void No_address_passes_to_more_regions_within_a_day_than_it_may() =>
        Properties.ForAll(
            Gen.Choose(1, 4).SelectMany(_ => Journeys, (regions, journey) => (regions, journey)),
            asked =>
            {
                var steps = new LedgerSteps(
                    AdmissionOptions.Off with
                    {
                        RegionsPerIp = Admitting.PerDay(asked.regions),
                    }
                );
                var now = Admitting.Start;
                var admitted = new List<(long At, string Number)>();
                var counted = new List<(long At, string Number)>();
                foreach (var (gap, number) in asked.journey)
                {
                    now += gap;
                    if (steps.Decide(Admitting.Request(number, "203.0.113.9"), now).IsAdmitted)
                    {
                        admitted.Add((now, number));
                        Assert.True(InDay(admitted, now).Count() <= asked.regions);
                    }
                    else
                    {
                        Assert.True(InDay(counted, now).Count(other => other != number) >= asked.regions);
                    }

                    counted.Add((now, number));
                }
            }
        );

    /// <summary>All at once, time after time: the lock is the ledger's own.</summary>
    [Fact]
    public void Several_threads_pass_as_many_as_one() =>
        Properties.ForAll(
            Limits.SelectMany(_ => Gaps.Select(gaps => gaps[..40]), (limit, gaps) => (limit, gaps)),
            asked =>
            {
                var steps = new LedgerSteps(AdmissionOptions.Off with { PerNumber = asked.limit });
                var now = Admitting.Start;
                var admitted = new List<long>();
                foreach (var gap in asked.gaps)
                {
                    now += gap;
                    var at = now;
                    var passed = 0;
                    Parallel.For(
                        0,
                        Threads,
                        _ =>
                        {
                            if (steps.Decide(Admitting.Request(), at).IsAdmitted)
                            {
                                Interlocked.Increment(ref passed);
                            }
                        }
                    );
                    admitted.AddRange(Enumerable.Repeat(now, passed));
                    Assert.True(passed == Threads || !HasRoom(asked.limit, admitted, now));
                }

                AssertWithin(asked.limit, admitted);
            },
            runs: 40
        );

    /// <summary>No stretch of time has more than the bucket and what the time brings, no hour and no day more than theirs.</summary>
    private static void AssertWithin(AdmissionLimit limit, List<long> admitted)
    {
        for (var first = 0; first < admitted.Count; first++)
        {
            for (var last = first; last < admitted.Count; last++)
            {
                var elapsed = admitted[last] - admitted[first];
                var count = last - first + 1;
                if (limit is { Burst: { } burst, Refill: { } refill })
                {
                    Assert.True(count <= burst + (elapsed / refill.TotalMilliseconds) + Rounding);
                }

                Assert.True(elapsed >= Hour || count <= (limit.PerHour ?? count));
                Assert.True(elapsed >= Day || count <= (limit.PerDay ?? count));
            }
        }
    }

    /// <summary>
    /// Whether one more must be let through: a ledger that refuses all keeps every limit. The first minute of an hour and the first
    /// hour of a day may be counted whole.
    /// </summary>
    /// <param name="counted">Oldest first.</param>
    private static bool HasRoom(AdmissionLimit limit, List<long> counted, long now)
    {
        if (limit is { Burst: { } burst, Refill: { } refill })
        {
            for (var first = 0; first < counted.Count; first++)
            {
                var refilled = (now - counted[first]) / refill.TotalMilliseconds;
                if (counted.Count - first + 1 > burst + refilled - Rounding)
                {
                    return false;
                }
            }
        }

        return counted.Count(at => at > now - Hour - Minute) < (limit.PerHour ?? int.MaxValue)
            && counted.Count(at => at > now - Day - Hour) < (limit.PerDay ?? int.MaxValue);
    }

    /// <summary>Each number stands for its region.</summary>
    private static IEnumerable<string> InDay(List<(long At, string Number)> messages, long now) =>
        messages.Where(message => now - message.At < Day).Select(message => message.Number).Distinct();
}
