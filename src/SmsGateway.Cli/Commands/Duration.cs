using System.Globalization;

namespace SmsGateway.Cli.Commands;

/// <summary>A length of time as people write it: 90s, 5m, 1h, or 00:05:00; a bare number is seconds.</summary>
internal static class Duration
{
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
