using System.Text.Json;

namespace SmsGateway.InfraCheck.Types;

/// <summary>
/// Definitions of resource types: one JSON object with an entry <c>type@version</c> each, shared shapes in <c>$defs</c> and all
/// versions there are in <c>$versions</c>.
/// </summary>
internal sealed class TypeDefinitions : IDisposable
{
    private readonly JsonDocument _document;
    private readonly Dictionary<string, JsonElement> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> _versions = new(StringComparer.OrdinalIgnoreCase);
    private readonly JsonElement _shared;

    /// <exception cref="JsonException">The file is not JSON, or lacks a part.</exception>
    public TypeDefinitions(string path)
    {
        using var stream = File.OpenRead(path);
        _document = JsonDocument.Parse(stream);
        foreach (var entry in _document.RootElement.EnumerateObject())
        {
            if (entry.Name == "$defs")
            {
                _shared = entry.Value;
            }
            else if (entry.Name == "$versions")
            {
                foreach (var type in entry.Value.EnumerateObject())
                {
                    _versions[type.Name] = [.. type.Value.EnumerateArray().Select(version => version.GetString()!)];
                }
            }
            else if (!entry.Name.StartsWith('$'))
            {
                _types[entry.Name] = entry.Value;
            }
        }
    }

    public void Dispose() => _document.Dispose();

    /// <returns>Null for a type that the file does not know.</returns>
    public IReadOnlyCollection<string>? Versions(string type) => _versions.GetValueOrDefault(type);

    /// <returns>Null for a type and version whose body the file does not hold.</returns>
    public JsonElement? Body(string type, string version) =>
        _types.TryGetValue($"{type}@{version}", out var entry) ? entry.GetProperty("body") : null;

    public IReadOnlyList<string> Scopes(string type, string version) =>
        _types.TryGetValue($"{type}@{version}", out var entry) ? [.. entry.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!)] : [];

    /// <summary>The schema itself, where it is a reference to another.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("ref", out var name))
        {
            schema = _shared.GetProperty(name.GetString()!);
        }

        return schema;
    }

    /// <summary>What a resolved schema is: string, int, bool, any, object, array, union or discriminated.</summary>
    public static string Kind(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.String ? schema.GetString()! : schema.GetProperty("kind").GetString()!;

    /// <returns>Null when the schema knows no such property; then <c>additionalProperties</c> may still allow it.</returns>
    public static JsonElement? Property(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out var property) ? property : null;

    public static bool Flag(JsonElement property, string name) => property.TryGetProperty(name, out var flag) && flag.GetBoolean();

    public static JsonElement? Part(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var part) ? part : null;
}
