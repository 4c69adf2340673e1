using System.Text.Json;

namespace SmsGateway.Acceptance;

/// <summary>
/// Members of a JSON object that somebody else made: a name that nobody can read is nobody's, of two with one name the last
/// counts, and a text that cannot be read is none.
/// </summary>
internal static class JsonMembers
{
    /// <summary>Null when it holds half a surrogate pair.</summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null also when it is no object.</summary>
    public static JsonElement? Object(JsonElement parent, string name) =>
        Find(parent, name) is { ValueKind: JsonValueKind.Object } found ? found : null;

    public static string? Shortened(JsonElement parent, string name) =>
        Find(parent, name) is { } found ? Shortened(found) : null;

    /// <summary>A text, cut to the length of what is only passed on; null when it is none.</summary>
    public static string? Shortened(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var text = value.GetString()!;
            var length =
                text.Length <= MessageParser.MaxFieldLength ? text.Length
                // Never inside a character.
                : char.IsHighSurrogate(text[MessageParser.MaxFieldLength - 1]) ? MessageParser.MaxFieldLength - 1
                : MessageParser.MaxFieldLength;
            return length == 0 ? null : text[..length];
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or no UTF-8.
            return null;
        }
    }

    private static JsonElement? Find(JsonElement parent, string name)
    {
        JsonElement? found = null;
        foreach (var member in parent.EnumerateObject())
        {
            if (NameOf(member) == name)
            {
                found = member.Value;
            }
        }

        return found;
    }
}
