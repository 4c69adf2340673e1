using System.Collections.Frozen;
using SmsGateway.Messages;

namespace SmsGateway.Configuration;

/// <summary>Regions in settings: as the keys of a section, and as a list.</summary>
internal static class RegionKeys
{
    /// <summary>Each region with its key as it is written; a key that is no region is a mistake and left out.</summary>
    public static IReadOnlyList<(string Region, string Key)> Read(ConfigurationReader section)
    {
        var keys = new List<(string, string)>();
        foreach (var key in section.Keys())
        {
            if (RegionCode.Mistake(key) is { } mistake)
            {
                section.Error(key, mistake);
            }
            else
            {
                keys.Add((RegionCode.Of(key), key));
            }
        }

        return keys;
    }

    /// <summary>The regions of a list written <c>Key__0</c>, <c>Key__1</c>, ...; what is no region, and what is there twice, is a mistake.</summary>
    public static FrozenSet<string> List(ConfigurationReader reader, string key)
    {
        var regions = new HashSet<string>();
        foreach (var (at, text) in reader.Items(key))
        {
            if (RegionCode.Mistake(text) is { } mistake)
            {
                reader.Error(at, mistake);
            }
            else if (!regions.Add(RegionCode.Of(text)))
            {
                reader.Error(at, "is in the list already");
            }
        }

        return regions.ToFrozenSet();
    }
}
