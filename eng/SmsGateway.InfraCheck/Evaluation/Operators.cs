using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

internal static class Operators
{
    /// <param name="at">Where the operator stands.</param>
    /// <param name="symbol">The operator.</param>
    /// <param name="left">What stands before it.</param>
    /// <param name="right">Asked for only when the left side does not decide.</param>
    public static Value Binary(Position at, string symbol, Value left, Func<Value> right)
    {
        switch (symbol, left)
        {
            case ("&&", BoolValue { Bool: false }) or ("||", BoolValue { Bool: true }):
                return left;
            case ("&&" or "||", BoolValue):
                return right();
            case ("??", NullValue):
                return right();
            case ("??", UnknownValue unknown):
                return Either(at, $"{unknown.Text} ?? ...", [unknown, right()]);
            case ("??", _):
                return left;
        }

        var other = right();
        if (symbol is "&&" or "||" && other is BoolValue decided && decided.Bool == (symbol == "||"))
        {
            return decided;
        }

        return Computed(at, symbol, left, other) ?? Values.Uncomputed(at, symbol, [left, other]);
    }

    public static Value Unary(Position at, string symbol, Value operand) => (symbol, operand) switch
    {
        ("!", BoolValue known) => new BoolValue(at, !known.Bool),
        ("-", IntValue known) => new IntValue(at, -known.Number),
        ("x!" or "+", _) => operand,
        _ => Values.Uncomputed(at, symbol, [operand]),
    };

    public static UnknownValue Either(Position at, string description, IReadOnlyList<Value> alternatives) =>
        new(at, description) { Alternatives = alternatives };

    private static Value? Computed(Position at, string symbol, Value left, Value right) => (symbol, left, right) switch
    {
        ("==", _, _) => Equal(left, right) is { } equal ? new BoolValue(at, equal) : null,
        ("!=", _, _) => Equal(left, right) is { } equal ? new BoolValue(at, !equal) : null,
        ("=~" or "!~", TextValue { IsKnown: true } a, TextValue { IsKnown: true } b) =>
            new BoolValue(at, a.Content.Equals(b.Content, StringComparison.OrdinalIgnoreCase) == (symbol == "=~")),
        ("<", IntValue a, IntValue b) => new BoolValue(at, a.Number < b.Number),
        ("<=", IntValue a, IntValue b) => new BoolValue(at, a.Number <= b.Number),
        (">", IntValue a, IntValue b) => new BoolValue(at, a.Number > b.Number),
        (">=", IntValue a, IntValue b) => new BoolValue(at, a.Number >= b.Number),
        ("+", IntValue a, IntValue b) => new IntValue(at, a.Number + b.Number),
        ("-", IntValue a, IntValue b) => new IntValue(at, a.Number - b.Number),
        ("*", IntValue a, IntValue b) => new IntValue(at, a.Number * b.Number),
        ("/", IntValue a, IntValue { Number: not 0 } b) => new IntValue(at, a.Number / b.Number),
        ("%", IntValue a, IntValue { Number: not 0 } b) => new IntValue(at, a.Number % b.Number),
        _ => null,
    };

    /// <returns>Null when it cannot be told.</returns>
    private static bool? Equal(Value left, Value right)
    {
        if (IsScalar(left) && IsScalar(right))
        {
            return left.GetType() == right.GetType() && left.Text == right.Text;
        }

        // What is written alike is equal, whatever it will be; a resource's property is never null.
        return left.Text == right.Text && left.GetType() == right.GetType() ? true : null;
    }

    private static bool IsScalar(Value value) => value is NullValue or BoolValue or IntValue or TextValue { IsKnown: true };
}
