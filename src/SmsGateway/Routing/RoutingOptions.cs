using SmsGateway.Carriers;
using SmsGateway.Configuration;

namespace SmsGateway.Routing;

/// <summary>Section <c>Gateway:Routing</c>: carriers in order, by country prefix (the longest that matches) or by default.</summary>
public sealed record RoutingOptions
{
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <value>Prefix with its plus sign to carriers, longest prefix first.</value>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Prefixes { get; init; } = [];

    /// <value>A caller's name to its own carriers, which come before all others.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Callers { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <value>When a carrier is tried last.</value>
    public CarrierHealthOptions Health { get; init; } = new();

    public static RoutingOptions Read(ConfigurationReader reader)
    {
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
            Default = reader.List("Default"),
            Health = CarrierHealthOptions.Read(reader.Section("Health")),
            Prefixes =
            [
                .. names
                    .OrderByDescending(name => Digits(name).Length)
                    .Select(name => KeyValuePair.Create("+" + Digits(name), prefixes.List(name))),
            ],
        };
        reader.RejectUnknownKeys();
        return options;
    }

    /// <summary>Names of settings in Azure can hold no plus sign (on Linux: letters, digits, dots and underscores).</summary>
    private static string Digits(string name) => name is ['+', ..] ? name[1..] : name;
}
