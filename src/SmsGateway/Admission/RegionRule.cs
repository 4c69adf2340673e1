using SmsGateway.Messages;

namespace SmsGateway.Admission;

/// <summary>
/// The allow list of regions. Calling codes are not what it is made of: +1 is 25 regions, of which some cost seven times as much as
/// others.
/// </summary>
internal static class RegionRule
{
    private const string Italy = "IT";
    private const string Vatican = "VA";

    /// <param name="region">As <see cref="PhoneNumber.Region"/> tells it.</param>
    /// <param name="allowed">Empty for all.</param>
    public static bool Allows(string region, IReadOnlySet<string> allowed) =>
        allowed.Count == 0
        || allowed.Contains(region)
        // Rome's numbers, of which the Vatican has some.
        || (region == Vatican && allowed.Contains(Italy))
        // Of no country: their kind decides.
        || region == RegionCode.OfNoCountry;
}
