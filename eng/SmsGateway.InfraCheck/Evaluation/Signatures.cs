using System.Globalization;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>The names of Bicep's functions and how many arguments they take.</summary>
internal static class Signatures
{
    private const int Many = int.MaxValue;

    /// <summary>Name and number of arguments.</summary>
    private const string Table = """
        any 1, array 1, base64 1, base64ToJson 1, base64ToString 1, bool 1, buildUri 1, cidrHost 2, cidrSubnet 3,
        coalesce 1+, concat 1+, contains 2, dataUri 1, dataUriToString 1, dateTimeAdd 2-3, dateTimeFromEpoch 1,
        dateTimeToEpoch 1, deployer 0, deployment 0, empty 1, endsWith 2, environment 0, extensionResourceId 3+,
        externalInput 1-2, fail 1, filter 2, first 1, flatten 1, format 1+, getSecret 4-5, groupBy 2-3, guid 1+, indexOf 2,
        int 1, intersection 1+, items 1, join 2, json 1, last 1, lastIndexOf 2, length 1, loadDirectoryFileInfo 1-2,
        loadFileAsBase64 1, loadJsonContent 1-3, loadTextContent 1-2, loadYamlContent 1-3, managementGroup 0-1,
        managementGroupResourceId 2+, map 2, mapValues 2, max 1+, min 1+, nameof 1, newGuid 0, objectKeys 1, padLeft 2-3,
        parseCidr 1, parseUri 1, pickZones 3-5, range 2, readCliArg 1, readEnvironmentVariable 1-2, reduce 3, reference 1-3,
        replace 3, resourceGroup 0-2, resourceId 2+, roleDefinitions 1, shallowMerge 1, skip 2, sort 2, split 2,
        startsWith 2, string 1, subscription 0-1, subscriptionResourceId 2+, substring 2-3, take 2, tenant 0,
        tenantResourceId 2+, toLogicalZone 3, toLogicalZones 3, toLower 1, toObject 2-3, toPhysicalZone 3, toPhysicalZones 3,
        toUpper 1, trim 1, tryGet 2+, union 2+, uniqueString 1+, uri 2, uriComponent 1, uriComponentToString 1, utcNow 0-1
        """;

    private static readonly Dictionary<string, (int Min, int Max)> Known = Table
        .Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split(' '))
        .ToDictionary(entry => entry[0], entry => Bounds(entry[1]));

    private static readonly HashSet<string> Texts =
    [
        "base64", "base64ToString", "cidrHost", "cidrSubnet", "dateTimeAdd", "extensionResourceId", "format", "guid", "join", "loadFileAsBase64",
        "loadTextContent", "newGuid", "padLeft", "readEnvironmentVariable", "replace", "resourceId", "string", "subscriptionResourceId", "substring",
        "tenantResourceId", "toLower", "toUpper", "trim", "uniqueString", "uri", "uriComponent", "utcNow",
    ];

    /// <value>Names of functions that exist.</value>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    public static bool Exists(string name) => Known.ContainsKey(name) || Secrets.IsList(name);

    public static bool Accepts(string name, int count) => !Known.TryGetValue(name, out var bounds) || (count >= bounds.Min && count <= bounds.Max);

    public static string Describe(string name) => Known[name] switch
    {
        (var min, Many) => $"at least {min}",
        var (min, max) when min == max => $"{min}",
        var (min, max) => $"{min} to {max}",
    };

    /// <summary>Whether a call that cannot be computed is a string all the same.</summary>
    public static bool ReturnsText(string name) => Texts.Contains(name);

    private static (int Min, int Max) Bounds(string text)
    {
        if (text.EndsWith('+'))
        {
            return (int.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture), Many);
        }

        var bounds = text.Split('-').Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToList();
        return (bounds[0], bounds[^1]);
    }
}
