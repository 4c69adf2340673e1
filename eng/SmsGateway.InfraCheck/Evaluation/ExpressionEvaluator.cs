using System.Collections.Immutable;
using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>Computes the expressions of one module.</summary>
internal sealed class ExpressionEvaluator(ModuleEvaluation module, Run run)
{
    public Value Evaluate(Expression expression, ImmutableDictionary<string, Value> locals)
    {
        run.Deployment.Visited.Add(expression);
        return expression switch
        {
            LiteralExpression literal => Literal(literal),
            TextExpression text => Text(text, locals),
            ArrayExpression array => Array(array, locals),
            ObjectExpression body => Object(body, locals),
            ForExpression loop => For(loop, locals, each => Evaluate(loop.Body, each)),
            IfExpression conditional => Evaluate(conditional.Body, locals),
            TernaryExpression ternary => Ternary(ternary, locals),
            BinaryExpression binary => Operators.Binary(binary.At, binary.Operator, Evaluate(binary.Left, locals), () => Evaluate(binary.Right, locals)),
            UnaryExpression unary => Operators.Unary(unary.At, unary.Operator, Evaluate(unary.Operand, locals)),
            NameExpression name => locals.TryGetValue(name.Name, out var local) ? local : module.Lookup(name.Name, name.At),
            CallExpression call => Call(call, locals),
            MemberExpression member => Access(member.At, Evaluate(member.Target, locals), member.Member, member.IsSafe),
            IndexExpression index => Index(index, locals),
            NestedExpression nested => Nested(nested, locals),
            LambdaExpression lambda => new LambdaValue(lambda.At, lambda.Parameters.Count, arguments => Apply(lambda, arguments, locals)),
            _ => throw new InvalidOperationException($"No such expression: {expression.GetType().Name}"),
        };
    }

    /// <summary>Items for each element; with an array that is not known once, for any.</summary>
    public Value For(ForExpression loop, ImmutableDictionary<string, Value> locals, Func<ImmutableDictionary<string, Value>, Value> body)
    {
        var source = Evaluate(loop.In, locals);
        var known = source.Possible().OfType<ArrayValue>().ToList();
        var items = known.SelectMany(array => array.Items).ToList();
        var isOpen = known.Count != 1 || known[0].IsOpen;
        if (items.Count == 0 && isOpen)
        {
            items.Add(new UnknownValue(loop.In.At, $"an item of {source.Text}"));
        }

        return new ArrayValue(loop.At, [.. items.Select((item, i) => body(WithItem(loop, locals, item, new IntValue(loop.At, i))))], isOpen);
    }

    public Value Access(Position at, Value target, string key, bool isSafe = false)
    {
        switch (target)
        {
            case ObjectValue open when open[key] is { } found:
                return found;
            case ObjectValue { IsOpen: false } closed when isSafe || closed.Members.Any(member => !member.IsKeyKnown):
                return isSafe ? new NullValue(at) : new UnknownValue(at, $"{target.Text}.{key}");
            case ObjectValue { IsOpen: false } closed:
                run.Findings.Add(at, $"there is no '{key}'{Names.Hint(key, closed.Members.Select(member => member.Key))}");
                return new UnknownValue(at, $"no {key}");
            case ResourceValue resource:
                return ResourceProperty(at, resource.Instance, key);
            case UnknownValue { Resource: { } instance } property:
                return ResourceProperty(at, instance, $"{property.Path}.{key}");
            case UnknownValue { Alternatives.Count: > 0 } either:
                return Operators.Either(at, $"{either.Description}.{key}", [.. either.Alternatives.Select(value => Access(at, value, key, isSafe: true))]);
            case ModuleValue called when key == "outputs":
                return new ObjectValue(
                    at,
                    [.. (called.Instance.Outputs ?? []).Select(output => new Member(output.Value.At, output.Key, output.Value))],
                    IsOpen: called.Instance.Outputs is null);
            case ModuleValue called when key == "name":
                return called.Instance.NameValue ?? new UnknownValue(at, $"name of {called.Instance.Name}");
            case NullValue when isSafe:
                return target;
            case UnknownValue { Description: "resourceGroup()" or "subscription()" or "tenant()" or "deployment()" }
                when key is "id" or "name" or "location" or "tenantId" or "subscriptionId" or "displayName":
                return new TextValue(at, $"<{((UnknownValue)target).Description}.{key}>", IsKnown: false);
            default:
                return new UnknownValue(at, $"{target.Text}.{key}") { Secret = target.SecretWithin() };
        }
    }

    private Value ResourceProperty(Position at, ResourceInstance resource, string path)
    {
        run.Deployment.Reads.Add(new PropertyRead(at, resource, path));
        switch (path)
        {
            case "name":
                return resource.Name;
            case "type":
                return new TextValue(at, resource.Type);
            case "apiVersion":
                return new TextValue(at, resource.ApiVersion);
        }

        return resource.Property(path) is TextValue or BoolValue or IntValue
            ? resource.Property(path)!
            : new UnknownValue(at, $"{resource.Id}.{path}") { Resource = resource, Path = path, Secret = Secrets.InProperty(resource, path) };
    }

    private static Value Literal(LiteralExpression literal) => literal.Value switch
    {
        bool flag => new BoolValue(literal.At, flag),
        long number => new IntValue(literal.At, number),
        _ => new NullValue(literal.At),
    };

