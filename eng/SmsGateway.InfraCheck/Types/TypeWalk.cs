using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Types;

/// <summary>Compares one resource's body with its definition.</summary>
/// <param name="definitions">Where shared shapes are.</param>
/// <param name="findings">Gets the mistakes.</param>
/// <param name="resource">Whose body it is.</param>
/// <param name="noteProperty">Told of each property that was looked at.</param>
/// <param name="noteExpression">Told of each value that only Azure knows and that not every value of its kind would do for.</param>
/// <param name="kindsOf">What kinds a property of another resource can be.</param>
internal sealed class TypeWalk(
    TypeDefinitions definitions,
    Findings findings,
    ResourceInstance resource,
    Action<Position> noteProperty,
    Action<string> noteExpression,
    Func<UnknownValue, IEnumerable<string>> kindsOf)
{
    /// <summary>Bicep's own words.</summary>
    private static readonly string[] OfTheLanguage = ["parent", "scope", "dependsOn"];

    /// <summary>The compiler takes these for every type, whatever the definition says.</summary>
    private static readonly string[] OfEveryType =
    [
        "location", "tags", "asserts", "properties", "sku", "kind", "managedBy", "managedByExtended", "extendedLocation", "zones", "plan", "eTag", "scale", "identity",
    ];

    private bool IsExisting => resource.Declaration.IsExisting;

    public void Check(JsonElement body) => Value(resource.Body, body, "", resource.Declaration.At);

    private void Value(Value value, JsonElement reference, string path, Position keyAt)
    {
        var schema = definitions.Resolve(reference);
        var kind = TypeDefinitions.Kind(schema);
        switch (value)
        {
            case NullValue or ResourceValue or ModuleValue:
                // In a template null is as good as left out.
                return;
            case UnknownValue { Alternatives: { Count: > 0 } alternatives }:
                foreach (var alternative in alternatives)
                {
                    Value(alternative, reference, path, keyAt);
                }

                return;
            case UnknownValue unknown:
                Unknown(unknown, schema, kind, path);
                return;
        }

        switch (kind)
        {
            case "any":
                break;
            case "string" when value is TextValue text:
                Text(text, schema, path);
                break;
            case "int" when value is IntValue number:
                Number(number, schema, path);
                break;
            case "bool" when value is BoolValue:
                break;
            case "object" when value is ObjectValue members:
                Members(members, [schema], path, keyAt);
                break;
            case "discriminated" when value is ObjectValue members:
                Discriminated(members, schema, path, keyAt);
                break;
            case "array" when value is ArrayValue array:
                Items(array, schema, path, keyAt);
                break;
            case "union":
                Union(value, schema, path, keyAt);
                break;
            default:
                Wrong(value.At, path, $"must be {Describe(kind)}");
                break;
        }
    }

    /// <summary>A property of another resource is of a known kind; the value itself does not matter where any of that kind will do.</summary>
    private void Unknown(UnknownValue unknown, JsonElement schema, string kind, string path)
    {
        var kinds = kindsOf(unknown).Select(other => other == "union" ? "string" : other).Distinct().ToList();
        if (kinds.Count == 0 || kinds.Contains("any") || kind is "any" or "union" or "discriminated")
        {
            if (kind != "any")
            {
                noteExpression(path);
            }
        }
        else if (!kinds.Contains(kind))
        {
            Wrong(unknown.At, path, $"must be {Describe(kind)}, and is given {string.Join(" or ", kinds.Select(Describe))}");
        }
        else if (schema.ValueKind != JsonValueKind.String)
        {
            noteExpression(path);
        }
    }

    private void Text(TextValue text, JsonElement schema, string path)
    {
        if (schema.ValueKind == JsonValueKind.String)
        {
            return;
        }

        if (!text.IsKnown)
        {
            noteExpression(path);
            return;
        }

        if (TypeDefinitions.Part(schema, "minLength") is { } min && text.Content.Length < min.GetInt64())
        {
            Wrong(text.At, path, $"must have at least {min} characters");
        }

        if (TypeDefinitions.Part(schema, "maxLength") is { } max && text.Content.Length > max.GetInt64())
        {
            Wrong(text.At, path, $"must have at most {max} characters");
        }

        if (TypeDefinitions.Part(schema, "pattern") is { } pattern && !Regex.IsMatch(text.Content, pattern.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            Wrong(text.At, path, $"must have the form {pattern}");
        }
    }

    private void Number(IntValue number, JsonElement schema, string path)
    {
        if (TypeDefinitions.Part(schema, "minimum") is { } min && number.Number < min.GetInt64())
        {
            Wrong(number.At, path, $"must be at least {min}");
        }

        if (TypeDefinitions.Part(schema, "maximum") is { } max && number.Number > max.GetInt64())
        {
            Wrong(number.At, path, $"must be at most {max}");
        }
    }

    private void Union(Value value, JsonElement schema, string path, Position keyAt)
    {
        var allowed = schema.GetProperty("values").EnumerateArray().Select(literal => literal.ToString()).ToList();
        var others = TypeDefinitions.Part(schema, "others")?.EnumerateArray().ToList() ?? [];
        if (value is TextValue { IsKnown: false })
        {
            if (others.Count == 0)
            {
                noteExpression(path);
            }

            return;
        }

        // A child whose name is fixed can be written with its parent's name before it.
        var text = path == "name" ? value.Text.Split('/')[^1] : value.Text;
        if (value is TextValue or IntValue or BoolValue && allowed.Contains(text, value is BoolValue ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal))
        {
            return;
        }

        if (others.Count == 0)
        {
            Wrong(value.At, path, $"may not be '{text}'{Names.Hint(text, allowed)}");
            return;
        }

        Value(value, others[0], path, keyAt);
    }

    private void Items(ArrayValue array, JsonElement schema, string path, Position keyAt)
    {
        foreach (var item in array.Items)
        {
            Value(item, schema.GetProperty("items"), $"{path}[]", keyAt);
        }

        if (!array.IsOpen && TypeDefinitions.Part(schema, "minItems") is { } min && array.Items.Count < min.GetInt64())
        {
            Wrong(array.At, path, $"must have at least {min} items");
        }

        if (!array.IsOpen && TypeDefinitions.Part(schema, "maxItems") is { } max && array.Items.Count > max.GetInt64())
        {
            Wrong(array.At, path, $"must have at most {max} items");
        }
    }

    private void Discriminated(ObjectValue members, JsonElement schema, string path, Position keyAt)
    {
        var discriminator = schema.GetProperty("discriminator").GetString()!;
        var chosen = members[discriminator];
        if (chosen is null && members.IsOpen)
        {
            noteExpression(Join(path, discriminator));
        }
        else if (chosen is null)
        {
            Wrong(keyAt, path, $"lacks '{discriminator}'");
        }
        else if (chosen.Known() is not { } name)
        {
            noteExpression(Join(path, discriminator));
        }
        else if (schema.GetProperty("variants").TryGetProperty(name.Split('/')[^1], out var variant))
        {
            Members(members, [schema, definitions.Resolve(variant)], path, keyAt);
        }
        else
        {
            Wrong(chosen.At, Join(path, discriminator), $"may not be '{name}'{Names.Hint(name, schema.GetProperty("variants").EnumerateObject().Select(one => one.Name))}");
        }
    }

    private void Members(ObjectValue value, IReadOnlyList<JsonElement> schemas, string path, Position keyAt)
    {
        foreach (var member in value.Members)
        {
            if (path.Length == 0 && OfTheLanguage.Contains(member.Key))
            {
                continue;
            }

            noteProperty(member.KeyAt);
            var property = schemas.Select(schema => TypeDefinitions.Property(schema, member.Key)).FirstOrDefault(found => found is not null);
            if (property is { } known)
            {
                if (TypeDefinitions.Flag(known, "readOnly") && !IsExisting)
                {
                    findings.Add(member.KeyAt, $"{resource.Type}: '{Join(path, member.Key)}' can only be read");
                }

                Value(member.Value, known.GetProperty("type"), Join(path, member.Key), member.KeyAt);
            }
            else if (schemas.Select(schema => TypeDefinitions.Part(schema, "additionalProperties")).FirstOrDefault(further => further is not null) is { } further)
            {
                Value(member.Value, further, Join(path, member.Key), member.KeyAt);
            }
            else if (member.IsKeyKnown && !(path.Length == 0 && OfEveryType.Contains(member.Key)))
            {
                findings.Add(member.KeyAt, $"{resource.Type}: there is no '{Join(path, member.Key)}'{Names.Hint(member.Key, Writable(schemas))}");
            }
        }

        if (IsExisting || value.IsOpen)
        {
            return;
        }

        foreach (var missing in schemas.SelectMany(Required).Distinct().Where(name => value[name] is null or NullValue))
        {
            findings.Add(keyAt, $"{resource.Type}: '{Join(path, missing)}' is required");
        }
    }

    private static IEnumerable<string> Required(JsonElement schema) => All(schema)
        .Where(property => TypeDefinitions.Flag(property.Value, "required") && !TypeDefinitions.Flag(property.Value, "readOnly"))
        .Select(property => property.Name);

    private static IEnumerable<string> Writable(IEnumerable<JsonElement> schemas) => schemas.SelectMany(All)
        .Where(property => !TypeDefinitions.Flag(property.Value, "readOnly"))
        .Select(property => property.Name);

    private static IEnumerable<JsonProperty> All(JsonElement schema) =>
        TypeDefinitions.Part(schema, "properties") is { } properties ? properties.EnumerateObject() : [];

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Describe(string kind) => kind switch
    {
        "string" => "a string",
        "int" => "a number",
        "bool" => "true or false",
        "array" => "an array",
        _ => "an object",
    };

    private void Wrong(Position at, string path, string message) => findings.Add(at, $"{resource.Type}: '{path}' {message}");
}
