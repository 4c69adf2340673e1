using SmsGateway.Admission;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>The table of rules, as a table of tests.</summary>
public sealed class AdmissionPolicyTests
{
    private const int Limit = 3;
    private const long Hour = 60 * 60 * 1000;

    private static readonly long Now = Admitting.Start;

    private static readonly IReadOnlyDictionary<string, AdmissionLimit> Windows = new Dictionary<string, AdmissionLimit>
    {
        ["burst"] = Admitting.Bucket(Limit, TimeSpan.FromMinutes(1)),
        ["hour"] = Admitting.PerHour(Limit),
        ["day"] = Admitting.PerDay(Limit),
    };

    /// <summary>Those that ask how much was sent: whose limit they are, and whose count they look at.</summary>
    private static readonly IReadOnlyDictionary<
        AdmissionRule,
        (Func<AdmissionOptions, AdmissionLimit, AdmissionOptions> Set, Func<Usage, AdmissionCounters> Count)
    > Amounts = new Dictionary<
        AdmissionRule,
        (Func<AdmissionOptions, AdmissionLimit, AdmissionOptions>, Func<Usage, AdmissionCounters>)
    >
    {
        [AdmissionRule.PerNumber] = (
            (options, limit) => options with { PerNumber = limit },
            usage => new() { Number = usage }
        ),
        [AdmissionRule.PerIp] = (
            (options, limit) => options with { PerIp = limit },
            usage => new() { Address = usage }
        ),
        [AdmissionRule.PerRegion] = (
            (options, limit) => options with { PerRegion = limit },
            usage => new() { Region = usage }
        ),
        [AdmissionRule.PerUser] = (
            (options, limit) => options with { PerUser = limit },
            usage => new() { User = usage }
        ),
        [AdmissionRule.PerCaller] = (
            (options, limit) => options with { PerCaller = limit },
            usage => new() { Caller = usage }
        ),
        [AdmissionRule.PerTenant] = (
            (options, limit) => options with { PerTenant = limit },
            usage => new() { Tenant = usage }
        ),
    };

    public static TheoryData<AdmissionRule, string> AmountsAndWindows =>
        [.. Amounts.Keys.SelectMany(_ => Windows.Keys, (rule, window) => (rule, window))];

    [Theory]
    [MemberData(nameof(AmountsAndWindows))]
    public void An_amount_is_admitted_below_its_limit_and_refused_from_there_on(AdmissionRule rule, string window)
    {
        var limit = Windows[window];
        var options = Amounts[rule].Set(AdmissionOptions.Off, limit);
        for (var counted = 0; counted < Limit + 2; counted++)
        {
            var decision = Decide(Amounts[rule].Count(Admitting.Counted(counted, limit)), options);
            Assert.Equal(counted < Limit ? AdmissionRule.None : rule, decision.RefusedBy);
            Assert.Equal(counted < Limit, decision.IsAdmitted);
            Assert.True(decision.Recorded.IsEmpty);
            Assert.False(decision.TripsHold);
        }
    }

