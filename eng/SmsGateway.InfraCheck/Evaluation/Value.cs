using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>
/// What an expression comes to, as far as that is known before a deployment. What only Azure knows (ids, hashes, keys) keeps a
/// text that is equal for equal things, so that names which are computed twice can still be compared.
/// </summary>
/// <param name="At">Where it was written.</param>
internal abstract record Value(Position At)
{
    /// <value>Why this must not be shown; null when it may be.</value>
    public string? Secret { get; init; }

    /// <value>Its text, with a placeholder for all that is not known.</value>
    public abstract string Text { get; }

    /// <summary>The reason of the first secret in it.</summary>
    public virtual string? SecretWithin() => Secret;
}

internal sealed record NullValue(Position At) : Value(At)
{
    public override string Text => "null";
}

internal sealed record BoolValue(Position At, bool Bool) : Value(At)
{
    public override string Text => Bool ? "true" : "false";
}

internal sealed record IntValue(Position At, long Number) : Value(At)
{
    public override string Text => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <param name="At">Where it was written.</param>
/// <param name="Content">The text.</param>
/// <param name="IsKnown">Whether nothing in it is a placeholder.</param>
internal sealed record TextValue(Position At, string Content, bool IsKnown = true) : Value(At)
{
    /// <value>Resources whose properties went into it.</value>
    public IReadOnlyList<UnknownValue> From { get; init; } = [];

    public override string Text => Content;
}

/// <param name="At">Where it was written.</param>
/// <param name="Items">Those that are known.</param>
/// <param name="IsOpen">Whether there can be more.</param>
internal sealed record ArrayValue(Position At, IReadOnlyList<Value> Items, bool IsOpen = false) : Value(At)
{
    public override string Text => $"[{string.Join(", ", Items.Select(item => item.Text))}{(IsOpen ? ", ..." : "")}]";

    public override string? SecretWithin() => Secret ?? Items.Select(item => item.SecretWithin()).FirstOrDefault(secret => secret is not null);
}

internal sealed record Member(Position KeyAt, string Key, Value Value, bool IsKeyKnown = true);

/// <param name="At">Where it was written.</param>
/// <param name="Members">Those that are known.</param>
/// <param name="IsOpen">Whether there can be more.</param>
internal sealed record ObjectValue(Position At, IReadOnlyList<Member> Members, bool IsOpen = false) : Value(At)
{
    public override string Text => $"{{{string.Join(", ", Members.Select(member => $"{member.Key}: {member.Value.Text}"))}{(IsOpen ? ", ..." : "")}}}";

    public Value? this[string key] => Members.FirstOrDefault(member => member.Key == key)?.Value;

    public override string? SecretWithin() => Secret ?? Members.Select(member => member.Value.SecretWithin()).FirstOrDefault(secret => secret is not null);
}

/// <param name="At">Where the expression stands.</param>
/// <param name="Description">Equal for equal things.</param>
internal sealed record UnknownValue(Position At, string Description) : Value(At)
{
    /// <value>The resource it is a property of.</value>
    public ResourceInstance? Resource { get; init; }

    /// <value>Which property, such as <c>properties.principalId</c>.</value>
    public string Path { get; init; } = "";

    /// <value>What it can be, when a condition is not known.</value>
    public IReadOnlyList<Value> Alternatives { get; init; } = [];

    public override string Text => $"<{Description}>";

    public override string? SecretWithin() => Secret ?? Alternatives.Select(value => value.SecretWithin()).FirstOrDefault(secret => secret is not null);
}

internal sealed record LambdaValue(Position At, int Parameters, Func<IReadOnlyList<Value>, Value> Call) : Value(At)
{
    public override string Text => "<function>";
}

internal sealed record ResourceValue(Position At, ResourceInstance Instance) : Value(At)
{
    public override string Text => Instance.Id;
}

internal sealed record ModuleValue(Position At, ModuleInstance Instance) : Value(At)
{
    public override string Text => $"<module {Instance.Name}>";
}

internal static class Values
{
    /// <summary>The value itself, or for one with an unknown condition what it can be.</summary>
    public static IEnumerable<Value> Possible(this Value value) =>
        value is UnknownValue { Alternatives: { Count: > 0 } alternatives } ? alternatives.SelectMany(Possible) : [value];

    /// <summary>The text, when it is fully known.</summary>
    public static string? Known(this Value? value) => value is TextValue { IsKnown: true } text ? text.Content : null;

    /// <summary>The properties of resources that went into it.</summary>
    public static IEnumerable<UnknownValue> Sources(this Value value) => value switch
    {
        UnknownValue { Resource: not null } unknown => [unknown],
        TextValue text => text.From,
        _ => value.Possible().Where(possible => !ReferenceEquals(possible, value)).SelectMany(Sources),
    };

    public static string? SecretOf(IEnumerable<Value> values) => values.Select(value => value.SecretWithin()).FirstOrDefault(secret => secret is not null);

    /// <summary>What a call comes to that cannot be computed here.</summary>
    public static UnknownValue Uncomputed(Position at, string name, IReadOnlyList<Value> arguments) =>
        new(at, $"{name}({string.Join(", ", arguments.Select(argument => argument.Text))})") { Secret = SecretOf(arguments) };
}
