namespace SmsGateway.Stats;

/// <summary>How the calls to a carrier ended.</summary>
/// <param name="Accepted">It took the message.</param>
/// <param name="Rejected">It never will, nor will another: no fault of the carrier's.</param>
/// <param name="Failed">All else: the next carrier or a later try has to do it.</param>
public readonly record struct CarrierCount(long Accepted, long Rejected, long Failed)
{
    public long Attempts => Accepted + Rejected + Failed;

    public static CarrierCount operator +(CarrierCount one, CarrierCount other) => one.Plus(other);

    public static CarrierCount operator -(CarrierCount one, CarrierCount other) =>
        new(one.Accepted - other.Accepted, one.Rejected - other.Rejected, one.Failed - other.Failed);

    public CarrierCount Plus(CarrierCount other) =>
        new(Accepted + other.Accepted, Rejected + other.Rejected, Failed + other.Failed);
}
