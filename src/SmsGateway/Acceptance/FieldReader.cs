using System.Text.Json;

namespace SmsGateway.Acceptance;

/// <summary>Reads the known fields of one JSON object and collects what is wrong with them, by field, without quoting values.</summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _repeated = [];
    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public FieldReader(JsonElement root)
    {
        foreach (var member in root.EnumerateObject())
        {
            if (JsonMembers.NameOf(member) is not { } name)
            {
                continue;
            }

            if (!_fields.TryAdd(name, member.Value))
            {
                _repeated.Add(name);
                _fields[name] = member.Value;
            }
        }
    }

    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    public void Error(string field, string message) =>
        _errors[field] = _errors.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];

    /// <summary>Says so, unless the field is known to be there and wrong.</summary>
    public void Missing(string field, string message = "is required")
    {
        if (!_errors.ContainsKey(field))
        {
            Error(field, message);
        }
    }

    public bool HasTwice(IEnumerable<string> fields) => _repeated.Count > 0 && _repeated.Intersect(fields).Any();

    /// <summary>The alias, when it holds something and the field itself does not; otherwise the field, or the only one that is there.</summary>
    public string NameOf(string field, string alias) =>
        IsEmpty(field) && (!IsEmpty(alias) || (Find(field) is null && Find(alias) is not null)) ? alias : field;

    public bool Flag(string field) => Find(field) is { ValueKind: JsonValueKind.True };

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

    /// <summary>A text that may be no mistake although it cannot be read.</summary>
    /// <returns>False when there is something else, or half a surrogate pair in it.</returns>
    public bool TryString(string field, out string? text)
    {
        text = null;
        try
        {
            var value = Find(field);
            text = value is { ValueKind: JsonValueKind.String } ? value.Value.GetString() : null;
            return value is null or { ValueKind: JsonValueKind.String };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What tells messages apart: a text of sane length, or a number, taken as it is written.</summary>
    public string? Limited(string field)
    {
        var value = Find(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : String(field);
        if (value is { Length: > MessageParser.MaxFieldLength })
        {
            Error(field, $"must have at most {MessageParser.MaxFieldLength} characters");
        }

        return string.IsNullOrWhiteSpace(value) ? null : value.Trim();
    }

    /// <summary>What is only passed on: cut short when too long, left out when it is no text, and never a mistake.</summary>
    public string? Informational(string field) => Find(field) is { } value ? JsonMembers.Shortened(value) : null;

    /// <summary>The same of something that is sent as its id or as a whole object with one.</summary>
    public string? InformationalId(string field) =>
        Informational(field) ?? (Object(field) is { } whole ? JsonMembers.Shortened(whole, "id") : null);

    /// <summary>
    /// What people call something that is sent as its name, or as a whole object with one, on one line: a second one could pass
    /// for what a phone's software reads. An id of Auth0's organizations is no name.
    /// </summary>
    public string? NameIn(string field)
    {
        var name = Object(field) is { } whole
            ? NotBlank(JsonMembers.Shortened(whole, "display_name")) ?? NotBlank(JsonMembers.Shortened(whole, "name"))
            : NotBlank(Informational(field));
        return name?.StartsWith("org_", StringComparison.Ordinal) == true ? null : name;
    }

    /// <summary>Null also when the field is no object.</summary>
    public JsonElement? Object(string field) => Find(field) is { ValueKind: JsonValueKind.Object } value ? value : null;

    private JsonElement? Find(string field) =>
        _fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? NotBlank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings(" ");

    /// <summary>Not there, or a text without anything in it.</summary>
    public bool IsEmpty(string field) => TryString(field, out var text) && string.IsNullOrWhiteSpace(text);
}
