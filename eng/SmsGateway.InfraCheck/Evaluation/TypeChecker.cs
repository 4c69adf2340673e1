using System.Collections.Immutable;
using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>Whether a value can be what a parameter or output is declared to be; of two minds it says nothing.</summary>
internal sealed class TypeChecker(BicepFile file, Run run)
{
    public void Check(TypeExpression? type, Value value, string what, Position at)
    {
        if (type is not null && value.Possible().FirstOrDefault(possible => !Fits(type, possible)) is { } wrong)
        {
            run.Findings.Add(at, $"{what} must be {Describe(type)}, and is {Describe(wrong)}");
        }
    }

    /// <summary>The decorators <c>@allowed</c>, <c>@minValue</c>, <c>@maxValue</c>, <c>@minLength</c> and <c>@maxLength</c>.</summary>
    public void CheckLimits(ParameterDeclaration parameter, Value value, Position at, ExpressionEvaluator expressions)
    {
        var what = $"parameter '{parameter.Name}'";
        if (parameter.Decorator("allowed") is { Arguments: [var list] }
            && expressions.Evaluate(list, ImmutableDictionary<string, Value>.Empty) is ArrayValue allowed
            && IsKnown(value))
        {
            var given = value is ArrayValue several ? several.Items.Where(IsKnown) : [value];
            foreach (var wrong in given.Where(item => allowed.Items.All(one => one.Text != item.Text)))
            {
                run.Findings.Add(at, $"{what} may be {string.Join(", ", allowed.Items.Select(one => $"'{one.Text}'"))} only");
            }
        }

        long? size = value switch
        {
            IntValue number => number.Number,
            TextValue { IsKnown: true } text => text.Content.Length,
            ArrayValue { IsOpen: false } array => array.Items.Count,
            _ => null,
        };
        if (size is not { } known)
        {
            return;
        }

        var kind = value is IntValue ? "Value" : "Length";
        if (Limit(parameter, "min" + kind) is { } min && known < min)
        {
            run.Findings.Add(at, $"{what} is below its @min{kind}, {min}");
        }

        if (Limit(parameter, "max" + kind) is { } max && known > max)
        {
            run.Findings.Add(at, $"{what} is above its @max{kind}, {max}");
        }
    }

    private static long? Limit(ParameterDeclaration parameter, string name) =>
        parameter.Decorator(name) is { Arguments: [LiteralExpression { Value: long limit }] } ? limit : null;

    private static bool IsKnown(Value value) => value is TextValue { IsKnown: true } or IntValue or BoolValue or ArrayValue;

    private bool Fits(TypeExpression type, Value value) => value is UnknownValue or ResourceValue or ModuleValue or LambdaValue || type switch
    {
        NullableType nullable => value is NullValue || Fits(nullable.Inner, value),
        UnionType union => union.Members.Any(member => Fits(member, value)),
        LiteralType literal => literal.Value switch
        {
            string text => value is TextValue known && (!known.IsKnown || known.Content == text),
            long number => value is IntValue known && known.Number == number,
            bool flag => value is BoolValue known && known.Bool == flag,
            _ => value is NullValue,
        },
        ArrayType array => value is ArrayValue known && known.Items.All(item => Fits(array.Element, item)),
        TupleType => value is ArrayValue,
        ObjectType shape => value is ObjectValue known && FitsShape(shape, known),
        NamedType named => FitsName(named.Name, value),
        _ => true,
    };

    private bool FitsShape(ObjectType shape, ObjectValue value) =>
        value.Members.All(member => !member.IsKeyKnown
            || (shape.Properties.TryGetValue(member.Key, out var type) ? Fits(type, member.Value) : shape.Additional is null || Fits(shape.Additional, member.Value)))
        && (shape.Additional is not null || value.Members.All(member => !member.IsKeyKnown || shape.Properties.ContainsKey(member.Key)))
        && (value.IsOpen || shape.Properties.All(property => property.Value is NullableType || value[property.Key] is not null));

    private bool FitsName(string name, Value value) => name switch
    {
        "string" => value is TextValue,
        "int" => value is IntValue,
        "bool" => value is BoolValue,
        "object" => value is ObjectValue,
        "array" => value is ArrayValue,
        _ => FindType(name) is not { } type || Fits(type, value),
    };

    /// <returns>Null for a type that is imported whole, or taken from a resource.</returns>
    private TypeExpression? FindType(string name)
    {
        if (file.Of<TypeDeclaration>().FirstOrDefault(type => type.Name == name) is { } own)
        {
            return own.Type;
        }

        return file.Of<ImportDeclaration>().FirstOrDefault(import => import.Name == name) is { Original: { } original } import
            ? run.Files.Find(file, import.Path, import.At)?.Of<TypeDeclaration>().FirstOrDefault(type => type.Name == original)?.Type
            : null;
    }

    private static string Describe(TypeExpression type) => type switch
    {
        NullableType nullable => $"{Describe(nullable.Inner)} or null",
        UnionType union => $"one of {string.Join(", ", union.Members.Select(Describe))}",
        LiteralType literal => literal.Value is string text ? $"'{text}'" : $"{literal.Value ?? "null"}",
        ArrayType array => $"an array of {Describe(array.Element)}",
        ObjectType shape => $"an object with {string.Join(", ", shape.Properties.Keys)}",
        NamedType named => $"of type {named.Name}",
        _ => "something else",
    };

    private static string Describe(Value value) => value switch
    {
        _ when value.SecretWithin() is not null => "something else",
        NullValue => "null",
        BoolValue or IntValue => value.Text,
        TextValue text => text.IsKnown && text.Content.Length <= 60 ? $"'{text.Content}'" : "a string",
        ArrayValue => "an array",
        ObjectValue known => $"an object with {string.Join(", ", known.Members.Select(member => member.Key))}",
        _ => "something else",
    };
}
