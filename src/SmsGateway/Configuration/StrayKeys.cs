using Microsoft.Extensions.Configuration;

namespace SmsGateway.Configuration;

/// <summary>
/// Keys beside our sections that were meant for them. Nobody reads such a key, so nothing else would tell; and the environment
/// holds other programs' variables too, so it is no more than a warning.
/// </summary>
internal static class StrayKeys
{
    private const string Gateway = "Gateway";
    private const string Secrets = "Secrets";

    /// <summary>What the heads read beside the core.</summary>
    private static readonly Dictionary<string, IReadOnlyCollection<string>> Sections = new()
    {
        ["Store"] = ["Kind", "Path", "ConnectionString", "AccountName"],
        ["KeyVault"] = ["Uri"],
    };

    /// <param name="configuration">The whole configuration.</param>
    /// <param name="ofGateway">The keys of section <c>Gateway</c>.</param>
    /// <param name="secretNames">The names that settings refer to.</param>
    /// <param name="warnings">Gets a line for each such key.</param>
    public static void WarnOf(
        IConfiguration configuration,
        IReadOnlyCollection<string> ofGateway,
        IReadOnlyCollection<string> secretNames,
        ICollection<string> warnings
    )
    {
        Dictionary<string, IReadOnlyCollection<string>> known = new(Sections)
        {
            [Gateway] = ofGateway,
            [Secrets] = secretNames,
        };
        foreach (var section in configuration.GetChildren().Where(child => !IsOneOf(known.Keys, child.Key)))
        {
            if (Meant(section, known) is { } meant)
            {
                warnings.Add($"{section.Key}: is not read; did you mean {meant}?");
            }
        }
    }

    private static string? Meant(IConfigurationSection section, Dictionary<string, IReadOnlyCollection<string>> known)
    {
        // Two underscores after it: hardly anybody else's.
        if (section.GetChildren().Any())
        {
            if (
                known.Keys.FirstOrDefault(name => Spelling.Distance(name, section.Key) <= (name.Length > 5 ? 2 : 1)) is
                { } near
            )
            {
                return $"{near}__...";
            }

            if (IsOneOf(known[Gateway], section.Key))
            {
                return $"{Gateway}__{section.Key}__...";
            }
        }

        // One underscore, dash or dot after it: ours when what follows is ours too.
        var end = section.Key.IndexOfAny(['_', '-', '.']);
        return
            end > 0
            && known.Keys.FirstOrDefault(name => Spelling.Distance(name, section.Key[..end]) <= 1) is { } split
            && Below(split, known[split], section.Key[(end + 1)..]) is { } below
            ? $"{split}__{below}"
            : null;
    }

    private static string? Below(string section, IReadOnlyCollection<string> known, string rest)
    {
        if (section == Secrets)
        {
            return IsOneOf(known.Select(Plain), Plain(rest)) ? "<the name>" : null;
        }

        var words = rest.Split(['_', '-', '.'], StringSplitOptions.RemoveEmptyEntries);
        return words is [var first, ..] && known.FirstOrDefault(name => Spelling.Distance(name, first) <= 1) is { } near
            ? words.Length == 1
                ? near
                : $"{near}__..."
            : null;
    }

    /// <summary>A shell takes no dash in a name, so people write an underscore.</summary>
    private static string Plain(string name) => name.Replace('-', '_');

    private static bool IsOneOf(IEnumerable<string> names, string name) =>
        names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
