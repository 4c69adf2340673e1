using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SmsGateway.Messages;

namespace SmsGateway.Configuration;

/// <summary>
/// Reads one configuration section into options. Every mistake is added to one list under its key (no short circuit, so the
/// operator sees all of them at once), and a key nobody asked for is a mistake too: a misspelt setting must not be silent.
/// Values are never quoted: somebody will put a secret in the wrong place.
/// </summary>
/// <param name="section">Which is read.</param>
/// <param name="errors">Gets every mistake.</param>
/// <param name="warnings">Gets what is no mistake and hardly meant so; null where nothing of the kind is looked for.</param>
public sealed partial class ConfigurationReader(
    IConfigurationSection section,
    ICollection<string> errors,
    ICollection<string>? warnings = null
)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys whose value is none yet; what else is wrong with it is of no interest.</summary>
    private readonly HashSet<string> _unfilled = new(StringComparer.OrdinalIgnoreCase);

    public string Name => section.Key;

    /// <summary>The section's own key as an environment variable is written.</summary>
    public string Key => section.Path.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>What has been asked for.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>The key as an environment variable is written.</summary>
    public string KeyOf(string key) => $"{Key}__{key}".Replace(":", "__", StringComparison.Ordinal);

    public void Error(string key, string message)
    {
        if (!_unfilled.Contains(key))
        {
            errors.Add($"{KeyOf(key)}: {message}");
        }
    }

    public void Warn(string key, string message) => warnings?.Add($"{KeyOf(key)}: {message}");

    public bool Has(string key) => section.GetSection(key).Exists();

    public string? Optional(string key) => Value(key, text => text);

    /// <summary>A value in which words in braces stand for something, so they are none that somebody has still to fill in.</summary>
    public string? Template(string key) => Value(key, text => InBraces().Replace(text, ""));

    /// <summary>A text for people, in which nothing is a placeholder: "wait ..." is what somebody wants to say.</summary>
    public string? Text(string key) => Value(key, _ => "");

    private string? Value(string key, Func<string, string> toBeFilled)
    {
        var isFirst = _known.Add(key);
        if (isFirst && section.GetSection(key).GetChildren().Any())
        {
            Error(key, "is a single value; there are further keys below it");
        }

        var value = section[key]?.Trim();
        if (isFirst && value is not null)
        {
            MustBeFilled(key, toBeFilled(value));
        }

        return string.IsNullOrEmpty(value) ? null : value;
    }

    public string Required(string key)
    {
        var value = Optional(key);
        if (value is null)
        {
            Error(key, "is required");
        }

        return value ?? "";
    }

    public bool Flag(string key, bool defaultValue)
    {
        var text = Optional(key);
        if (text is null)
        {
            return defaultValue;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Error(key, "must be true or false");
        return defaultValue;
    }

    public TimeSpan? Duration(string key, TimeSpan min, TimeSpan max)
    {
        var text = Optional(key);
        if (text is null)
        {
            return null;
        }

        // A bare number would be days, and hh:mm is too easily meant as mm:ss.
        if (
            text.Count(c => c == ':') == 2
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            && value >= min
            && value <= max
        )
        {
            return value;
        }

        Error(key, $"must be a duration from {min:c} to {max:c}, written hh:mm:ss");
        return null;
    }

    public T Choice<T>(string key, T defaultValue)
        where T : struct, Enum
    {
        var text = Optional(key);
        if (text is null)
        {
            return defaultValue;
        }

        var name = Enum.GetNames<T>()
            .FirstOrDefault(name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (name is not null)
        {
            return Enum.Parse<T>(name);
        }

        Error(key, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");
        return defaultValue;
    }

    /// <summary>An https address to which paths are added, or an http one on this machine: credentials must not cross a network in clear.</summary>
    public Uri Address(string key, string defaultValue)
    {
        var fallback = new Uri(defaultValue);
        if (Endpoint(key) is not { } uri)
        {
            return fallback;
        }

        if (uri.OriginalString.AsSpan().ContainsAny('?', '#'))
        {
            Error(key, "must have no query and no fragment");
            return fallback;
        }

        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.GetLeftPart(UriPartial.Path) + "/");
    }

    /// <summary>An https address as it is, or an http one on this machine; null when there is none, or a wrong one.</summary>
    public Uri? Endpoint(string key)
    {
        if (Optional(key) is not { } text)
        {
            return null;
        }

        var mistake =
            !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")
                ? "must be an absolute https address"
            : uri.Scheme == "http" && !IsLoopback(uri) ? "must use https; http is only allowed for a loopback address"
            : uri.UserInfo.Length > 0 ? "must not hold credentials"
            : null;
        if (mistake is null)
        {
            return uri;
        }

        Error(key, mistake);
        return null;
    }

    public Sender? Sender(string key)
    {
        var text = Optional(key);
        if (text is null)
        {
            return null;
        }

        if (!Messages.Sender.TryParse(text, out var sender))
        {
            Error(key, Messages.Sender.Rule);
        }

        return sender;
    }

    /// <summary>A list written <c>Key__0</c>, <c>Key__1</c>, ...</summary>
    public IReadOnlyList<string> List(string key) => [.. Items(key).Select(item => item.Value)];

    /// <summary>What a list holds, each with the key under which it stands.</summary>
    public IReadOnlyList<(string Key, string Value)> Items(string key)
    {
        _known.Add(key);
        var child = section.GetSection(key);
        if (child.Value is { Length: > 0 })
        {
            Error(key, $"is a list; write {KeyOf(key)}__0, {KeyOf(key)}__1, ...");
            return [];
        }

        var items = child
            .GetChildren()
            .Select(item => (Key: $"{key}__{item.Key}", Value: item.Value?.Trim() ?? ""))
            .Where(item => item.Value.Length > 0)
            .ToList();
        items.ForEach(item => MustBeFilled(item.Key, item.Value));
        return items;
    }

    public ConfigurationReader Section(string key)
    {
        if (_known.Add(key) && !string.IsNullOrEmpty(section[key]))
        {
            Error(key, "is a section, not a value");
        }

        return new ConfigurationReader(section.GetSection(key), errors, warnings);
    }

    /// <summary>The names under this section, of whatever kind.</summary>
    public IReadOnlyList<string> Keys() => [.. section.GetChildren().Select(child => child.Key)];

    /// <summary>The named sections under this one.</summary>
    public IReadOnlyList<ConfigurationReader> Children()
    {
        var children = section.GetChildren().ToList();
        foreach (var child in children.Where(child => _known.Add(child.Key)))
        {
            MustBeFilled(child.Key, child.Key);
            if (!string.IsNullOrEmpty(child.Value))
            {
                Error(child.Key, "is a section, not a value; two underscores part its name from what is set");
            }
        }

        return
        [
            .. children
                .Where(child => string.IsNullOrEmpty(child.Value))
                .Select(child => new ConfigurationReader(child, errors, warnings)),
        ];
    }

    /// <summary>To be called when everything known has been read.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var child in section.GetChildren())
        {
            if (!_known.Contains(child.Key))
            {
                var near = _known.MinBy(known => Spelling.Distance(known, child.Key));
                var hint =
                    near is not null && Spelling.Distance(near, child.Key) <= 3
                        ? $"; did you mean {near}?"
                        : $"; known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}";
                Error(child.Key, "is not a known setting" + hint);
            }
        }
    }

    private void MustBeFilled(string key, string text)
    {
        if (Placeholder.IsIn(text))
        {
            Error(key, "is a placeholder; put there what it stands for");
            _unfilled.Add(key);
        }
    }

    [GeneratedRegex(@"\{[^{}""]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex InBraces();

    private static bool IsLoopback(Uri uri) =>
        uri.Host is "localhost"
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
