using System.Globalization;

namespace SmsGateway.InfraCheck.Bicep;

/// <summary>Expressions. As in the compiler, an operator and what follows it stand on one line, but for a ternary's two signs.</summary>
internal sealed class ExpressionParser(TokenReader reader)
{
    private static readonly string[][] Levels =
    [
        ["??"], ["||"], ["&&"], ["==", "!=", "=~", "!~"], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"],
    ];

    /// <value>Reads a resource inside a resource's body; set by the parser of declarations.</value>
    public Func<ResourceDeclaration>? Child { get; init; }

    public Expression Expression()
    {
        var condition = Binary(0);
        if (!reader.TrySymbolOnNextLine("?"))
        {
            return condition;
        }

        var then = Expression();
        if (!reader.TrySymbolOnNextLine(":"))
        {
            throw reader.Unexpected("':' of the condition's other case");
        }

        return new TernaryExpression(condition.At, condition, then, Expression());
    }

    /// <summary>What a resource or module may have: an object, an if or a for.</summary>
    public Expression Body()
    {
        if (reader.Next.IsName("if"))
        {
            return If();
        }

        return reader.Next.Is("[") ? For(reader.Read().At, Body) : Object(withChildren: true);
    }

    public ObjectExpression Object(bool withChildren = false)
    {
        var at = reader.Symbol("{").At;
        var children = new List<ResourceDeclaration>();
        var items = reader.Lines<Property?>("}", () =>
        {
            if (withChildren && Child is not null && (reader.Next.Is("@") || (reader.Next.IsName("resource") && reader.Peek(1).Kind == TokenKind.Name)))
            {
                children.Add(Child());
                return null;
            }

            return Property();
        });
        var properties = items.OfType<Property>().ToList();
        foreach (var twice in properties.Where(property => property.Key?.Plain is not null).GroupBy(property => property.Key!.Plain).Where(group => group.Count() > 1))
        {
            throw new BicepException(twice.Last().At, $"property '{twice.Key}' is already there");
        }

        return new ObjectExpression(at, properties, children);
    }

    public static TextExpression Text(Token token) => new(token.At,
    [
        .. token.Parts!.Select(part => part.Literal is { } literal ? new LiteralText(token.At, literal) : Hole(part.Hole!)),
    ]);

    private IfExpression If() => new(reader.Read().At, Parenthesized(), Object(withChildren: true));

    private Property Property()
    {
        var token = reader.Next;
        if (reader.TrySymbol("..."))
        {
            return new Property(token.At, null, Expression());
        }

        if (token.Kind is not (TokenKind.Name or TokenKind.Text))
        {
            throw reader.Unexpected("a property's name");
        }

        reader.Read();
        var key = token.Kind == TokenKind.Text ? Text(token) : new TextExpression(token.At, [new LiteralText(token.At, token.Text)]);
        reader.Symbol(":");
        return new Property(token.At, key, Expression());
    }

    private Expression Binary(int level)
    {
        if (level == Levels.Length)
        {
            return Unary();
        }

        var left = Binary(level + 1);
        while (reader.Next.Kind == TokenKind.Symbol && Levels[level].Contains(reader.Next.Text))
        {
            var symbol = reader.Read();
            left = new BinaryExpression(symbol.At, symbol.Text, left, Binary(level + 1));
        }

        return left;
    }

    private Expression Unary()
    {
        if (reader.Next.Is("!") || reader.Next.Is("-") || reader.Next.Is("+"))
        {
            var symbol = reader.Read();
            return new UnaryExpression(symbol.At, symbol.Text, Unary());
        }

        return Member(Primary());
    }

    private Expression Member(Expression target)
    {
        while (true)
        {
            var symbol = reader.Next;
            if (reader.TrySymbol(".") || reader.TrySymbol(".?"))
            {
                var name = reader.Name("a property's or function's name");
                target = reader.Next.Is("(")
                    ? new CallExpression(name.At, target, name.Text, Arguments())
                    : new MemberExpression(name.At, target, name.Text, symbol.Is(".?"));
            }
            else if (reader.TrySymbol("[") || reader.TrySymbol("[?"))
            {
                var index = Expression();
                reader.Symbol("]");
                target = new IndexExpression(symbol.At, target, index, symbol.Is("[?"));
            }
            else if (reader.TrySymbol("::"))
            {
                target = new NestedExpression(symbol.At, target, reader.Name("a nested resource's name").Text);
            }
            else if (reader.TrySymbol("!"))
            {
                target = new UnaryExpression(symbol.At, "x!", target);
            }
            else
            {
                return target;
            }
        }
    }

