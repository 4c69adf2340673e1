using System.Globalization;

namespace SmsGateway.InfraCheck.Bicep;

/// <summary>Types of parameters, outputs and <c>type</c> statements.</summary>
internal sealed class TypeParser(TokenReader reader, Action skipDecorators)
{
    public TypeExpression Type()
    {
        var at = reader.Next.At;
        reader.TrySymbolOnNextLine("|");
        var members = new List<TypeExpression> { Single() };
        while (reader.TrySymbolOnNextLine("|"))
        {
            members.Add(Single());
        }

        return members.Count == 1 ? members[0] : new UnionType(at, members);
    }

    private TypeExpression Single()
    {
        var type = Primary();
        while (true)
        {
            if (reader.Next.Is("[") && reader.Peek(1).Is("]"))
            {
                reader.Read();
                reader.Read();
                type = new ArrayType(type.At, type);
            }
            else if (reader.TrySymbol("?"))
            {
                type = new NullableType(type.At, type);
            }
            else if (reader.TrySymbol("!"))
            {
                type = type is NullableType nullable ? nullable.Inner : type;
            }
            else if (reader.TrySymbol("."))
            {
                // A member of another type: not followed.
                type = new NamedType(type.At, "any", reader.Name("a type's name").Text);
            }
            else if (reader.Next.Is("[") && reader.Peek(1).Is("*"))
            {
                reader.Read();
                reader.Read();
                reader.Symbol("]");
                type = type is ArrayType array ? array.Element : new NamedType(type.At, "any", null);
            }
            else
            {
                return type;
            }
        }
    }

    private TypeExpression Primary()
    {
        var token = reader.Read();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new LiteralType(token.At, ExpressionParser.Text(token).Plain ?? throw new BicepException(token.At, "a type cannot hold ${}"));
            case TokenKind.Number:
                return new LiteralType(token.At, long.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Symbol when token.Text == "-" && reader.Next.Kind == TokenKind.Number:
                return new LiteralType(token.At, -long.Parse(reader.Read().Text, CultureInfo.InvariantCulture));
            case TokenKind.Symbol when token.Text == "(":
                reader.SkipNewLines();
                var inner = Type();
                reader.SkipNewLines();
                reader.Symbol(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                return new TupleType(token.At, reader.Lines("]", () =>
                {
                    skipDecorators();
                    return Type();
                }));
            case TokenKind.Symbol when token.Text == "{":
                return Object(token.At);
            case TokenKind.Name:
                return Named(token);
            default:
                throw new BicepException(token.At, $"expected a type, found {token}");
        }
    }

    private TypeExpression Named(Token token)
    {
        string? of = null;
        if (reader.TrySymbol("<"))
        {
            of = reader.Next.Kind == TokenKind.Text ? ExpressionParser.Text(reader.Read()).Plain : reader.Name("a type").Text;
            reader.Symbol(">");
        }
        else if (token.Text == "resource" && reader.Next.Kind == TokenKind.Text)
        {
            of = ExpressionParser.Text(reader.Read()).Plain;
        }

        return token.Text switch
        {
            "true" or "false" => new LiteralType(token.At, token.Text == "true"),
            "null" => new LiteralType(token.At, null),
            _ => new NamedType(token.At, token.Text, of),
        };
    }

    private ObjectType Object(Position at)
    {
        var properties = new Dictionary<string, TypeExpression>();
        TypeExpression? additional = null;
        reader.Lines("}", () =>
        {
            skipDecorators();
            if (reader.TrySymbol("*"))
            {
                reader.Symbol(":");
                return additional = Type();
            }

            var key = reader.Read();
            var name = key.Kind == TokenKind.Text ? ExpressionParser.Text(key).Plain : key.Kind == TokenKind.Name ? key.Text : null;
            reader.Symbol(":");
            return properties[name ?? throw new BicepException(key.At, $"expected a property's name, found {key}")] = Type();
        });
        return new ObjectType(at, properties, additional);
    }
}
