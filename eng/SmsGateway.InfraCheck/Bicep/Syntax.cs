namespace SmsGateway.InfraCheck.Bicep;

/// <summary>An expression as it is written.</summary>
internal abstract record Expression(Position At);

/// <param name="At">Where it stands.</param>
/// <param name="Value">null, a bool or a long.</param>
internal sealed record LiteralExpression(Position At, object? Value) : Expression(At);

/// <summary>A string: literal pieces (as <see cref="LiteralText"/>) and expressions in turn.</summary>
internal sealed record TextExpression(Position At, IReadOnlyList<Expression> Parts) : Expression(At)
{
    /// <value>The text, when there is no <c>${}</c> in it.</value>
    public string? Plain => Parts.All(part => part is LiteralText) ? string.Concat(Parts.Select(part => ((LiteralText)part).Text)) : null;
}

internal sealed record LiteralText(Position At, string Text) : Expression(At);

internal sealed record ArrayExpression(Position At, IReadOnlyList<Expression> Items) : Expression(At);

internal sealed record ObjectExpression(Position At, IReadOnlyList<Property> Properties, IReadOnlyList<ResourceDeclaration> Children) : Expression(At);

/// <param name="At">Where the key stands.</param>
/// <param name="Key">The key; null for a spread.</param>
/// <param name="Value">The value, or what is spread.</param>
internal sealed record Property(Position At, TextExpression? Key, Expression Value);

internal sealed record SpreadExpression(Position At, Expression Value) : Expression(At);

internal sealed record ForExpression(Position At, string Item, string? Index, Expression In, Expression Body) : Expression(At);

/// <summary><c>if (condition) {...}</c>, the body of a resource or module.</summary>
internal sealed record IfExpression(Position At, Expression Condition, ObjectExpression Body) : Expression(At);

internal sealed record TernaryExpression(Position At, Expression Condition, Expression Then, Expression Else) : Expression(At);

internal sealed record BinaryExpression(Position At, string Operator, Expression Left, Expression Right) : Expression(At);

/// <summary><c>!x</c>, <c>-x</c>, or <c>x!</c> (written as operator "x!").</summary>
internal sealed record UnaryExpression(Position At, string Operator, Expression Operand) : Expression(At);

internal sealed record NameExpression(Position At, string Name) : Expression(At);

internal sealed record CallExpression(Position At, Expression? Target, string Function, IReadOnlyList<Expression> Arguments) : Expression(At);

internal sealed record MemberExpression(Position At, Expression Target, string Member, bool IsSafe) : Expression(At);

internal sealed record IndexExpression(Position At, Expression Target, Expression Index, bool IsSafe) : Expression(At);

/// <summary><c>parent::child</c>.</summary>
internal sealed record NestedExpression(Position At, Expression Target, string Child) : Expression(At);

internal sealed record LambdaExpression(Position At, IReadOnlyList<string> Parameters, Expression Body) : Expression(At);

/// <summary>A type as it is written.</summary>
internal abstract record TypeExpression(Position At);

internal sealed record NamedType(Position At, string Name, string? Of) : TypeExpression(At);

/// <param name="At">Where it stands.</param>
/// <param name="Value">null, a bool, a long or a string.</param>
internal sealed record LiteralType(Position At, object? Value) : TypeExpression(At);

internal sealed record UnionType(Position At, IReadOnlyList<TypeExpression> Members) : TypeExpression(At);

internal sealed record ArrayType(Position At, TypeExpression Element) : TypeExpression(At);

internal sealed record NullableType(Position At, TypeExpression Inner) : TypeExpression(At);

internal sealed record TupleType(Position At, IReadOnlyList<TypeExpression> Items) : TypeExpression(At);

/// <param name="At">Where it stands.</param>
/// <param name="Properties">Name to type.</param>
/// <param name="Additional">The type of further properties (<c>*: type</c>), or null when none may be.</param>
internal sealed record ObjectType(Position At, IReadOnlyDictionary<string, TypeExpression> Properties, TypeExpression? Additional) : TypeExpression(At);

/// <summary>A statement of a file. <paramref name="At"/> is where its name stands.</summary>
internal abstract record Declaration(Position At, string Name)
{
    public IReadOnlyList<CallExpression> Decorators { get; init; } = [];

    public bool IsSecure => Decorator("secure") is not null;

    public CallExpression? Decorator(string name) => Decorators.FirstOrDefault(decorator => decorator.Function == name);
}

internal sealed record ParameterDeclaration(Position At, string Name, TypeExpression? Type, Expression? Value) : Declaration(At, Name);

internal sealed record VariableDeclaration(Position At, string Name, Expression Value) : Declaration(At, Name);

internal sealed record OutputDeclaration(Position At, string Name, TypeExpression Type, Expression Value) : Declaration(At, Name);

internal sealed record TypeDeclaration(Position At, string Name, TypeExpression Type) : Declaration(At, Name);

internal sealed record FunctionDeclaration(Position At, string Name, IReadOnlyList<string> Parameters, Expression Body) : Declaration(At, Name);

/// <param name="At">Where its name stands.</param>
/// <param name="Name">Its symbolic name.</param>
/// <param name="TypeAt">Where its type stands.</param>
/// <param name="Type">Type and version, or for a nested one possibly only the last part.</param>
/// <param name="IsExisting">Not deployed, only referred to.</param>
/// <param name="Body">An object, an if or a for.</param>
internal sealed record ResourceDeclaration(Position At, string Name, Position TypeAt, string Type, bool IsExisting, Expression Body) : Declaration(At, Name);

internal sealed record ModuleDeclaration(Position At, string Name, Position PathAt, string Path, Expression Body) : Declaration(At, Name);

/// <summary><c>import {a, b as c} from 'path'</c> or <c>import * as name from 'path'</c> (Original null).</summary>
internal sealed record ImportDeclaration(Position At, string Name, string? Original, string Path) : Declaration(At, Name);

/// <summary>targetScope, metadata, using and other statements without a part in names.</summary>
internal sealed record OtherDeclaration(Position At, string Keyword, Expression? Value) : Declaration(At, "");

internal sealed record BicepFile(string FullPath, string ShownPath, IReadOnlyList<Declaration> Declarations)
{
    public IEnumerable<T> Of<T>() => Declarations.OfType<T>();
}
