using System.Text.Json;
using SmsGateway.Configuration;

namespace SmsGateway.Operators;

/// <summary>
/// The fields of an operator's order, all of them texts, with what is wrong with them. One that nobody knows is wrong too: who gives
/// an order must not find out later that half of it was not heard.
/// </summary>
internal sealed class OrderFields
{
    private const int MaxBytes = 4096;

    /// <summary>Letters that a slip of the finger changes.</summary>
    private const int Slip = 2;

    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private OrderFields() { }

    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <param name="body">JSON.</param>
    /// <param name="known">The fields there are.</param>
    public static async ValueTask<OrderFields> ReadAsync(
        Stream body,
        IReadOnlyList<string> known,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(body);
        var fields = new OrderFields();
        var buffer = new byte[MaxBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > MaxBytes)
        {
            fields.Error("", $"must have at most {MaxBytes} bytes");
            return fields;
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), Json);
            fields.Take(document.RootElement, known);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair inside a text.
            fields._texts.Clear();
            fields._errors.Clear();
            fields.Error("", "must be a JSON object in UTF-8 that has each of its fields once");
        }

        return fields;
    }

    /// <param name="query">The value of a parameter; null when it is not there.</param>
    /// <param name="known">The parameters there are.</param>
    public static OrderFields Of(Func<string, string?> query, IReadOnlyList<string> known)
    {
        ArgumentNullException.ThrowIfNull(query);
        var fields = new OrderFields();
        foreach (var name in known)
        {
            if (query(name) is { Length: > 0 } text)
            {
                // In a query a plus sign that nobody has escaped stands for a space.
                fields._texts[name] = text[0] == ' ' ? $"+{text[1..]}" : text;
            }
        }

        return fields;
    }

    public void Error(string field, string message) =>
        _errors[field] = _errors.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];

    /// <returns>Null when it is not there, or there is nothing in it.</returns>
    public string? Find(string field) =>
        _texts.TryGetValue(field, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>What is configured under this name, in any case; null, and a mistake of the field, when nothing is.</summary>
    /// <param name="field">That has the name; called after what is configured.</param>
    /// <param name="name">As it was given.</param>
    /// <param name="configured">All there are.</param>
    /// <param name="nameOf">One's name.</param>
    public T? Known<T>(string field, string name, IReadOnlyList<T> configured, Func<T, string> nameOf)
        where T : class
    {
        var known = configured.FirstOrDefault(one => nameOf(one).Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            Error(
                field,
                $"there is no {field} '{name}'; configured are {string.Join(", ", configured.Select(nameOf))}"
            );
        }

        return known;
    }

    private void Take(JsonElement root, IReadOnlyList<string> known)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Error("", "must be a JSON object");
            return;
        }

        foreach (var field in root.EnumerateObject())
        {
            if (!known.Contains(field.Name))
            {
                var meant = known.MinBy(name => Spelling.Distance(name, field.Name))!;
                Error(
                    field.Name,
                    Spelling.Distance(meant, field.Name) <= Slip
                        ? $"is no field of this order; did you mean {meant}?"
                        : $"is no field of this order; there are {string.Join(", ", known)}"
                );
            }
            else if (field.Value.ValueKind == JsonValueKind.String)
            {
                _texts[field.Name] = field.Value.GetString()!;
            }
            else if (field.Value.ValueKind != JsonValueKind.Null)
            {
                Error(field.Name, "must be a text");
            }
        }
    }
}