    private Expression Primary()
    {
        var token = reader.Next;
        switch (token.Kind)
        {
            case TokenKind.Number:
                reader.Read();
                return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? new LiteralExpression(token.At, number)
                    : throw new BicepException(token.At, "this number is too large");
            case TokenKind.Text:
                reader.Read();
                return Text(token);
            case TokenKind.Name:
                return Named(reader.Read());
            case TokenKind.Symbol when token.Text == "{":
                return Object();
            case TokenKind.Symbol when token.Text == "[":
                reader.Read();
                return IsFor() ? For(token.At, Expression) : new ArrayExpression(token.At, reader.Lines("]", Item));
            case TokenKind.Symbol when token.Text == "(":
                return LambdaParameters() is { } names ? Lambda(token.At, names) : Parenthesized();
            default:
                throw reader.Unexpected("a value");
        }
    }

    private Expression Named(Token token)
    {
        if (reader.Next.Is("("))
        {
            return new CallExpression(token.At, null, token.Text, Arguments());
        }

        return reader.Next.Is("=>")
            ? Lambda(token.At, [token.Text])
            : token.Text switch
            {
                "true" => new LiteralExpression(token.At, true),
                "false" => new LiteralExpression(token.At, false),
                "null" => new LiteralExpression(token.At, null),
                _ => new NameExpression(token.At, token.Text),
            };
    }

    private Expression Parenthesized()
    {
        reader.Symbol("(");
        reader.SkipNewLines();
        var inner = Expression();
        reader.SkipNewLines();
        reader.Symbol(")");
        return inner;
    }

    /// <returns>The names, when this bracket is a lambda's; nothing is read then or otherwise.</returns>
    private List<string>? LambdaParameters()
    {
        var names = new List<string>();
        var ahead = 1;
        while (!reader.Peek(ahead).Is(")"))
        {
            if (reader.Peek(ahead).Kind != TokenKind.Name)
            {
                return null;
            }

            names.Add(reader.Peek(ahead++).Text);
            if (reader.Peek(ahead).Is(","))
            {
                ahead++;
            }
        }

        if (!reader.Peek(ahead + 1).Is("=>"))
        {
            return null;
        }

        for (; ahead >= 0; ahead--)
        {
            reader.Read();
        }

        return names;
    }

    private LambdaExpression Lambda(Position at, List<string> names)
    {
        reader.Symbol("=>");
        reader.SkipNewLines();
        return new LambdaExpression(at, names, Expression());
    }

    private Expression Item()
    {
        var at = reader.Next.At;
        return reader.TrySymbol("...") ? new SpreadExpression(at, Expression()) : Expression();
    }

    private bool IsFor() => reader.Next.IsName("for") || (reader.Next.Kind == TokenKind.NewLine && reader.Peek(1).IsName("for"));

    private ForExpression For(Position at, Func<Expression> body)
    {
        reader.SkipNewLines();
        reader.Keyword("for");
        string item;
        string? index = null;
        if (reader.TrySymbol("("))
        {
            item = reader.Name("the item's name").Text;
            reader.Symbol(",");
            index = reader.Name("the index's name").Text;
            reader.Symbol(")");
        }
        else
        {
            item = reader.Name("the item's name").Text;
        }

        reader.Keyword("in");
        var source = Expression();
        reader.Symbol(":");
        var each = body();
        reader.SkipNewLines();
        reader.Symbol("]");
        return new ForExpression(at, item, index, source, each);
    }

    private List<Expression> Arguments()
    {
        reader.Symbol("(");
        return reader.Arguments(")", Expression);
    }

    private static Expression Hole(IReadOnlyList<Token> tokens)
    {
        var inner = new TokenReader(tokens);
        inner.SkipNewLines();
        var value = new ExpressionParser(inner).Expression();
        inner.SkipNewLines();
        return inner.Next.Kind == TokenKind.End ? value : throw inner.Unexpected("'}'");
    }
}
