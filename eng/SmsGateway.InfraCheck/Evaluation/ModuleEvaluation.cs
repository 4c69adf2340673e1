using System.Collections.Immutable;
using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>The names of one file with its arguments, each evaluated when it is first asked for.</summary>
internal sealed class ModuleEvaluation
{
    private static readonly ImmutableDictionary<string, Value> NoLocals = ImmutableDictionary<string, Value>.Empty;

    private readonly Run _run;
    private readonly BicepFile _file;
    private readonly ModuleInstance _self;
    private readonly IReadOnlyDictionary<string, Member> _arguments;
    private readonly ExpressionEvaluator _expressions;
    private readonly ResourceEvaluation _resources;
    private readonly TypeChecker _types;
    private readonly Dictionary<string, Declaration> _declarations;
    private readonly Dictionary<string, Value?> _values = [];

    public ModuleEvaluation(Run run, BicepFile file, ModuleInstance self, IReadOnlyDictionary<string, Member> arguments)
    {
        _run = run;
        _file = file;
        _self = self;
        _arguments = arguments;
        _expressions = new ExpressionEvaluator(this, run);
        _resources = new ResourceEvaluation(run, file, self, _expressions);
        _types = new TypeChecker(file, run);
        _declarations = file.Declarations.Where(declaration => declaration is not OutputDeclaration && declaration.Name.Length > 0)
            .ToDictionary(declaration => declaration.Name);
    }

    /// <summary>Everything, in the order of the file, so that nothing goes unseen.</summary>
    public void EvaluateAll()
    {
        foreach (var declaration in _declarations.Values.Where(declaration => declaration is ResourceDeclaration or ModuleDeclaration or VariableDeclaration or ParameterDeclaration))
        {
            Lookup(declaration.Name, declaration.At);
        }

        _self.Outputs = [];
        foreach (var output in _file.Of<OutputDeclaration>())
        {
            var value = _expressions.Evaluate(output.Value, NoLocals);
            _types.Check(output.Type, value, $"output '{output.Name}'", output.At);
            _self.Outputs[output.Name] = output.IsSecure ? value with { Secret = value.SecretWithin() ?? $"secure output '{output.Name}'" } : value;
            if (_self.IsDeployed)
            {
                _run.Deployment.Outputs.Add((output, value));
            }
        }
    }

    public Value Lookup(string name, Position at)
    {
        if (!_declarations.TryGetValue(name, out var declaration))
        {
            // The check of names reports it.
            return new UnknownValue(at, name);
        }

        if (_values.TryGetValue(name, out var known))
        {
            if (known is null)
            {
                _run.Findings.Add(at, $"'{name}' refers to itself");
            }

            return known ?? new UnknownValue(at, name);
        }

        _values[name] = null;
        var value = Evaluate(declaration);
        _values[name] = value;
        return value;
    }

    /// <returns>The file's own function of this name, or null.</returns>
    public Func<IReadOnlyList<Value>, Value>? Function(string name) =>
        _declarations.GetValueOrDefault(name) is FunctionDeclaration or ImportDeclaration && Lookup(name, default) is LambdaValue lambda ? lambda.Call : null;

    /// <returns>What <c>loadTextContent</c> and its like read, or null when it is another function.</returns>
    public Value? Load(CallExpression call, IReadOnlyList<Value> arguments)
    {
        if (!call.Function.StartsWith("load", StringComparison.Ordinal) || arguments is not [{ } path, ..])
        {
            return null;
        }

        if (path.Known() is not { } relative)
        {
            _run.Findings.Add(call.At, $"{call.Function} needs a path that is known beforehand");
            return null;
        }

        var full = SourceFiles.PathOf(_file, relative);
        if (call.Function != "loadDirectoryFileInfo" && !File.Exists(full))
        {
            _run.Findings.Add(call.At, $"there is no file '{relative}'");
            return null;
        }

        return call.Function switch
        {
            "loadTextContent" => new TextValue(call.At, File.ReadAllText(full)),
            "loadJsonContent" when arguments.Count == 1 => JsonValues.Read(call.At, File.ReadAllText(full), _run.Findings),
            _ => null,
        };
    }

    private Value Evaluate(Declaration declaration) => declaration switch
    {
        ParameterDeclaration parameter => Parameter(parameter),
        VariableDeclaration variable => _expressions.Evaluate(variable.Value, NoLocals),
        ResourceDeclaration resource => _resources.Resource(resource, null, NoLocals),
        ModuleDeclaration module => _resources.Module(module),
        FunctionDeclaration function => new LambdaValue(function.At, function.Parameters.Count, values => Call(function, values)),
        ImportDeclaration import => Import(import),
        _ => new UnknownValue(declaration.At, declaration.Name),
    };

    private Value Parameter(ParameterDeclaration parameter)
    {
        Value value;
        if (_arguments.TryGetValue(parameter.Name, out var given))
        {
            value = given.Value;
            var at = given.KeyAt;
            _types.Check(parameter.Type, value, $"parameter '{parameter.Name}'", at);
            _types.CheckLimits(parameter, value, at, _expressions);
        }
        else if (parameter.Value is not null)
        {
            value = _expressions.Evaluate(parameter.Value, NoLocals);
            _types.Check(parameter.Type, value, $"parameter '{parameter.Name}'", parameter.At);
            _types.CheckLimits(parameter, value, parameter.At, _expressions);
            if (parameter.IsSecure && value.Known() is { Length: > 0 })
            {
                _run.Findings.Add(value.At, $"secure parameter '{parameter.Name}' has its secret written down as default");
            }
        }
        else
        {
            value = parameter.Type is NullableType ? new NullValue(parameter.At) : new UnknownValue(parameter.At, $"{_self.Name}:{parameter.Name}");
        }

        return parameter.IsSecure ? value with { Secret = $"secure parameter '{parameter.Name}'" } : value;
    }

    private Value Call(FunctionDeclaration function, IReadOnlyList<Value> values)
    {
        var locals = function.Parameters.Select((name, i) => KeyValuePair.Create(name, i < values.Count ? values[i] : new UnknownValue(function.At, name)));
        return _expressions.Evaluate(function.Body, NoLocals.AddRange(locals));
    }

    private Value Import(ImportDeclaration import)
    {
        if (_run.Files.Find(_file, import.Path, import.At) is not { } file)
        {
            return new UnknownValue(import.At, import.Name);
        }

        var exports = file.Declarations.Where(declaration => declaration.Decorator("export") is not null).ToList();
        var other = new ModuleEvaluation(_run, file, new ModuleInstance { Name = _self.Name, IsDeployed = false }, new Dictionary<string, Member>());
        if (import.Original is null)
        {
            return new ObjectValue(import.At, [.. exports.Select(export => new Member(export.At, export.Name, other.Lookup(export.Name, import.At)))]);
        }

        if (exports.Any(export => export.Name == import.Original))
        {
            return other.Lookup(import.Original, import.At);
        }

        _run.Findings.Add(import.At, $"{file.ShownPath} exports no '{import.Original}'{Names.Hint(import.Original, exports.Select(export => export.Name))}");
        return new UnknownValue(import.At, import.Name);
    }
}
