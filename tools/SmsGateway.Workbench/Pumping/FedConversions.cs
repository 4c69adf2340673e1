using SmsGateway.Admission;

namespace SmsGateway.Workbench.Pumping;

/// <summary>What will be known when something tells which codes were entered: two weeks of the same honest traffic, and this run's.</summary>
internal sealed class FedConversions : IConversions
{
    /// <summary>Until it is known that a code was entered.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromMinutes(1);

    private const double InADay = 24 * 60 * 60 * HonestUsers.PerSecond * HonestUsers.Entering;

    /// <summary>The best day of two weeks against an ordinary one.</summary>
    private const double BestDay = 1.25;

    private readonly Dictionary<string, int> _entered = [];

    public bool IsFed => true;

    /// <summary>A code that was sent for this request was entered.</summary>
    public void Add(AdmissionRequest request, string block)
    {
        foreach (var key in new[] { request.Region, block, request.Address ?? "" })
        {
            _entered[key] = _entered.GetValueOrDefault(key) + 1;
        }
    }

    public Verified OfRegion(string region) => Of(HonestUsers.ShareOfRegions.GetValueOrDefault(region), region);

    public Verified OfBlock(string block) => Of(HonestUsers.ShareOfBlocks.GetValueOrDefault(block), block);

    public Verified OfAddress(string address) => Of(0, address);

    private Verified Of(double share, string key)
    {
        var now = _entered.GetValueOrDefault(key);
        var day = InADay * share;
        return new Verified((int)(day / 24) + now, (int)day + now, (int)(BestDay * day));
    }
}
