using SmsGateway.Carriers;
using SmsGateway.Configuration;

namespace SmsGateway.Routing;

/// <summary>Section <c>Gateway:Routing</c>: carriers by prefix of the number, by its region, or by default.</summary>
public sealed record RoutingOptions
{
    public IReadOnlyList<RouteEntry> Default { get; init; } = [];

    /// <value>Prefix with its plus sign to carriers, longest prefix first.</value>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<RouteEntry>>> Prefixes { get; init; } = [];

    /// <value>Region as <see cref="Messages.PhoneNumber.Region"/> has it to carriers.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<RouteEntry>> Regions { get; init; } =
        new Dictionary<string, IReadOnlyList<RouteEntry>>();

    /// <value>A caller's name to its own carriers, which come before all others.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<RouteEntry>> Callers { get; init; } =
        new Dictionary<string, IReadOnlyList<RouteEntry>>();

    /// <value>When a carrier is tried last.</value>
    public CarrierHealthOptions Health { get; init; } = new();

    /// <value>Default <see cref="BalanceRule.Ordered"/>.</value>
    public BalanceRule Balance { get; init; }

    /// <summary>Every route but the callers' own, by the name that health has for it.</summary>
    internal IEnumerable<KeyValuePair<string, IReadOnlyList<RouteEntry>>> General =>
        Prefixes.Concat(Regions).Prepend(KeyValuePair.Create(DefaultName, Default));

    /// <summary>Every route, by the name that health has for it.</summary>
    internal IEnumerable<KeyValuePair<string, IReadOnlyList<RouteEntry>>> All =>
        General.Concat(Callers.Select(own => KeyValuePair.Create(NameOf(own.Key), own.Value)));

    internal const string DefaultName = "default";

    internal static string NameOf(string caller) => $"caller/{caller}";

    public static RoutingOptions Read(ConfigurationReader reader, RouteReader routes)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(routes);
        var prefixes = reader.Section("Prefixes");
        var names = prefixes.Keys();
        foreach (
            var name in names.Where(name =>
                Digits(name) is not { Length: > 0 and <= 15 } digits || !digits.All(char.IsAsciiDigit)
            )
        )
        {
            prefixes.Error(name, "must be a plus sign and digits, such as +61; the plus sign may be left out");
        }

        foreach (var name in names.Where(name => Digits(name) is ['0', ..]))
        {
            prefixes.Error(name, "begins with a zero, as no country code does: it is +61, not 0061 and not 0");
        }

        foreach (var name in names.Where(name => name is not ['+', ..] && names.Contains("+" + name)))
        {
            prefixes.Error(name, "is there twice, with and without its plus sign");
        }

        var options = new RoutingOptions
        {
            Default = routes.Read(reader, "Default"),
            Balance = reader.Choice("Balance", BalanceRule.Ordered),
            Health = CarrierHealthOptions.Read(reader.Section("Health")),
            Prefixes =
            [
                .. names
                    .OrderByDescending(name => Digits(name).Length)
                    .Select(name => KeyValuePair.Create("+" + Digits(name), ReadOne(prefixes, name, routes))),
            ],
            Regions = ReadRegions(reader.Section("Regions"), routes),
        };
        reader.RejectUnknownKeys();
        return options;
    }

    private static Dictionary<string, IReadOnlyList<RouteEntry>> ReadRegions(
        ConfigurationReader regions,
        RouteReader routes
    ) => RegionKeys.Read(regions).ToDictionary(key => key.Region, key => ReadOne(regions, key.Key, routes));

    private static IReadOnlyList<RouteEntry> ReadOne(ConfigurationReader reader, string key, RouteReader routes)
    {
        var route = routes.Read(reader, key);
        if (route.Count == 0)
        {
            reader.Error(key, "names no carrier");
        }

        return route;
    }

    /// <summary>Names of settings in Azure can hold no plus sign (on Linux: letters, digits, dots and underscores).</summary>
    private static string Digits(string name) => name is ['+', ..] ? name[1..] : name;
}
