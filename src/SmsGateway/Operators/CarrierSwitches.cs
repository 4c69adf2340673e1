using SmsGateway.Admission;
using SmsGateway.Routing;

namespace SmsGateway.Operators;

/// <summary>Switches carriers off and on, as the operators' block list says. It is the same list at every gateway on the store.</summary>
public sealed class CarrierSwitches(RouteHealth routes) : IListFollower
{
    public void Follow(IReadOnlyList<AdmissionEntry> entries)
    {
        foreach (var carrier in routes.Carriers)
        {
            var entry = entries.LastOrDefault(entry => entry.Is(AdmissionList.Block, EntryKind.Carrier, carrier.Name));
            routes.Switch(carrier, entry is null ? null : new(entry.Since, entry.Until));
        }
    }
}
