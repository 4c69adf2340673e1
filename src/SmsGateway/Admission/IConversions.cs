namespace SmsGateway.Admission;

/// <summary>How many codes were entered by those they were sent to. Counts may lag by minutes.</summary>
public interface IConversions
{
    /// <summary>Whether anything tells the gateway; otherwise all counts are zero and mean nothing.</summary>
    bool IsFed { get; }

    /// <param name="region">ISO 3166-1.</param>
    Verified OfRegion(string region);

    /// <param name="block">A number block, E.164 without its last four digits.</param>
    Verified OfBlock(string block);

    /// <param name="address">As in <see cref="AdmissionRequest.Address"/>.</param>
    Verified OfAddress(string address);
}

/// <param name="LastHour">In the last 60 minutes.</param>
/// <param name="LastDay">In the last 24 hours.</param>
/// <param name="BestDay">On the best of the last 14 days.</param>
public readonly record struct Verified(int LastHour, int LastDay, int BestDay);

/// <summary>As long as nothing feeds the gateway with what became of its codes.</summary>
internal sealed class NoConversions : IConversions
{
    public bool IsFed => false;

    public Verified OfRegion(string region) => default;

    public Verified OfBlock(string block) => default;

    public Verified OfAddress(string address) => default;
}
