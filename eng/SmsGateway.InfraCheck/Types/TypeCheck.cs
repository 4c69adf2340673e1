using System.Text.Json;
using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Checks;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Types;

/// <summary>Every resource has a type and version that exist, and is written as its definition says.</summary>
internal sealed class TypeCheck(TypeDefinitions definitions) : ICheck
{
    private readonly HashSet<Position> _resources = [];
    private readonly HashSet<Position> _properties = [];
    private readonly Dictionary<Position, (string Type, SortedSet<string> Paths)> _expressions = [];

    public void Run(Deployment deployment, Findings findings)
    {
        // What is not deployed may have arguments that make no sense; another variant deploys it.
        foreach (var resource in deployment.Resources.Where(resource => resource.IsDeployed || resource.Declaration.IsExisting))
        {
            if (BodyOf(resource, findings) is not { } schema)
            {
                continue;
            }

            _resources.Add(resource.Declaration.At);
            CheckScope(resource, findings);
            new TypeWalk(definitions, findings, resource, NoteProperty, path => NoteExpression(resource, path), KindsOf).Check(schema);
        }

        foreach (var read in deployment.Reads)
        {
            CheckRead(read, findings);
        }
    }

    public string Summary() =>
        $"types: {_resources.Count} resources and {_properties.Count} properties compared with their definitions; {_expressions.Values.Sum(entry => entry.Paths.Count)} values are known to Azure only";

    /// <summary>Names what was not judged: values that are expressions and may only be of some values or of some form.</summary>
    public void NameUncovered(Findings findings)
    {
        foreach (var (at, (type, paths)) in _expressions)
        {
            findings.NotCovered($"{at}: {type}: values known to Azure only: {string.Join(", ", paths)}");
        }
    }

    private JsonElement? BodyOf(ResourceInstance resource, Findings findings)
    {
        if (definitions.Versions(resource.Type) is not { } versions)
        {
            findings.NotCovered($"{resource.Declaration.TypeAt}: {resource.Type}: the definitions do not know this type");
            return null;
        }

        if (!versions.Contains(resource.ApiVersion))
        {
            var newest = versions.Order(StringComparer.Ordinal).Last();
            findings.Add(resource.Declaration.TypeAt, $"{resource.Type} has no API version '{resource.ApiVersion}'{Names.Hint(resource.ApiVersion, [newest])}");
            return null;
        }

        if (definitions.Body(resource.Type, resource.ApiVersion) is { } body)
        {
            return body;
        }

        findings.NotCovered($"{resource.Declaration.TypeAt}: {resource.Type}@{resource.ApiVersion}: the definitions hold no body for this version");
        return null;
    }

    private void CheckScope(ResourceInstance resource, Findings findings)
    {
        var scopes = definitions.Scopes(resource.Type, resource.ApiVersion);
        if (resource.Body["scope"] is ResourceValue && !scopes.Contains("extension"))
        {
            findings.Add(resource.Declaration.At, $"{resource.Type} cannot be put on another resource (scope)");
        }
    }

    /// <summary>A property that is read must be one that the resource has.</summary>
    private void CheckRead(PropertyRead read, Findings findings)
    {
        if (definitions.Body(read.Resource.Type, read.Resource.ApiVersion) is not { } body)
        {
            return;
        }

        var shapes = Shapes(body, read.Path, out var missing, out var known);
        if (shapes.Count == 0)
        {
            findings.Add(read.At, $"{read.Resource.Type} has no property '{read.Path}'{Names.Hint(missing, known)}");
        }
    }

    /// <summary>What a property of a resource can be; nothing when that is not known.</summary>
    private IEnumerable<string> KindsOf(UnknownValue value) =>
        value.Resource is { } owner && definitions.Body(owner.Type, owner.ApiVersion) is { } body
            ? Shapes(body, value.Path, out _, out _).Select(TypeDefinitions.Kind)
            : [];

    private List<JsonElement> Shapes(JsonElement body, string path, out string missing, out IEnumerable<string> known)
    {
        var shapes = new List<JsonElement> { definitions.Resolve(body) };
        (missing, known) = ("", []);
        foreach (var key in path.Split('.'))
        {
            var inner = shapes.SelectMany(shape => Inner(shape, key)).ToList();
            if (inner.Count == 0)
            {
                (missing, known) = (key, shapes.SelectMany(KeysOf));
                return inner;
            }

            shapes = inner;
        }

        return shapes;
    }

    private IEnumerable<JsonElement> Inner(JsonElement schema, string key)
    {
        switch (TypeDefinitions.Kind(schema))
        {
            case "any":
                return [schema];
            case "object":
                return TypeDefinitions.Property(schema, key)?.GetProperty("type") is { } type ? [definitions.Resolve(type)]
                    : TypeDefinitions.Part(schema, "additionalProperties") is { } further ? [definitions.Resolve(further)] : [];
            case "discriminated":
                return TypeDefinitions.Property(schema, key)?.GetProperty("type") is { } common
                    ? [definitions.Resolve(common)]
                    : schema.GetProperty("variants").EnumerateObject().SelectMany(variant => Inner(definitions.Resolve(variant.Value), key));
            default:
                return [];
        }
    }

    private static IEnumerable<string> KeysOf(JsonElement schema) =>
        TypeDefinitions.Part(schema, "properties") is { } properties ? properties.EnumerateObject().Select(property => property.Name) : [];

    private void NoteProperty(Position at) => _properties.Add(at);

    private void NoteExpression(ResourceInstance resource, string path)
    {
        if (!_expressions.TryGetValue(resource.Declaration.At, out var entry))
        {
            _expressions[resource.Declaration.At] = entry = (resource.Type, new SortedSet<string>(StringComparer.Ordinal));
        }

        entry.Paths.Add(path);
    }
}
