namespace SmsGateway.Host;

/// <summary>Section <c>Logging</c> is the framework's, which says of a wrong level neither where it stands nor what there is.</summary>
internal static class LogLevels
{
    public static IEnumerable<string> Mistakes(IConfiguration configuration) =>
        configuration
            .GetSection("Logging")
            .AsEnumerable()
            .Where(setting =>
                setting.Key.Contains("LogLevel:", StringComparison.OrdinalIgnoreCase)
                && setting.Value is not null
                && !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _)
            )
            .Select(setting =>
                $"{setting.Key.Replace(":", "__", StringComparison.Ordinal)}: must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}"
            );
}