    [Theory]
    [MemberData(nameof(AmountsAndWindows))]
    public void An_amount_is_refused_recorded_or_neither_by_its_mode(AdmissionRule rule, string window)
    {
        var (set, count) = Amounts[rule];
        var counters = count(Admitting.Counted(Limit, Windows[window]));
        AdmissionDecision InMode(AdmissionMode mode) =>
            Decide(counters, set(AdmissionOptions.Off, Windows[window] with { Mode = mode }));

        Assert.Equal(new AdmissionDecision(AdmissionRule.None), InMode(AdmissionMode.Off));
        Assert.Equal(
            new AdmissionDecision(AdmissionRule.None, 0, default(AdmissionRuleSet).With(rule)),
            InMode(AdmissionMode.RecordOnly)
        );
        Assert.Equal(
            new AdmissionDecision(
                rule,
                Now
                    + window switch
                    {
                        "burst" => 60_000,
                        "hour" => Hour + 60_000,
                        _ => (24 * Hour) + 60_000,
                    }
            ),
            InMode(AdmissionMode.Enforce)
        );
    }

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(99, 100, false)]
    [InlineData(100, 100, true)]
    [InlineData(101, 100, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, true)]
    public void A_number_block_is_held_from_its_limit_on(int counted, int perHour, bool isHeld)
    {
        var limit = Admitting.PerHour(perHour);
        var options = AdmissionOptions.Off with { PerBlock = limit };
        var counters = new AdmissionCounters { Block = Admitting.Counted(counted, limit) };

        Assert.Equal(
            isHeld
                ? new AdmissionDecision(AdmissionRule.PerBlock, Now + Hour, TripsHold: true)
                : new AdmissionDecision(AdmissionRule.None),
            Decide(counters, options)
        );
    }

    [Theory]
    [InlineData(AdmissionMode.Off, 1, false, false)]
    [InlineData(AdmissionMode.RecordOnly, 1, false, true)]
    [InlineData(AdmissionMode.Enforce, 1, true, false)]
    [InlineData(AdmissionMode.Enforce, 0, false, false)]
    [InlineData(AdmissionMode.Enforce, -1, false, false)]
    public void A_held_number_block_is_refused_until_its_time(
        AdmissionMode mode,
        long left,
        bool isRefused,
        bool isRecorded
    )
    {
        var options = AdmissionOptions.Off with { PerBlock = Admitting.PerHour(100, mode) };
        var decision = Decide(new AdmissionCounters { BlockHeldUntil = Now + left }, options);

        Assert.Equal(isRefused ? AdmissionRule.PerBlock : AdmissionRule.None, decision.RefusedBy);
        Assert.Equal(isRefused ? Now + left : 0, decision.RetryAt);
        Assert.Equal(isRecorded, decision.Recorded.Contains(AdmissionRule.PerBlock));
        Assert.False(decision.TripsHold);
    }

    [Fact]
    public void A_number_block_over_its_limit_is_not_held_where_that_is_only_recorded()
    {
        var limit = Admitting.PerHour(Limit, AdmissionMode.RecordOnly);
        var counters = new AdmissionCounters { Block = Admitting.Counted(10, limit) };

        Assert.Equal(
            new AdmissionDecision(AdmissionRule.None, 0, default(AdmissionRuleSet).With(AdmissionRule.PerBlock)),
            Decide(counters, AdmissionOptions.Off with { PerBlock = limit })
        );
    }

    [Theory]
    [InlineData(2, AdmissionMode.Enforce, AdmissionRule.None, false)]
    // With this request's own it is the fourth.
    [InlineData(3, AdmissionMode.Enforce, AdmissionRule.RegionsPerIp, false)]
    [InlineData(4, AdmissionMode.Enforce, AdmissionRule.RegionsPerIp, false)]
    [InlineData(4, AdmissionMode.RecordOnly, AdmissionRule.None, true)]
    [InlineData(4, AdmissionMode.Off, AdmissionRule.None, false)]
    public void One_address_may_send_to_three_regions(
        int others,
        AdmissionMode mode,
        AdmissionRule refusedBy,
        bool isRecorded
    )
    {
        var options = AdmissionOptions.Off with { RegionsPerIp = Admitting.PerDay(3, mode) };
        var decision = Decide(new AdmissionCounters { OtherRegions = others }, options);

        Assert.Equal(refusedBy, decision.RefusedBy);
        Assert.Equal(isRecorded, decision.Recorded.Contains(AdmissionRule.RegionsPerIp));
    }

    /// <summary>In the order of the table: those before the one that refuses only record.</summary>
    [Theory]
    [InlineData(0, AdmissionRule.PerNumber)]
    [InlineData(1, AdmissionRule.PerBlock)]
    [InlineData(2, AdmissionRule.PerIp)]
    [InlineData(3, AdmissionRule.RegionsPerIp)]
    [InlineData(4, AdmissionRule.PerRegion)]
    [InlineData(5, AdmissionRule.PerUser)]
    [InlineData(6, AdmissionRule.PerCaller)]
    [InlineData(7, AdmissionRule.PerTenant)]
    [InlineData(8, AdmissionRule.UnverifiedPerRegion)]
    [InlineData(9, AdmissionRule.None)]
    public void The_first_enforced_rule_refuses_and_those_before_it_are_recorded(int recording, AdmissionRule refusedBy)
    {
        AdmissionRule[] order =
        [
            AdmissionRule.PerNumber,
            AdmissionRule.PerBlock,
            AdmissionRule.PerIp,
            AdmissionRule.RegionsPerIp,
            AdmissionRule.PerRegion,
            AdmissionRule.PerUser,
            AdmissionRule.PerCaller,
            AdmissionRule.PerTenant,
            AdmissionRule.UnverifiedPerRegion,
            AdmissionRule.UnverifiedPerIp,
        ];
        AdmissionMode Mode(int rule) => rule < recording ? AdmissionMode.RecordOnly : AdmissionMode.Enforce;
        var options = new AdmissionOptions
        {
            PerNumber = Admitting.PerHour(1, Mode(0)),
            PerBlock = Admitting.PerHour(1, Mode(1)),
            PerIp = Admitting.PerHour(1, Mode(2)),
            RegionsPerIp = Admitting.PerDay(1, Mode(3)),
            PerRegion = Admitting.PerHour(1, Mode(4)),
            PerUser = Admitting.PerHour(1, Mode(5)),
            PerCaller = Admitting.PerHour(1, Mode(6)),
            PerTenant = Admitting.PerHour(1, Mode(7)),
            Unverified = Mode(8),
        };
        var full = Admitting.Counted(1000, Admitting.PerHour(1));
        var decision = Decide(
            new AdmissionCounters
            {
                Number = full,
                Block = full,
                Address = full,
                OtherRegions = 5,
                Region = full,
                User = full,
                Caller = full,
                Tenant = full,
                UnverifiedRegion = full,
                UnverifiedAddress = full,
                Verified = default(VerifiedCounts),
            },
            options
        );

        Assert.Equal(refusedBy, decision.RefusedBy);
        // The last two have one mode.
        Assert.Equal(order.Take(recording == 9 ? 10 : recording), decision.Recorded.Rules);
    }

    [Fact]
    public void Where_nothing_is_counted_everything_is_admitted()
    {
        Assert.Equal(new AdmissionDecision(AdmissionRule.None), Decide(default, new AdmissionOptions()));
        Assert.Equal(new AdmissionDecision(AdmissionRule.None), Decide(default, AdmissionOptions.Off));
    }

    private static AdmissionDecision Decide(AdmissionCounters counters, AdmissionOptions options) =>
        AdmissionPolicy.Decide(counters, options, Now);
}
