using System.Collections.Immutable;
using SmsGateway.InfraCheck.Bicep;
using SmsGateway.InfraCheck.Evaluation;

namespace SmsGateway.InfraCheck;

/// <summary>
/// The sets of parameters that are tried: those of the parameters file, and for each parameter of the main file that is a switch
/// or has a list of values, the same with each of its other values; and all of these at once. So both sides of a condition are looked at.
/// </summary>
internal static class Variants
{
    public static IEnumerable<(string Name, IReadOnlyDictionary<string, Member> Arguments)> Of(
        BicepFile main,
        IReadOnlyDictionary<string, Member> given,
        ExpressionEvaluator expressions)
    {
        yield return ("as given", given);
        var all = new Dictionary<string, Member>(given);
        foreach (var parameter in main.Of<ParameterDeclaration>())
        {
            foreach (var value in Others(parameter, given, expressions))
            {
                var arguments = new Dictionary<string, Member>(given) { [parameter.Name] = new Member(parameter.At, parameter.Name, value) };
                all[parameter.Name] = arguments[parameter.Name];
                yield return ($"{parameter.Name}={value.Text}", arguments);
            }
        }

        // What only two of them together lead to.
        yield return ("all of them at once", all);
    }

    private static IEnumerable<Value> Others(ParameterDeclaration parameter, IReadOnlyDictionary<string, Member> given, ExpressionEvaluator expressions)
    {
        Value Evaluate(Expression expression) => expressions.Evaluate(expression, ImmutableDictionary<string, Value>.Empty);
        var current = given.TryGetValue(parameter.Name, out var member) ? member.Value : parameter.Value is null ? null : Evaluate(parameter.Value);
        var all = parameter.Decorator("allowed") is { Arguments: [var list] } && Evaluate(list) is ArrayValue allowed
            ? allowed.Items
            : parameter.Type is NamedType { Name: "bool" } ? [new BoolValue(parameter.At, true), new BoolValue(parameter.At, false)] : Filled(parameter, current);
        return all.Where(value => value.Text != current?.Text);
    }

    /// <summary>What is empty by default switches something off: it is tried with something in it.</summary>
    private static IEnumerable<Value> Filled(ParameterDeclaration parameter, Value? current) => current switch
    {
        TextValue { Content: "" } => [new TextValue(parameter.At, $"<{parameter.Name}>", IsKnown: false)],
        ArrayValue { Items.Count: 0 } => [new ArrayValue(parameter.At, [], IsOpen: true)],
        IntValue { Number: > 0 } number when Lowest(parameter) is 0 => [new IntValue(number.At, 0)],
        _ => [],
    };

    private static long? Lowest(ParameterDeclaration parameter) =>
        parameter.Decorator("minValue") is { Arguments: [LiteralExpression { Value: long lowest }] } ? lowest : null;
}
