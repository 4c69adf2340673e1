using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>A resource as it would be deployed, or is referred to.</summary>
internal sealed class ResourceInstance
{
    public required ResourceDeclaration Declaration { get; init; }

    /// <value>Such as <c>Microsoft.Storage/storageAccounts</c>; a nested one's is full as well.</value>
    public required string Type { get; init; }

    public required string ApiVersion { get; init; }

    public required ResourceInstance? Parent { get; init; }

    /// <value>False for <c>existing</c>, and for one whose condition is false.</value>
    public required bool IsDeployed { get; init; }

    public required ModuleInstance Module { get; init; }

    public ObjectValue Body { get; set; } = new(default, []);

    /// <value>Symbolic name to instance.</value>
    public Dictionary<string, Value> Children { get; } = [];

    public Value Name => Body["name"] ?? new UnknownValue(Declaration.At, $"name of {Declaration.Name}");

    /// <value>With its parents' names; equal for equal resources, whichever file refers to them.</value>
    public string FullName => Parent is null ? Name.Text : $"{Parent.FullName}/{Name.Text}";

    public string Id => $"{Type.ToLowerInvariant()}:{FullName}";

    public string? Scope => (Body["scope"] as ResourceValue)?.Instance.Id;

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a property of its body, such as <c>properties.siteConfig.appSettings</c>.</summary>
    public Value? Property(string path)
    {
        Value? value = Body;
        foreach (var key in path.Split('.'))
        {
            value = (value as ObjectValue)?[key];
        }

        return value;
    }
}

/// <summary>A module with its arguments; also the main file.</summary>
internal sealed class ModuleInstance
{
    /// <value>Symbolic names from the main file on.</value>
    public required string Name { get; init; }

    public required bool IsDeployed { get; init; }

    /// <value>Output to value; null when the module's file is not to be had here.</value>
    public Dictionary<string, Value>? Outputs { get; set; }

    public Value? NameValue { get; init; }
}

/// <summary>A resource's property that some expression reads.</summary>
internal sealed record PropertyRead(Position At, ResourceInstance Resource, string Path);

/// <summary>What one set of parameters comes to.</summary>
internal sealed class Deployment
{
    public List<ResourceInstance> Resources { get; } = [];

    public List<(OutputDeclaration Declaration, Value Value)> Outputs { get; } = [];

    public List<PropertyRead> Reads { get; } = [];

    /// <value>Expressions that were looked at.</value>
    public HashSet<Expression> Visited { get; } = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<ResourceInstance> Deployed => Resources.Where(resource => resource.IsDeployed);

    public IEnumerable<ResourceInstance> DeployedOf(string type) => Deployed.Where(resource => resource.Is(type));
}
