namespace SmsGateway.InfraCheck.Bicep;

internal enum TokenKind
{
    Name,
    Number,

    /// <summary>A whole string with everything in it.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>One or more line ends: they part statements, properties and items.</summary>
    NewLine,
    End,
}

/// <summary>One piece of a string: what stands there, or the tokens between <c>${</c> and <c>}</c>.</summary>
internal sealed record TextPart(string? Literal, IReadOnlyList<Token>? Hole);

internal sealed record Token(TokenKind Kind, string Text, Position At, IReadOnlyList<TextPart>? Parts = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public override string ToString() => Kind switch
    {
        TokenKind.NewLine => "the end of the line",
        TokenKind.End => "the end of the file",
        TokenKind.Text => "a string",
        _ => $"'{Text}'",
    };
}
