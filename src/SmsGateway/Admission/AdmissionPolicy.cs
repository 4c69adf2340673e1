namespace SmsGateway.Admission;

/// <summary>
/// Whether a message should be sent at all, by what has been counted. A pure function: time, counts and settings are arguments.
/// <code>
/// rule                  counts                                                    over it
/// PerNumber             admitted to the number: burst, hour, day                  429 until there is room
/// PerBlock              to the number block, not entered, in an hour              429, and the block is held for an hour or more
/// PerIp                 from the address: burst, hour, day                        429
/// RegionsPerIp          distinct regions of the address in a day                  429
/// PerRegion             admitted to the region                                    429
/// PerUser               admitted for the user                                     429
/// PerCaller, PerTenant  admitted from the caller, in all                          429
/// UnverifiedPer...      codes of the region, of the address, that nobody entered  recorded
/// </code>
/// The first rule that is enforced and has no room refuses; those that only record are all asked up to there.
/// </summary>
public static class AdmissionPolicy
{
    /// <summary>Unverified codes that a number block may always have in an hour (coss counts by the same blocks).</summary>
    private const int LeastPerBlock = 5;

    /// <summary>Of the verified codes of a day, how many more may be unverified in it: authgear's ratios.</summary>
    private const double DailyShare = 0.3;

    /// <summary>The same within an hour.</summary>
    private const double HourlyShare = 0.2;

    /// <summary>authgear takes a sixth of a day's codes for those of a busy hour.</summary>
    private const double BusyHour = 1.0 / 6;

    /// <param name="counters">As they are before this message.</param>
    /// <param name="options">The limits.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static AdmissionDecision Decide(in AdmissionCounters counters, AdmissionOptions options, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        var recorded = default(AdmissionRuleSet);
        if (IsOver(AdmissionRule.PerNumber, options.PerNumber, counters.Number, now, ref recorded, out var refused))
        {
            return refused;
        }

        if (IsOverBlock(counters, options.PerBlock, now, ref recorded, out refused))
        {
            return refused;
        }

        if (IsOver(AdmissionRule.PerIp, options.PerIp, counters.Address, now, ref recorded, out refused))
        {
            return refused;
        }

        if (
            options.RegionsPerIp is { IsActive: true, PerDay: { } regions }
            && counters.OtherRegions >= regions
            && IsRefused(
                AdmissionRule.RegionsPerIp,
                options.RegionsPerIp.Mode,
                now + Usage.Day,
                ref recorded,
                out refused
            )
        )
        {
            return refused;
        }

        if (
            IsOver(AdmissionRule.PerRegion, options.PerRegion, counters.Region, now, ref recorded, out refused)
            || IsOver(AdmissionRule.PerUser, options.PerUser, counters.User, now, ref recorded, out refused)
            || IsOver(AdmissionRule.PerCaller, options.PerCaller, counters.Caller, now, ref recorded, out refused)
            || IsOver(AdmissionRule.PerTenant, options.PerTenant, counters.Tenant, now, ref recorded, out refused)
            || IsUnverified(counters, options.Unverified, now, ref recorded, out refused)
        )
        {
            return refused;
        }

        return new AdmissionDecision(AdmissionRule.None, 0, recorded);
    }

    /// <summary>
    /// Unverified codes of a number block that are let through within an hour: what is set as long as nobody knows which were
    /// entered; otherwise by how many of its codes were.
    /// </summary>
    public static int BlockLimit(int perHour, Verified? verified) =>
        verified is { } known ? Math.Max(Math.Min(LeastPerBlock, perHour), (int)(DailyShare * known.LastDay)) : perHour;

    /// <summary>authgear's limits on unverified codes of a region, in a day and in an hour.</summary>
    public static (int Day, int Hour) RegionLimits(Verified verified) =>
        (
            (int)Math.Max(20, Math.Max(DailyShare * verified.BestDay, DailyShare * verified.LastDay)),
            (int)Math.Max(3, Math.Max(HourlyShare * verified.BestDay * BusyHour, HourlyShare * verified.LastHour))
        );

    /// <summary>authgear's limits on unverified codes of an address, in a day and in an hour.</summary>
    public static (int Day, int Hour) AddressLimits(Verified verified) =>
        ((int)Math.Max(10, DailyShare * verified.LastDay), (int)Math.Max(5, HourlyShare * verified.LastDay * BusyHour));

    private static bool IsOver(
        AdmissionRule rule,
        AdmissionLimit limit,
        Usage? usage,
        long now,
        ref AdmissionRuleSet recorded,
        out AdmissionDecision refused
    )
    {
        refused = default;
        return usage is not null
            && limit.IsActive
            && usage.RoomAt(limit, now) is var roomAt
            && roomAt > now
            && IsRefused(rule, limit.Mode, roomAt, ref recorded, out refused);
    }

    private static bool IsOverBlock(
        in AdmissionCounters counters,
        AdmissionLimit limit,
        long now,
        ref AdmissionRuleSet recorded,
        out AdmissionDecision refused
    )
    {
        refused = default;
        if (!limit.IsActive || limit.PerHour is not { } perHour)
        {
            return false;
        }

        if (counters.BlockHeldUntil > now)
        {
            return IsRefused(AdmissionRule.PerBlock, limit.Mode, counters.BlockHeldUntil, ref recorded, out refused);
        }

        if (
            counters.Block is not { } block
            || block.InHour(now) < BlockLimit(perHour, counters.Verified?.Block)
            || !IsRefused(AdmissionRule.PerBlock, limit.Mode, now + Usage.Hour, ref recorded, out refused)
        )
        {
            return false;
        }

        refused = refused with { TripsHold = true };
        return true;
    }

    private static bool IsUnverified(
        in AdmissionCounters counters,
        AdmissionMode mode,
        long now,
        ref AdmissionRuleSet recorded,
        out AdmissionDecision refused
    )
    {
        refused = default;
        if (mode == AdmissionMode.Off || counters.Verified is not { } verified)
        {
            return false;
        }

        return (
                IsBeyond(counters.UnverifiedRegion, RegionLimits(verified.Region), now)
                && IsRefused(AdmissionRule.UnverifiedPerRegion, mode, now + Usage.Hour, ref recorded, out refused)
            )
            || (
                IsBeyond(counters.UnverifiedAddress, AddressLimits(verified.Address), now)
                && IsRefused(AdmissionRule.UnverifiedPerIp, mode, now + Usage.Hour, ref recorded, out refused)
            );
    }

    /// <summary>Warned of when the level exceeds the limit, this message counted.</summary>
    private static bool IsBeyond(Usage? usage, (int Day, int Hour) limits, long now) =>
        usage is not null && (usage.InDay(now) >= limits.Day || usage.InHour(now) >= limits.Hour);

    private static bool IsRefused(
        AdmissionRule rule,
        AdmissionMode mode,
        long retryAt,
        ref AdmissionRuleSet recorded,
        out AdmissionDecision refused
    )
    {
        if (mode == AdmissionMode.Enforce)
        {
            refused = new AdmissionDecision(rule, retryAt, recorded);
            return true;
        }

        recorded = recorded.With(rule);
        refused = default;
        return false;
    }
}
