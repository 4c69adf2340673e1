namespace SmsGateway.InfraCheck.Bicep;

/// <summary>Reads tokens one by one, for the parsers.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens)
{
    private int _index;

    public Token Next => tokens[_index];

    public Token Read()
    {
        var token = Next;
        if (token.Kind != TokenKind.End)
        {
            _index++;
        }

        return token;
    }

    /// <summary>The token after the next one, or after that and so on.</summary>
    public Token Peek(int ahead) => tokens[Math.Min(_index + ahead, tokens.Count - 1)];

    public bool TrySymbol(string symbol)
    {
        if (!Next.Is(symbol))
        {
            return false;
        }

        Read();
        return true;
    }

    public bool TryName(string name)
    {
        if (!Next.IsName(name))
        {
            return false;
        }

        Read();
        return true;
    }

    public Token Symbol(string symbol) => Next.Is(symbol) ? Read() : throw Unexpected($"'{symbol}'");

    public Token Name(string what) => Next.Kind == TokenKind.Name ? Read() : throw Unexpected(what);

    public void Keyword(string name)
    {
        if (!TryName(name))
        {
            throw Unexpected($"'{name}'");
        }
    }

    public bool SkipNewLines()
    {
        if (Next.Kind != TokenKind.NewLine)
        {
            return false;
        }

        Read();
        return true;
    }

    /// <summary>Whether that symbol stands here or at the beginning of the next line; then it is read.</summary>
    public bool TrySymbolOnNextLine(string symbol)
    {
        if (Next.Kind == TokenKind.NewLine && Peek(1).Is(symbol))
        {
            Read();
        }

        return TrySymbol(symbol);
    }

    /// <summary>Items up to the closing bracket, each on its own line or parted by commas, but not by both.</summary>
    public List<T> Lines<T>(string closing, Func<T> item)
    {
        var items = new List<T>();
        SkipNewLines();
        while (!Next.Is(closing))
        {
            items.Add(item());
            if (Next.Is(closing))
            {
                break;
            }

            if (TrySymbol(","))
            {
                if (Next.Kind == TokenKind.NewLine)
                {
                    throw Unexpected("the next item (Bicep wants commas or line ends between items, not both)");
                }
            }
            else if (!SkipNewLines())
            {
                throw Unexpected($"a comma, the end of the line or '{closing}'");
            }
        }

        Symbol(closing);
        return items;
    }

    /// <summary>Arguments up to the closing bracket: parted by commas, which may be followed by line ends.</summary>
    public List<T> Arguments<T>(string closing, Func<T> item)
    {
        var items = new List<T>();
        SkipNewLines();
        while (!Next.Is(closing))
        {
            items.Add(item());
            if (!TrySymbol(","))
            {
                SkipNewLines();
                break;
            }

            SkipNewLines();
            if (Next.Is(closing))
            {
                throw Unexpected("another argument after the comma");
            }
        }

        Symbol(closing);
        return items;
    }

    public BicepException Unexpected(string expected) => new(Next.At, $"expected {expected}, found {Next}");
}
