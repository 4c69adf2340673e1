namespace SmsGateway.Admission;

/// <summary>What has been counted so far under each key of one request; null where nothing has, or nothing is counted.</summary>
public readonly record struct AdmissionCounters
{
    public Usage? Number { get; init; }

    /// <value>Of codes that nobody has entered.</value>
    public Usage? Block { get; init; }

    /// <value>When the hold on the number block ends, in Unix milliseconds; 0 for none.</value>
    public long BlockHeldUntil { get; init; }

    public Usage? Address { get; init; }

    /// <value>Regions that the address has sent to within a day, this request's own not counted.</value>
    public int OtherRegions { get; init; }

    public Usage? Region { get; init; }

    public Usage? User { get; init; }

    public Usage? Caller { get; init; }

    public Usage? Tenant { get; init; }

    /// <value>Of the region, codes that nobody has entered.</value>
    public Usage? UnverifiedRegion { get; init; }

    /// <value>Of the address, likewise.</value>
    public Usage? UnverifiedAddress { get; init; }

    /// <value>Null as long as nothing tells which codes were entered.</value>
    public VerifiedCounts? Verified { get; init; }
}

/// <param name="Region">Of the recipient's region.</param>
/// <param name="Block">Of its number block.</param>
/// <param name="Address">Of who asked.</param>
public readonly record struct VerifiedCounts(Verified Region, Verified Block, Verified Address);
