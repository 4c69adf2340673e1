using System.Globalization;

namespace SmsGateway.CarrierSimulator.Configuration;

/// <summary>Reads one section; mistakes are collected under their keys as an environment variable is written.</summary>
internal sealed class SettingsReader(IConfigurationSection section, List<string> errors)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    public SettingsReader Section(string key)
    {
        _known.Add(key);
        return new SettingsReader(section.GetSection(key), errors);
    }

    public string? Optional(string key)
    {
        _known.Add(key);
        var value = section[key]?.Trim();
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>Several keys that only make sense together: all values, or null when none is set.</summary>
    public string[]? Together(params string[] keys)
    {
        var values = Array.ConvertAll(keys, Optional);
        if (values.All(value => value is null))
        {
            return null;
        }

        foreach (var (key, _) in keys.Zip(values).Where(pair => pair.Second is null))
        {
            Error(key, $"is missing; it belongs to {string.Join(", ", keys.Where(other => other != key))}");
        }

        var set = values.OfType<string>().ToArray();
        return set.Length == keys.Length ? set : null;
    }

    public int Number(string key, int defaultValue, int min, int max)
    {
        if (Optional(key) is not { } text)
        {
            return defaultValue;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Error(key, $"must be a whole number from {min} to {max}");
        return defaultValue;
    }

    /// <summary>From nothing to ten minutes: "5" alone would be read as five days.</summary>
    public TimeSpan Duration(string key)
    {
        if (Optional(key) is not { } text)
        {
            return TimeSpan.Zero;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= TimeSpan.Zero && value <= TimeSpan.FromMinutes(10))
        {
            return value;
        }

        Error(key, "must be a duration up to ten minutes, written hh:mm:ss or hh:mm:ss.fff");
        return TimeSpan.Zero;
    }

    /// <summary>An https address, or http on this machine: the operators' key must not cross a network in clear.</summary>
    public Uri? Address(string key)
    {
        if (Optional(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
        {
            return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.GetLeftPart(UriPartial.Path) + "/");
        }

        Error(key, "must be an absolute https address, or an http one on this machine");
        return null;
    }

    /// <summary>To be called last: a misspelt setting must not be silent.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var child in section.GetChildren().Where(child => !_known.Contains(child.Key)))
        {
            Error(child.Key, $"is not a known setting; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    public void Error(string key, string message) =>
        errors.Add($"{$"{section.Path}:{key}".Replace(":", "__", StringComparison.Ordinal)} {message}");
}
