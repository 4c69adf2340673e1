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

    public string? Limited(string field)
    {
        var value = String(field);
        if (value is { Length: > MessageParser.MaxFieldLength })
        {
            Error(field, $"must have at most {MessageParser.MaxFieldLength} characters");
        }

        return string.IsNullOrEmpty(value) ? null : value;
    }

    public JsonElement? Object(string field)
    {
        if (Find(field) is not { } element)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            return element;
        }

        Error(field, "must be an object");
        return null;
    }

    private JsonElement? Find(string field) =>
        root.TryGetProperty(field, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;
}
