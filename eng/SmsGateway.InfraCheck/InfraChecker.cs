using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Checks;
using SmsGateway.InfraCheck.Evaluation;
using SmsGateway.InfraCheck.Types;

namespace SmsGateway.InfraCheck;

/// <summary>Reads a folder of Bicep files, works out what they would deploy, and runs every check.</summary>
internal sealed class InfraChecker(string folder, TypeDefinitions? definitions)
{
    private readonly TypeCheck? _types = definitions is null ? null : new TypeCheck(definitions);
    private readonly HashSet<Position> _resources = [];
    private readonly HashSet<Position> _settings = [];
    private readonly HashSet<string> _variants = [];
    private readonly HashSet<Expression> _visited = new(ReferenceEqualityComparer.Instance);

    public Findings Findings { get; } = new();

    /// <summary>Fills <see cref="Findings"/>.</summary>
    /// <returns>What was looked at, line by line.</returns>
    public IReadOnlyList<string> Check()
    {
        var files = new SourceFiles(folder, Findings);
        if (files.Count == 0)
        {
            Findings.Add(new Position(files.Shown(folder), 1, 1), "there is no Bicep file in it");
            return [];
        }

        foreach (var file in files.Parsed.ToList())
        {
            new NameCheck(file, Findings).Run();
        }

        if (files.Parsed.Count() == files.Count)
        {
            Evaluate(files);
        }

        return
        [
            $"{files.Count} files, {_resources.Count} resources and {_settings.Count} app settings, with {_variants.Count} sets of parameters",
            $"code: queues {string.Join(", ", CodeFacts.Queues)}; containers {string.Join(", ", CodeFacts.Containers)}; functions {string.Join(", ", CodeFacts.Functions.Select(function => function.Name))}",
            _types?.Summary() ?? "types: not compared; give a definitions file with --types",
        ];
    }

    private void Evaluate(SourceFiles files)
    {
        var parameterFiles = files.Parsed.Where(file => file.FullPath.EndsWith(".bicepparam", StringComparison.Ordinal)).ToList();
        foreach (var parameters in parameterFiles)
        {
            Evaluate(files, parameters);
        }

        foreach (var idle in files.Parsed.Where(file => parameterFiles.Count > 0 && !parameterFiles.Contains(file) && !files.Used.Contains(file.FullPath)))
        {
            Findings.Add(new Position(idle.ShownPath, 1, 1), "no other file uses this one");
        }

        if (parameterFiles.Count == 0)
        {
            Findings.Add(new Position(files.Shown(folder), 1, 1), "there is no parameters file (.bicepparam) to begin with");
        }

        var unseen = files.Parsed.Where(file => parameterFiles.Count > 0 && !file.FullPath.EndsWith(".bicepparam", StringComparison.Ordinal))
            .SelectMany(file => file.Declarations)
            .SelectMany(declaration => declaration switch
            {
                ResourceDeclaration resource => Unseen(resource.Body),
                ModuleDeclaration module => Unseen(module.Body),
                VariableDeclaration variable => Unseen(variable.Value),
                OutputDeclaration output => Unseen(output.Value),
                _ => [],
            });
        foreach (var expression in unseen)
        {
            Findings.NotCovered($"{expression.At}: no set of parameters leads here");
        }

        _types?.NameUncovered(Findings);
    }

    private void Evaluate(SourceFiles files, BicepFile parameters)
    {
        var use = parameters.Of<OtherDeclaration>().FirstOrDefault(declaration => declaration.Keyword == "using");
        if (use?.Value is not TextExpression { Plain: { } path } || files.Find(parameters, path, use.At) is not { } main)
        {
            Findings.Add(use?.At ?? new Position(parameters.ShownPath, 1, 1), "a parameters file says 'using' and its main file");
            return;
        }

        var run = new Run(files, Findings);
        var values = new ModuleEvaluation(run, parameters, new ModuleInstance { Name = "", IsDeployed = false }, new Dictionary<string, Member>());
        var given = parameters.Of<ParameterDeclaration>().ToDictionary(parameter => parameter.Name, parameter => new Member(parameter.At, parameter.Name, values.Lookup(parameter.Name, parameter.At)));
        var wanted = main.Of<ParameterDeclaration>().ToList();
        foreach (var extra in given.Values.Where(member => wanted.All(parameter => parameter.Name != member.Key)))
        {
            Findings.Add(extra.KeyAt, $"{main.ShownPath} has no parameter '{extra.Key}'{Names.Hint(extra.Key, wanted.Select(parameter => parameter.Name))}");
        }

        foreach (var missing in wanted.Where(parameter => parameter is { Value: null, Type: not NullableType } && !given.ContainsKey(parameter.Name)))
        {
            Findings.Add(new Position(parameters.ShownPath, 1, 1), $"'{missing.Name}' is not given, which {main.ShownPath} requires");
        }

        var expressions = new ExpressionEvaluator(new ModuleEvaluation(run, main, new ModuleInstance { Name = "", IsDeployed = false }, given), run);
        foreach (var (name, arguments) in Variants.Of(main, given, expressions))
        {
            _variants.Add($"{parameters.ShownPath}: {name}");
            Evaluate(files, main, arguments);
        }
    }

    private void Evaluate(SourceFiles files, BicepFile main, IReadOnlyDictionary<string, Member> arguments)
    {
        var run = new Run(files, Findings);
        run.Evaluate(main, "", isDeployed: true, arguments, null, new Position(main.ShownPath, 1, 1));
        ICheck[] checks = [new SettingsCheck(), new StorageNamesCheck(), new RoleCheck(), new SecretCheck(), new HardeningCheck()];
        foreach (var check in _types is null ? checks : [.. checks, _types])
        {
            check.Run(run.Deployment, Findings);
        }

        _resources.UnionWith(run.Deployment.Resources.Select(resource => resource.Declaration.At));
        _settings.UnionWith(AppSettings.In(run.Deployment).SelectMany(app => app.All).Select(setting => setting.KeyAt));
        _visited.UnionWith(run.Deployment.Visited);
    }

    /// <summary>The outermost expressions that were never looked at.</summary>
    private IEnumerable<Expression> Unseen(Expression expression) => expression switch
    {
        LiteralText or SpreadExpression => expression.Children().SelectMany(Unseen),
        _ when !_visited.Contains(expression) => IsTrivial(expression) ? [] : [expression],
        _ => expression.Children().SelectMany(Unseen),
    };

    /// <summary>Keys, which are no expressions of their own, and literals, in which nothing can be wrong that another check would not see.</summary>
    private static bool IsTrivial(Expression expression) =>
        expression is LiteralExpression or TextExpression { Plain: not null } or ArrayExpression { Items.Count: 0 } or ObjectExpression { Properties.Count: 0 };
}
