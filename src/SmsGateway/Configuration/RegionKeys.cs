using SmsGateway.Messages;

namespace SmsGateway.Configuration;

/// <summary>Sections whose keys are regions.</summary>
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
}
