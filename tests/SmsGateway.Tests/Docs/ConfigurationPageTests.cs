using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace SmsGateway.Tests.Docs;

/// <summary>docs/configuration.md has the settings that the code reads, and no other.</summary>
public sealed partial class ConfigurationPageTests
{
    private const string Unknown = "ThisIsNoSettingOfAnything";

    [Theory]
    [InlineData("Callers", "Callers:x")]
    [InlineData("Routing", "Routing")]
    [InlineData("Acceptance and delivery", "Acceptance", "Delivery")]
    [InlineData("Texts", "Text")]
    [InlineData("Templates", "Text:Templates:x")]
    [InlineData("Admission", "Admission")]
    [InlineData("Test numbers", "TestNumbers:x")]
    [InlineData("Encryption at rest", "Encryption")]
    [InlineData("Metrics", "Metrics", "Stats")]
    [InlineData("Notices", "Notify")]
    [InlineData("Operators", "Operators")]
    [InlineData(
        "Carriers",
        "Carriers:x:Twilio",
        "Carriers:x:MessageMedia",
        "Carriers:x:EightByEight",
        "Carriers:x:Vonage",
        "Carriers:x:Infobip",
        "Carriers:x:Sinch",
        "Carriers:x:Telnyx",
        "Carriers:x:AzureCommunication",
        "Carriers:x:Plivo",
        "Carriers:x:Http"
    )]
    public void A_section_of_the_page_is_a_section_of_the_code(string heading, params string[] sections)
    {
        var known = sections.SelectMany(Known).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(known);
        Assert.Equal(known, Keys(heading).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The reader names what it knows when it meets what it does not.</summary>
    private static IEnumerable<string> Known(string section)
    {
        var parts = section.Split(':');
        var path = parts is ["Carriers", ..] ? string.Join(':', parts.Take(2)) : section;
        var settings = new Dictionary<string, string?> { [$"Gateway:{path}:{Unknown}"] = "x" };
        if (parts is ["Carriers", _, var kind])
        {
            settings[$"Gateway:{path}:Kind"] = kind;
        }

        var errors = new List<string>();
        GatewayOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), errors);
        var error = Assert.Single(errors, error => error.Contains(Unknown, StringComparison.Ordinal));
        return error[(error.IndexOf("known are ", StringComparison.Ordinal) + "known are ".Length)..].Split(", ");
    }

    /// <summary>The settings in a section's tables: what stands in the column called "key", without the prefixes, the numbers of lists and the regions.</summary>
    private static IEnumerable<string> Keys(string heading)
    {
        var column = -1;
        foreach (var line in Page.At("docs/configuration.md").Section(heading).Split('\n'))
        {
            var cells = line.Replace("\\|", "", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries);
            column =
                cells.Length < 3 ? -1
                : column < 0 ? Array.IndexOf(cells, "key")
                : column;
            if (column < 0)
            {
                continue;
            }

            foreach (var span in CodeSpan().Matches(cells[column]).Select(match => match.Groups[1].Value))
            {
                var segments = span.Split("__")
                    .Where(segment => segment is not "Gateway" && !Example().IsMatch(segment))
                    .ToArray();
                yield return segments.Length == 1 ? segments[0] : segments[1];
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    /// <summary>Of a list or a region's settings, what stands for any.</summary>
    [GeneratedRegex(@"^(\d+|AU)$")]
    private static partial Regex Example();
}
