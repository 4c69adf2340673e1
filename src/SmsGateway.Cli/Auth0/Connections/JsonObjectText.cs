using System.Text.Json;
using SmsGateway.Cli.Commands;

namespace SmsGateway.Cli.Auth0.Connections;

/// <summary>
/// A JSON object whose members can be set and removed while all others keep their text: order, escapes, number formats and
/// spaces. A tree of values would rewrite them.
/// </summary>
internal sealed class JsonObjectText
{
    private readonly List<(string Name, string Text)> _members;
    private readonly string _original;
    private bool _isChanged;

    private JsonObjectText(string original, List<(string Name, string Text)> members) =>
        (_original, _members) = (original, members);

    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static JsonObjectText Parse(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.ValueKind == JsonValueKind.Object
            // The text of a property is its whole member, name and colon included, as it stands.
            ? new JsonObjectText(
                text,
                [.. json.RootElement.EnumerateObject().Select(member => (member.Name, member.ToString()))]
            )
            : throw new JsonException("It is no JSON object.");
    }

    /// <summary>The text of a member's value, or null.</summary>
    public string? this[string name]
    {
        get
        {
            using var json = JsonDocument.Parse(ToString());
            return json.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : null;
        }
    }

    /// <summary>Sets a member in its place, or at the end. One that already means the same keeps its text.</summary>
    public void Set(string name, string value)
    {
        if (this[name] is { } current && Means(current, value))
        {
            return;
        }

        _isChanged = true;
        var member = (name, $"{name.Quoted()}:{value}");
        var at = _members.FindIndex(found => found.Name == name);
        if (at < 0)
        {
            _members.Add(member);
        }
        else
        {
            _members[at] = member;
        }
    }

    public void Remove(string name) => _isChanged |= _members.RemoveAll(member => member.Name == name) > 0;

    /// <summary>As it was, byte for byte, unless something was changed.</summary>
    public override string ToString() =>
        _isChanged ? $"{{{string.Join(',', _members.Select(member => member.Text))}}}" : _original;

    /// <summary>The name of a member that an object has twice, at any depth: readers differ about which of them counts.</summary>
    public static string? Repeated(string text)
    {
        using var json = JsonDocument.Parse(text);
        return Repeated(json.RootElement);
    }

    private static string? Repeated(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .CountBy(member => member.Name)
                .FirstOrDefault(name => name.Value > 1)
                .Key
                ?? json.EnumerateObject()
                    .Select(member => Repeated(member.Value))
                    .FirstOrDefault(name => name is not null),
            JsonValueKind.Array => json.EnumerateArray().Select(Repeated).FirstOrDefault(name => name is not null),
            _ => null,
        };

    /// <summary>Whether two JSON texts mean the same, however they are written.</summary>
    public static bool Means(string one, string other)
    {
        using var left = JsonDocument.Parse(one);
        using var right = JsonDocument.Parse(other);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }
}
