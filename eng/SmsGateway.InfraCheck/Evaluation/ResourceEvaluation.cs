using System.Collections.Immutable;
using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>Resources and modules of one file.</summary>
internal sealed class ResourceEvaluation(Run run, BicepFile file, ModuleInstance self, ExpressionEvaluator expressions)
{
    /// <returns>One, or an array of them for a loop.</returns>
    public Value Resource(ResourceDeclaration declaration, ResourceInstance? parent, ImmutableDictionary<string, Value> locals) =>
        Bodies(declaration.Body, locals, (body, each, isDeployed) => One(declaration, parent, body, each, isDeployed));

    public Value Module(ModuleDeclaration declaration) =>
        Bodies(declaration.Body, ImmutableDictionary<string, Value>.Empty, (body, each, isDeployed) => OneModule(declaration, body, each, isDeployed));

    private Value Bodies(Expression body, ImmutableDictionary<string, Value> locals, Func<ObjectExpression, ImmutableDictionary<string, Value>, bool, Value> one)
    {
        switch (body)
        {
            case ForExpression loop:
                run.Deployment.Visited.Add(loop);
                return expressions.For(loop, locals, each => Bodies(loop.Body, each, one));
            case IfExpression conditional:
                run.Deployment.Visited.Add(conditional);
                var isDeployed = expressions.Evaluate(conditional.Condition, locals) is not BoolValue { Bool: false };
                return one(conditional.Body, locals, isDeployed);
            default:
                return one((ObjectExpression)body, locals, true);
        }
    }

    private ResourceValue One(ResourceDeclaration declaration, ResourceInstance? nestedIn, ObjectExpression body, ImmutableDictionary<string, Value> locals, bool isDeployed)
    {
        var (type, version) = Split(declaration, nestedIn);
        var evaluated = (ObjectValue)expressions.Evaluate(body, locals);
        var parent = nestedIn ?? (evaluated["parent"]?.Possible().FirstOrDefault() as ResourceValue)?.Instance;
        if (parent is not null && !type.StartsWith(parent.Type + "/", StringComparison.OrdinalIgnoreCase))
        {
            run.Findings.Add(declaration.TypeAt, $"a {type} cannot have a {parent.Type} as its parent");
        }

        var instance = new ResourceInstance
        {
            Declaration = declaration,
            Type = type,
            ApiVersion = version,
            Parent = parent,
            IsDeployed = isDeployed && self.IsDeployed && !declaration.IsExisting && nestedIn is not { IsDeployed: false, Declaration.IsExisting: false },
            Module = self,
            Body = evaluated,
        };
        run.Deployment.Resources.Add(instance);
        var value = new ResourceValue(declaration.At, instance);
        var inside = locals;
        foreach (var child in body.Children)
        {
            var nested = Resource(child, instance, inside);
            instance.Children[child.Name] = nested;
            inside = inside.SetItem(child.Name, nested);
        }

        return value;
    }

    /// <summary>A nested resource names only the last part of its type, and no version when it has its parent's.</summary>
    private (string Type, string Version) Split(ResourceDeclaration declaration, ResourceInstance? parent)
    {
        var parts = declaration.Type.Split('@');
        var type = parent is null ? parts[0] : $"{parent.Type}/{parts[0]}";
        if (parts.Length == 2 && parts[1].Length > 0 && (parent is not null || parts[0].Contains('/', StringComparison.Ordinal)))
        {
            return (type, parts[1]);
        }

        if (parts.Length != 1 || parent is null)
        {
            run.Findings.Add(declaration.TypeAt, "a resource's type is written provider/type@version");
        }

        return (type, parent?.ApiVersion ?? "");
    }

    private ModuleValue OneModule(ModuleDeclaration declaration, ObjectExpression body, ImmutableDictionary<string, Value> locals, bool isDeployed)
    {
        var evaluated = (ObjectValue)expressions.Evaluate(body, locals);
        foreach (var member in evaluated.Members.Where(member => member.Key is not ("name" or "scope" or "params" or "dependsOn" or "identity")))
        {
            run.Findings.Add(member.KeyAt, $"a module has no '{member.Key}'{Names.Hint(member.Key, ["name", "scope", "params", "dependsOn", "identity"])}");
        }

        var name = self.Name.Length == 0 ? declaration.Name : $"{self.Name}.{declaration.Name}";
        var notToBeHad = new ModuleInstance { Name = name, IsDeployed = false, NameValue = evaluated["name"] };
        if (declaration.Path.StartsWith("br", StringComparison.Ordinal) || declaration.Path.StartsWith("ts", StringComparison.Ordinal))
        {
            if (declaration.Path.Contains(':', StringComparison.Ordinal))
            {
                run.Findings.NotCovered($"{declaration.PathAt}: module {declaration.Path} is in a registry");
                return new ModuleValue(declaration.At, notToBeHad);
            }
        }

        if (run.Files.Find(file, declaration.Path, declaration.PathAt) is not { } target)
        {
            return new ModuleValue(declaration.At, notToBeHad);
        }

        var arguments = Arguments(declaration, target, evaluated["params"]);
        // What is not deployed is not looked at here: its arguments may make no sense. Another variant deploys it.
        return new ModuleValue(declaration.At, isDeployed
            ? run.Evaluate(target, name, self.IsDeployed, arguments, evaluated["name"], declaration.PathAt)
            : notToBeHad);
    }

    private Dictionary<string, Member> Arguments(ModuleDeclaration declaration, BicepFile target, Value? given)
    {
        var parameters = target.Of<ParameterDeclaration>().ToList();
        var members = (given as ObjectValue)?.Members ?? [];
        foreach (var member in members.Where(member => parameters.All(parameter => parameter.Name != member.Key)))
        {
            run.Findings.Add(member.KeyAt, $"{target.ShownPath} has no parameter '{member.Key}'{Names.Hint(member.Key, parameters.Select(parameter => parameter.Name))}");
        }

        if (given is null or ObjectValue { IsOpen: false })
        {
            foreach (var parameter in parameters.Where(parameter => parameter is { Value: null, Type: not NullableType } && members.All(member => member.Key != parameter.Name)))
            {
                run.Findings.Add(declaration.At, $"module '{declaration.Name}' is not given '{parameter.Name}', which {target.ShownPath} requires");
            }
        }

        return members.ToDictionary(member => member.Key);
    }
}
