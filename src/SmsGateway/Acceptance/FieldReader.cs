using System.Text.Json;

namespace SmsGateway.Acceptance;

/// <summary>Reads the known fields of one JSON object and collects what is wrong with them, by field, without quoting values.</summary>
internal sealed class FieldReader(JsonElement root)
{
    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    public void Error(string field, string message) =>
        _errors[field] = _errors.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];

    /// <summary>Says so, unless the field is known to be there and wrong.</summary>
    public void Missing(string field)
    {
        if (!_errors.ContainsKey(field))
        {
            Error(field, "is required");
        }
    }

    /// <summary>The alias, when it is there and the field itself is not; otherwise the field.</summary>
    public string NameOf(string field, string alias) => Find(field) is null && Find(alias) is not null ? alias : field;

    public string? String(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Error(field, "must be a string");
        return null;
    }

    /// <summary>What tells messages apart: a text of sane length, or a number, taken as it is written.</summary>
    public string? Limited(string field)
    {
        var value = Find(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : String(field);
        if (value is { Length: > MessageParser.MaxFieldLength })
        {
            Error(field, $"must have at most {MessageParser.MaxFieldLength} characters");
        }

        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>What is only passed on: cut short when too long, left out when it is no text, and never a mistake.</summary>
    public string? Informational(string field) => Shortened(root, field);

    /// <summary>The same of something that is sent as its id or as a whole object with one.</summary>
    public string? InformationalId(string field) =>
        Informational(field) ?? (Object(field) is { } whole ? Shortened(whole, "id") : null);

    /// <summary>Null also when the field is no object.</summary>
    public JsonElement? Object(string field) => Object(root, field);

    public static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var element) && element.ValueKind == JsonValueKind.Object ? element : null;

    public static string? Shortened(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var element) || element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var text = element.GetString()!;
            var length =
                text.Length <= MessageParser.MaxFieldLength ? text.Length
                // Never inside a character.
                : char.IsHighSurrogate(text[MessageParser.MaxFieldLength - 1]) ? MessageParser.MaxFieldLength - 1
                : MessageParser.MaxFieldLength;
            return length == 0 ? null : text[..length];
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            return null;
        }
    }

    private JsonElement? Find(string field) =>
        root.TryGetProperty(field, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;
}
