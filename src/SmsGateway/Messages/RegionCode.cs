using System.Collections.Frozen;

namespace SmsGateway.Messages;

/// <summary>Codes of regions as people write them, in any case, for what <see cref="PhoneNumber.Region"/> tells.</summary>
public static class RegionCode
{
    /// <summary>What <see cref="PhoneNumber.Region"/> is where the calling code belongs to no country, such as that of satellite phones.</summary>
    public const string OfNoCountry = "001";

    private static readonly FrozenDictionary<string, string> Misnomers = new Dictionary<string, string>
    {
        ["UK"] = "GB",
        ["EL"] = "GR",
    }.ToFrozenDictionary();

    /// <summary>The code as <see cref="PhoneNumber.Region"/> has it.</summary>
    public static string Of(string text) => text.Trim().ToUpperInvariant();

    /// <summary>What is wrong with a code; null when there are numbers of such a region.</summary>
    public static string? Mistake(string text) =>
        Misnomers.TryGetValue(Of(text), out var right) ? $"is no region's code in ISO 3166-1; it is {right}"
        : NumberingPlan.IsRegion(Of(text)) ? null
        : "must be the two letters that ISO 3166-1 has for a region with telephone numbers, such as AU";
}
