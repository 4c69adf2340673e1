using System.Globalization;
using System.Text.Json;

namespace SmsGateway.Carriers.Generic;

/// <summary>Where a value lies in a JSON text (RFC 6901), such as <c>/messages/0/id</c>.</summary>
internal sealed class JsonPointer
{
    private readonly IReadOnlyList<string> _steps;

    private JsonPointer(IReadOnlyList<string> steps) => _steps = steps;

    /// <returns>Null when it is none. The one to the whole text is of no use here.</returns>
    public static JsonPointer? Parse(string text)
    {
        if (!text.StartsWith('/'))
        {
            return null;
        }

        var steps = text[1..].Split('/');
        return Array.Exists(steps, HasBadEscape)
            ? null
            : new JsonPointer([
                .. steps.Select(step =>
                    step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                ),
            ]);
    }

    /// <summary>The text of a string, a whole number or a truth value; null for anything else, and for an empty string.</summary>
    public string? Text(JsonElement root)
    {
        var element = root;
        foreach (var step in _steps)
        {
            if (Step(element, step) is not { } next)
            {
                return null;
            }

            element = next;
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => String(element),
            JsonValueKind.Number when element.TryGetInt64(out var number) => number.ToString(
                CultureInfo.InvariantCulture
            ),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }

    private static JsonElement? Step(JsonElement element, string step) =>
        element.ValueKind switch
        {
            JsonValueKind.Object when element.TryGetProperty(step, out var member) => member,
            JsonValueKind.Array
                when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < element.GetArrayLength() => element[index],
            _ => null,
        };

    private static string? String(JsonElement element)
    {
        try
        {
            return element.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    private static bool HasBadEscape(string step)
    {
        for (var i = step.IndexOf('~', StringComparison.Ordinal); i >= 0; i = step.IndexOf('~', i + 1))
        {
            if (i + 1 == step.Length || step[i + 1] is not ('0' or '1'))
            {
                return true;
            }
        }

        return false;
    }
}
