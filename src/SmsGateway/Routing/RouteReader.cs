using System.Globalization;
using SmsGateway.Configuration;

namespace SmsGateway.Routing;

/// <summary>Reads routes wherever settings have one, and holds them against the carriers that there are.</summary>
/// <param name="configured">Names of carriers, those with mistakes in their settings included.</param>
public sealed class RouteReader(IReadOnlyCollection<string> configured)
{
    private const char BeforeWeight = '=';

    /// <param name="reader">Of the section that has the route; gets every mistake, under the key where it is.</param>
    /// <param name="key">The route's.</param>
    public IReadOnlyList<RouteEntry> Read(ConfigurationReader reader, string key)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var items = reader.Items(key);
        var isWeighted = items.Any(item => item.Value.Contains(BeforeWeight, StringComparison.Ordinal));
        var route = new List<RouteEntry>(items.Count);
        foreach (var (at, text) in items)
        {
            var entry = Parse(text, out var weight);
            if (weight is not null && entry.Weight is null)
            {
                reader.Error(
                    at,
                    $"its weight must be a whole number from 0 to {RouteEntry.MaxWeight}, such as 70 in twilio=70"
                );
            }
            else if (isWeighted && weight is null)
            {
                reader.Error(
                    at,
                    "has no weight, which others of the route have; all have one, as in twilio=70, or none"
                );
            }

            if (!configured.Contains(entry.Carrier, StringComparer.OrdinalIgnoreCase))
            {
                reader.Error(
                    at,
                    $"names a carrier that is not configured; configured are {string.Join(", ", configured.Order(StringComparer.Ordinal))}"
                );
            }
            else if (route.Exists(other => entry.Carrier.Equals(other.Carrier, StringComparison.OrdinalIgnoreCase)))
            {
                reader.Error(at, "names a carrier that the route has already");
            }

            route.Add(entry);
        }

        if (isWeighted && route.TrueForAll(entry => entry.Weight == 0))
        {
            reader.Error(key, "has weights of 0 only, with which no carrier is tried first; give one of them more");
        }

        return route;
    }

    /// <param name="weight">As it is written; null for none. The entry has it when it is one.</param>
    private static RouteEntry Parse(string text, out string? weight)
    {
        var end = text.IndexOf(BeforeWeight, StringComparison.Ordinal);
        weight = end < 0 ? null : text[(end + 1)..].Trim();
        return new RouteEntry(
            end < 0 ? text : text[..end].TrimEnd(),
            int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value <= RouteEntry.MaxWeight
                ? value
                : null
        );
    }
}
