namespace SmsGateway.Stats;

/// <summary>How the calls to a carrier ended.</summary>
/// <param name="Accepted">It took the message.</param>
/// <param name="Rejected">It never will, nor will another: no fault of the carrier's.</param>
/// <param name="Failed">All else: the next carrier or a later try has to do it.</param>
public readonly record struct CarrierCount(long Accepted, long Rejected, long Failed)
{
    public long Attempts => Accepted + Rejected + Failed;

    public CarrierCount Plus(CarrierCount other) =>
        new(Accepted + other.Accepted, Rejected + other.Rejected, Failed + other.Failed);

    public CarrierCount Minus(CarrierCount other) =>
        new(Accepted - other.Accepted, Rejected - other.Rejected, Failed - other.Failed);
}
