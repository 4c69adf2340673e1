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

    [Fact]
    public void No_arrivals_pass_more_than_burst_and_refill_or_the_hour_or_the_day() =>
        Properties.ForAll(
            Limits.SelectMany(_ => Gaps, (limit, gaps) => (limit, gaps)),
            asked =>
            {
                using var steps = new LedgerSteps(AdmissionOptions.Off with { PerNumber = asked.limit });
                var now = Admitting.Start;
                var admitted = new List<long>();
                foreach (var gap in asked.gaps)
                {
                    now += gap;
                    if (steps.Decide(Admitting.Request(), now).IsAdmitted)
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
                using var steps = new LedgerSteps(
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
                for (var i = 0; i < asked.gaps.Length; i++)
                {
                    now += asked.gaps[i];
                    var request = Admitting.Request(Admitting.Number(i), "203.0.113.9", "auth0|a");
                    if (steps.Decide(request, now).IsAdmitted)
                    {
                        admitted.Add(now);
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
                using var steps = new LedgerSteps(
                    AdmissionOptions.Off with
                    {
                        PerBlock = Admitting.PerHour(asked.perHour),
                    }
                );
                var now = Admitting.Start;
                var heldUntil = 0L;
                var admitted = new List<long>();
                for (var i = 0; i < asked.gaps.Length; i++)
                {
                    now += asked.gaps[i];
                    if (steps.Decide(Admitting.Request(Admitting.Number(i)), now, out var note).IsAdmitted)
                    {
                        Assert.True(now >= heldUntil);
                        admitted.Add(now);
                    }

                    heldUntil = Math.Max(heldUntil, note.HeldUntil);
                }

                AssertWithin(Admitting.PerHour(asked.perHour), admitted);
            }
        );

    /// <summary>All at once, time after time: the lock is the ledger's own.</summary>
    [Fact]
    public void Several_threads_pass_no_more_than_one() =>
        Properties.ForAll(
            Limits.SelectMany(_ => Gaps.Select(gaps => gaps[..40]), (limit, gaps) => (limit, gaps)),
            asked =>
            {
                using var steps = new LedgerSteps(AdmissionOptions.Off with { PerNumber = asked.limit });
                var now = Admitting.Start;
                var admitted = new List<long>();
                foreach (var gap in asked.gaps)
                {
                    now += gap;
                    var at = now;
                    var passed = 0;
                    Parallel.For(
                        0,
                        8,
                        _ =>
                        {
                            if (steps.Decide(Admitting.Request(), at).IsAdmitted)
                            {
                                Interlocked.Increment(ref passed);
                            }
                        }
                    );
                    admitted.AddRange(Enumerable.Repeat(now, passed));
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
}
