using System.CommandLine;
using System.Globalization;

namespace SmsGateway.Cli.Commands;

/// <summary>Options that take a length of time, as people write it: 90s, 5m, 1h, or 00:05:00; a bare number is seconds.</summary>
internal static class Duration
{
    /// <param name="name">With its dashes.</param>
    /// <param name="byDefault">Written likewise.</param>
    /// <param name="description">A sentence.</param>
    public static Option<TimeSpan> Option(string name, string byDefault, string description) => new(name)
    {
        Description = $"{description} Such as 90s, 5m or 1h.",
        HelpName = "time",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (TryParse(text, out var duration))
            {
                return duration;
            }

            result.AddError($"{name}: '{text}' is no length of time; write 90s, 5m or 1h.");
            return default;
        },
        DefaultValueFactory = _ => TryParse(byDefault, out var duration) ? duration : default,
    };

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration) && duration >= TimeSpan.Zero;
        }

        var (digits, unit) = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? (text[..^1], text[^1]) : (text, 's');
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds == 0 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > 36_500)
        {
            return false;
        }

        duration = TimeSpan.FromSeconds((double)count * seconds);
        return true;
    }
}
