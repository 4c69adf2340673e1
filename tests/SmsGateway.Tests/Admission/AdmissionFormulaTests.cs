using SmsGateway.Admission;
using Xunit;

namespace SmsGateway.Tests.Admission;

/// <summary>How many codes that nobody enters are let through, by how many were entered.</summary>
public sealed class AdmissionFormulaTests
{
    private const long Hour = 60 * 60 * 1000;

    private static readonly long Now = Admitting.Start;

    [Theory]
    // Nobody knows which codes were entered: what is set.
    [InlineData(100, null, 100)]
    [InlineData(3, null, 3)]
    // Somebody does: five, or 0.3 of those of a day.
    [InlineData(100, 0, 5)]
    [InlineData(3, 0, 3)]
    [InlineData(100, 19, 5)]
    [InlineData(100, 20, 6)]
    [InlineData(100, 1000, 300)]
    [InlineData(3, 1000, 300)]
    public void Unverified_codes_of_a_number_block(int perHour, int? verifiedInDay, int limit) =>
        Assert.Equal(
            limit,
            AdmissionPolicy.BlockLimit(perHour, verifiedInDay is { } day ? new Verified(0, day, 0) : null)
        );

    [Theory]
    [InlineData(0, 0, 0, 20, 3)]
    [InlineData(0, 66, 66, 20, 3)]
    [InlineData(0, 100, 50, 30, 3)]
    [InlineData(0, 50, 100, 30, 3)]
    [InlineData(0, 0, 600, 180, 20)]
    [InlineData(200, 300, 600, 180, 40)]
    public void Unverified_codes_of_a_region(int lastHour, int lastDay, int bestDay, int day, int hour) =>
        Assert.Equal((day, hour), AdmissionPolicy.RegionLimits(new Verified(lastHour, lastDay, bestDay)));

    [Theory]
    [InlineData(0, 10, 5)]
    [InlineData(33, 10, 5)]
    [InlineData(40, 12, 5)]
    [InlineData(300, 90, 10)]
    public void Unverified_codes_of_an_address(int lastDay, int day, int hour) =>
        Assert.Equal((day, hour), AdmissionPolicy.AddressLimits(new Verified(lastDay, lastDay, lastDay)));

    [Theory]
    [InlineData(19, 2, AdmissionRule.None)]
    [InlineData(20, 0, AdmissionRule.UnverifiedPerRegion)]
    [InlineData(3, 3, AdmissionRule.UnverifiedPerRegion)]
    public void Unverified_codes_of_a_region_have_the_limits_of_authgear(int inDay, int inHour, AdmissionRule refusedBy)
    {
        var counters = new AdmissionCounters
        {
            UnverifiedRegion = Unverified(inDay, inHour),
            Verified = default(VerifiedCounts),
        };
        Assert.Equal(refusedBy, Decide(counters, UnverifiedIn(AdmissionMode.Enforce)).RefusedBy);
        Assert.Equal(
            refusedBy,
            Decide(counters, UnverifiedIn(AdmissionMode.RecordOnly)).Recorded.Rules.FirstOrDefault()
        );
    }

    [Theory]
    [InlineData(9, 4, AdmissionRule.None)]
    [InlineData(10, 0, AdmissionRule.UnverifiedPerIp)]
    [InlineData(5, 5, AdmissionRule.UnverifiedPerIp)]
    public void Unverified_codes_of_an_address_likewise(int inDay, int inHour, AdmissionRule refusedBy)
    {
        var counters = new AdmissionCounters
        {
            UnverifiedAddress = Unverified(inDay, inHour),
            Verified = default(VerifiedCounts),
        };
        Assert.Equal(refusedBy, Decide(counters, UnverifiedIn(AdmissionMode.Enforce)).RefusedBy);
    }

    [Fact]
    public void Nothing_is_said_of_unverified_codes_as_long_as_nobody_knows_which_are()
    {
        var counters = new AdmissionCounters
        {
            UnverifiedRegion = Unverified(1000, 1000),
            UnverifiedAddress = Unverified(1000, 1000),
        };
        Assert.Equal(new AdmissionDecision(AdmissionRule.None), Decide(counters, UnverifiedIn(AdmissionMode.Enforce)));
    }

    private static AdmissionOptions UnverifiedIn(AdmissionMode mode) => AdmissionOptions.Off with { Unverified = mode };

    private static Usage Unverified(int inDay, int inHour)
    {
        var usage = Admitting.Counted(inDay - inHour, new AdmissionLimit(), Now - (3 * Hour));
        for (var i = 0; i < inHour; i++)
        {
            usage.Add(Now, new AdmissionLimit());
        }

        return usage;
    }

    private static AdmissionDecision Decide(AdmissionCounters counters, AdmissionOptions options) =>
        AdmissionPolicy.Decide(counters, options, Now);
}
