namespace SmsGateway.Admission;

/// <summary>The rules, in the order in which they are asked. Their numbers are written down, and stay.</summary>
public enum AdmissionRule
{
    None = 0,

    /// <summary>A kind of number that is never sent to, such as premium rate.</summary>
    Kind = 1,

    /// <summary>A region that is not on the list.</summary>
    Region = 2,

    /// <summary>On the operators' block list, or the caller or region was switched off.</summary>
    Blocked = 3,

    /// <summary>Too many to one number.</summary>
    PerNumber = 4,

    /// <summary>Too many unverified to one number block.</summary>
    PerBlock = 5,

    /// <summary>Too many from one address.</summary>
    PerIp = 6,

    /// <summary>One address, too many regions.</summary>
    RegionsPerIp = 7,

    /// <summary>A region's budget.</summary>
    PerRegion = 8,

    /// <summary>Too many for one user.</summary>
    PerUser = 9,

    /// <summary>A caller's budget.</summary>
    PerCaller = 10,

    /// <summary>The whole gateway's budget.</summary>
    PerTenant = 11,

    /// <summary>Too many codes of one region that nobody entered.</summary>
    UnverifiedPerRegion = 12,

    /// <summary>Too many codes asked for by one address that nobody entered.</summary>
    UnverifiedPerIp = 13,
}

/// <summary>What is told of a rule outside.</summary>
public static class AdmissionRules
{
    /// <summary>
    /// The stable reason code, for answers, logs, metrics and Auth0's own log. It says which rule it was, and none of its numbers.
    /// </summary>
    public static string ReasonOf(AdmissionRule rule) =>
        rule switch
        {
            AdmissionRule.Kind => "kind_not_allowed",
            AdmissionRule.Region => "region_not_allowed",
            AdmissionRule.Blocked => "blocked",
            AdmissionRule.PerNumber => "number_limit",
            AdmissionRule.PerBlock => "block_limit",
            AdmissionRule.PerIp => "ip_limit",
            AdmissionRule.RegionsPerIp => "ip_regions_limit",
            AdmissionRule.PerRegion => "region_limit",
            AdmissionRule.PerUser => "user_limit",
            AdmissionRule.PerCaller => "caller_limit",
            AdmissionRule.PerTenant => "tenant_limit",
            AdmissionRule.UnverifiedPerRegion => "unverified_region",
            AdmissionRule.UnverifiedPerIp => "unverified_ip",
            _ => "none",
        };

    /// <summary>All reason codes.</summary>
    public static IReadOnlyList<string> Reasons { get; } =
    [.. Enum.GetValues<AdmissionRule>().Where(rule => rule != AdmissionRule.None).Select(ReasonOf)];

    /// <summary>Whether it speaks of the sender's intent rather than of how much is sent: these may be answered quietly.</summary>
    public static bool IsOfFraud(AdmissionRule rule) =>
        rule
            is AdmissionRule.PerBlock
                or AdmissionRule.PerIp
                or AdmissionRule.RegionsPerIp
                or AdmissionRule.UnverifiedPerRegion
                or AdmissionRule.UnverifiedPerIp;

    /// <summary>Whether waiting helps: 429 with Retry-After, and 403 otherwise.</summary>
    public static bool IsLimit(AdmissionRule rule) => rule >= AdmissionRule.PerNumber;
}
