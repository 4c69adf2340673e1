using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck.Checks;

/// <summary>Every name in a file is declared, every function exists and gets as many arguments as it takes, and nothing is idle.</summary>
internal sealed class NameCheck(BicepFile file, Findings findings)
{
    private readonly Dictionary<string, Declaration> _declared = file.Declarations
        .Where(declaration => declaration is not OutputDeclaration && declaration.Name.Length > 0)
        .ToDictionary(declaration => declaration.Name);

    private readonly HashSet<string> _used = [];

    public void Run()
    {
        foreach (var declaration in file.Declarations)
        {
            foreach (var decorator in declaration.Decorators.SelectMany(decorator => decorator.Arguments))
            {
                Visit(decorator, []);
            }

            Visit(declaration);
        }

        // Types are not followed here, so imports that may be types are not called idle.
        foreach (var idle in _declared.Values.Where(declaration => !_used.Contains(declaration.Name) && declaration.Decorator("export") is null))
        {
            if ((idle is ParameterDeclaration { Type: not null } or VariableDeclaration or FunctionDeclaration) || idle is ResourceDeclaration { IsExisting: true })
            {
                findings.Add(idle.At, $"'{idle.Name}' is used nowhere");
            }
        }
    }

    private void Visit(Declaration declaration)
    {
        switch (declaration)
        {
            case ParameterDeclaration { Value: { } value }:
                Visit(value, []);
                break;
            case VariableDeclaration variable:
                Visit(variable.Value, []);
                break;
            case OutputDeclaration output:
                Visit(output.Value, []);
                break;
            case ResourceDeclaration resource:
                Visit(resource.Body, []);
                break;
            case ModuleDeclaration module:
                Visit(module.Body, []);
                break;
            case FunctionDeclaration function:
                Visit(function.Body, [.. function.Parameters]);
                break;
        }
    }

    private void Visit(Expression expression, HashSet<string> locals)
    {
        switch (expression)
        {
            case NameExpression name:
                Use(name, locals);
                return;
            case CallExpression { Target: null } call:
                Call(call);
                break;
            case CallExpression { Target: NameExpression { Name: "az" or "sys" } } call:
                Call(call);
                call.Arguments.ToList().ForEach(argument => Visit(argument, locals));
                return;
            case LambdaExpression lambda:
                locals = [.. locals, .. lambda.Parameters];
                break;
            case ForExpression loop:
                Visit(loop.In, locals);
                Visit(loop.Body, [.. locals, loop.Item, loop.Index ?? loop.Item]);
                return;
            case ObjectExpression body:
                locals = [.. locals, .. body.Children.Select(child => child.Name)];
                break;
        }

        foreach (var inner in expression.Children())
        {
            Visit(inner, locals);
        }
    }

    private void Use(NameExpression name, HashSet<string> locals)
    {
        if (locals.Contains(name.Name))
        {
            return;
        }

        _used.Add(name.Name);
        if (!_declared.ContainsKey(name.Name))
        {
            findings.Add(name.At, $"there is no '{name.Name}'{Names.Hint(name.Name, _declared.Keys.Concat(locals))}");
        }
    }

    private void Call(CallExpression call)
    {
        if (_declared.GetValueOrDefault(call.Function) is FunctionDeclaration or ImportDeclaration)
        {
            _used.Add(call.Function);
        }
        else if (!Signatures.Exists(call.Function))
        {
            findings.Add(call.At, $"there is no function '{call.Function}'{Names.Hint(call.Function, Signatures.Names)}");
        }
        else if (!Signatures.Accepts(call.Function, call.Arguments.Count))
        {
            findings.Add(call.At, $"{call.Function} takes {Signatures.Describe(call.Function)} arguments, not {call.Arguments.Count}");
        }
    }
}