    private TextValue Text(TextExpression text, ImmutableDictionary<string, Value> locals)
    {
        if (text.Plain is { } plain)
        {
            return new TextValue(text.At, plain);
        }

        var parts = text.Parts.Select(part => part is LiteralText literal ? new TextValue(literal.At, literal.Text) : Evaluate(part, locals)).ToList();
        return Join(text.At, parts);
    }

    public static TextValue Join(Position at, IReadOnlyList<Value> parts) =>
        new(at, string.Concat(parts.Select(part => part.Text)), parts.All(part => part is TextValue { IsKnown: true } or IntValue or BoolValue))
        {
            Secret = Values.SecretOf(parts),
            From = [.. parts.SelectMany(part => part.Sources())],
        };

    private ArrayValue Array(ArrayExpression array, ImmutableDictionary<string, Value> locals)
    {
        var items = new List<Value>();
        var isOpen = false;
        foreach (var item in array.Items)
        {
            if (item is not SpreadExpression spread)
            {
                items.Add(Evaluate(item, locals));
                continue;
            }

            foreach (var value in Evaluate(spread.Value, locals).Possible())
            {
                items.AddRange(value is ArrayValue known ? known.Items : []);
                isOpen |= value is not ArrayValue { IsOpen: false };
            }
        }

        return new ArrayValue(array.At, items, isOpen);
    }

    private ObjectValue Object(ObjectExpression body, ImmutableDictionary<string, Value> locals)
    {
        var result = new ObjectValue(body.At, []);
        foreach (var property in body.Properties)
        {
            var value = Evaluate(property.Value, locals);
            if (property.Key is null)
            {
                result = value.Possible().Aggregate(result, Builtins.Merge);
                continue;
            }

            run.Deployment.Visited.Add(property.Key);
            var key = Text(property.Key, locals);
            result = Builtins.With(result, new Member(property.At, key.Content, value, key.IsKnown));
        }

        return result;
    }

    private Value Ternary(TernaryExpression ternary, ImmutableDictionary<string, Value> locals)
    {
        var condition = Evaluate(ternary.Condition, locals);
        if (condition is BoolValue known)
        {
            return Evaluate(known.Bool ? ternary.Then : ternary.Else, locals);
        }

        return Operators.Either(ternary.At, $"{condition.Text} ? ...", [Evaluate(ternary.Then, locals), Evaluate(ternary.Else, locals)]);
    }

    private Value Index(IndexExpression index, ImmutableDictionary<string, Value> locals)
    {
        var target = Evaluate(index.Target, locals);
        var key = Evaluate(index.Index, locals);
        if (key.Known() is { } name)
        {
            return Access(index.At, target, name, index.IsSafe);
        }

        if (target is ArrayValue array && key is IntValue number)
        {
            if (number.Number >= 0 && number.Number < array.Items.Count)
            {
                return array.Items[(int)number.Number];
            }

            if (!array.IsOpen && !index.IsSafe)
            {
                run.Findings.Add(index.At, $"there is no item {number.Number}; the array has {array.Items.Count}");
            }
        }

        // Any item, when one cannot tell which.
        return target is ArrayValue { Items.Count: > 0 } some
            ? Operators.Either(index.At, $"{target.Text}[{key.Text}]", some.Items)
            : new UnknownValue(index.At, $"{target.Text}[{key.Text}]") { Secret = target.SecretWithin() };
    }

    private Value Nested(NestedExpression nested, ImmutableDictionary<string, Value> locals)
    {
        if (Evaluate(nested.Target, locals) is ResourceValue resource && resource.Instance.Children.TryGetValue(nested.Child, out var child))
        {
            return child;
        }

        run.Findings.Add(nested.At, $"there is no nested resource '{nested.Child}'");
        return new UnknownValue(nested.At, nested.Child);
    }

    private Value Call(CallExpression call, ImmutableDictionary<string, Value> locals)
    {
        if (call.Target is NameExpression { Name: "az" or "sys" } or null)
        {
            var arguments = call.Arguments.Select(argument => Evaluate(argument, locals)).ToList();
            return module.Function(call.Function) is { } own
                ? own(arguments)
                : module.Load(call, arguments) ?? Builtins.Call(call.At, call.Function, arguments);
        }

        var target = Evaluate(call.Target, locals);
        var values = call.Arguments.Select(argument => Evaluate(argument, locals)).ToList();
        return target switch
        {
            ObjectValue imported when imported[call.Function] is LambdaValue lambda => lambda.Call(values),
            ResourceValue resource => new UnknownValue(call.At, $"{resource.Instance.Id}.{call.Function}()")
            {
                Secret = Secrets.InMethod(resource.Instance, call.Function),
            },
            _ => Values.Uncomputed(call.At, call.Function, [target, .. values]),
        };
    }

    private Value Apply(LambdaExpression lambda, IReadOnlyList<Value> arguments, ImmutableDictionary<string, Value> locals)
    {
        for (var i = 0; i < lambda.Parameters.Count; i++)
        {
            locals = locals.SetItem(lambda.Parameters[i], i < arguments.Count ? arguments[i] : new UnknownValue(lambda.At, lambda.Parameters[i]));
        }

        return Evaluate(lambda.Body, locals);
    }

    private static ImmutableDictionary<string, Value> WithItem(ForExpression loop, ImmutableDictionary<string, Value> locals, Value item, Value index)
    {
        locals = locals.SetItem(loop.Item, item);
        return loop.Index is null ? locals : locals.SetItem(loop.Index, index);
    }
}
