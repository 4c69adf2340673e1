namespace SmsGateway.Configuration;

/// <summary>Section <c>Gateway:Routing</c>: carriers in order, by country prefix (the longest that matches) or by default.</summary>
public sealed record RoutingOptions
{
    public IReadOnlyList<string> Default { get; init; } = [];

    /// <value>Prefix with its plus sign to carriers, longest prefix first.</value>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Prefixes { get; init; } = [];

    public static RoutingOptions Read(ConfigurationReader reader)
    {
        var prefixes = reader.Section("Prefixes");
        var names = prefixes.Children().Select(child => child.Name).ToList();
        foreach (var name in names.Where(name => name is not ['+', _, ..] || name.Length > 16 || !name.Skip(1).All(char.IsAsciiDigit)))
        {
            prefixes.Error(name, "must be a plus sign and digits, such as +61");
        }

        var options = new RoutingOptions
        {
            Default = reader.List("Default"),
            Prefixes = [.. names
                .OrderByDescending(name => name.Length)
                .Select(name => KeyValuePair.Create(name, prefixes.List(name)))],
        };
        reader.RejectUnknownKeys();
        return options;
    }
}
