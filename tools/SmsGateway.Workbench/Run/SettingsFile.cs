namespace SmsGateway.Workbench.Run;

/// <summary>Settings of one's own for a run: lines of <c>Key=value</c>; empty ones, and those that begin with #, say nothing.</summary>
internal static class SettingsFile
{
    /// <summary>Stands for the carrier simulator's address.</summary>
    private const string Simulator = "{simulator}";

    private static readonly string[] Sections = ["Gateway__", "Secrets__", "Simulator__"];

    /// <exception cref="UsageException">It cannot be read, or a line is none.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--settings: {path} cannot be read.");
        }

        return
        [
            .. lines
                .Select((line, i) => (Text: line.Trim(), Number: i + 1))
                .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
                .Select(line => Parse(line.Text, line.Number)),
        ];
    }

    /// <summary>Puts the settings of one program over its others. A route that the file has takes the whole route's place.</summary>
    /// <param name="settings">Of the gateway or of the carrier simulator.</param>
    /// <param name="own">The file's.</param>
    /// <param name="isSimulator">Whose.</param>
    /// <param name="address">The carrier simulator's, as far as it is known.</param>
    public static void Apply(
        Dictionary<string, string> settings,
        IReadOnlyList<KeyValuePair<string, string>> own,
        bool isSimulator,
        Uri? address
    )
    {
        const string Route = "Gateway__Routing__Default__";
        if (own.Any(setting => setting.Key.StartsWith(Route, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var key in settings.Keys.Where(key => key.StartsWith(Route, StringComparison.Ordinal)).ToList())
            {
                settings.Remove(key);
            }
        }

        foreach (
            var (key, value) in own.Where(setting =>
                isSimulator == setting.Key.StartsWith("Simulator__", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            settings[key] = value.Replace(Simulator, address?.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>The line is not quoted: it may be a secret.</summary>
    private static KeyValuePair<string, string> Parse(string line, int number)
    {
        var end = line.IndexOf('=', StringComparison.Ordinal);
        return end > 0 && Sections.Any(section => line.StartsWith(section, StringComparison.OrdinalIgnoreCase))
            ? KeyValuePair.Create(line[..end].Trim(), line[(end + 1)..].Trim())
            : throw new UsageException(
                $"--settings: line {number} must be Key=value, with a key that begins with {string.Join(", ", Sections)}."
            );
    }
}
