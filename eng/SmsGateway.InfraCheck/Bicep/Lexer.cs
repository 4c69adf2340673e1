using System.Globalization;
using System.Text;

namespace SmsGateway.InfraCheck.Bicep;

/// <summary>Cuts a Bicep file into tokens.</summary>
internal sealed class Lexer(string file, string text)
{
    /// <summary>Longer ones first, as the first that fits is taken.</summary>
    private static readonly string[] Symbols =
    [
        "...", "=>", "==", "!=", "=~", "!~", "<=", ">=", "&&", "||", "??", ".?", "[?", "::",
        "{", "}", "(", ")", "[", "]", ",", ".", ":", "?", "!", "=", "<", ">", "+", "-", "*", "/", "%", "@", "|",
    ];

    private int _index;
    private int _line = 1;
    private int _lineStart;

    private Position Here => new(file, _line, _index - _lineStart + 1);

    private bool AtEnd => _index >= text.Length;

    /// <exception cref="BicepException">There is a character or a string that no token begins with or ends.</exception>
    public IReadOnlyList<Token> Tokens() => Read(inHole: false);

    private List<Token> Read(bool inHole)
    {
        var tokens = new List<Token>();
        var depth = 0;
        while (true)
        {
            SkipBlanks();
            var at = Here;
            if (AtEnd)
            {
                if (inHole)
                {
                    throw new BicepException(at, "the file ends inside ${...}");
                }

                tokens.Add(new Token(TokenKind.End, "", at));
                return tokens;
            }

            var c = text[_index];
            if (c is '\n' or '\r')
            {
                Advance(1);
                if (tokens is [.., { Kind: not TokenKind.NewLine }] or [])
                {
                    tokens.Add(new Token(TokenKind.NewLine, "\n", at));
                }
            }
            else if (char.IsAsciiLetter(c) || c == '_')
            {
                tokens.Add(new Token(TokenKind.Name, Take(ch => char.IsAsciiLetterOrDigit(ch) || ch == '_'), at));
            }
            else if (char.IsAsciiDigit(c))
            {
                tokens.Add(new Token(TokenKind.Number, Take(char.IsAsciiDigit), at));
            }
            else if (c == '\'' || (c == '$' && IsMultiLineStart()))
            {
                tokens.Add(StartsWith("'''") || c == '$' ? MultiLine(at) : SingleLine(at));
            }
            else if (inHole && c == '}' && depth == 0)
            {
                Advance(1);
                tokens.Add(new Token(TokenKind.End, "}", at));
                return tokens;
            }
            else
            {
                var symbol = Array.Find(Symbols, StartsWith) ?? throw new BicepException(at, $"unexpected character '{c}'");
                depth += symbol == "{" ? 1 : symbol == "}" ? -1 : 0;
                Advance(symbol.Length);
                tokens.Add(new Token(TokenKind.Symbol, symbol, at));
            }
        }
    }

    private void SkipBlanks()
    {
        while (!AtEnd)
        {
            if (text[_index] is ' ' or '\t' or '\uFEFF')
            {
                Advance(1);
            }
            else if (StartsWith("//") || text[_index] == '#')
            {
                Take(c => c is not ('\n' or '\r'));
            }
            else if (StartsWith("/*"))
            {
                var at = Here;
                while (!StartsWith("*/"))
                {
                    if (AtEnd)
                    {
                        throw new BicepException(at, "this comment does not end");
                    }

                    Advance(1);
                }

                Advance(2);
            }
            else
            {
                return;
            }
        }
    }

    private Token SingleLine(Position at)
    {
        Advance(1);
        var parts = new List<TextPart>();
        var literal = new StringBuilder();
        while (true)
        {
            if (AtEnd || text[_index] is '\n' or '\r')
            {
                throw new BicepException(at, "this string does not end on its line");
            }

            if (text[_index] == '\'')
            {
                Advance(1);
                return Finish(at, parts, literal);
            }

            if (StartsWith("${"))
            {
                Hole(parts, literal, 2);
            }
            else
            {
                literal.Append(text[_index] == '\\' ? Escape() : text[_index]);
                Advance(1);
            }
        }
    }

    /// <summary>Three quotes: no escapes, and holes only when dollar signs stand before.</summary>
    private Token MultiLine(Position at)
    {
        var dollars = Take(c => c == '$');
        Advance(3);
        _ = StartsWith("\r\n") ? Advance(2) : StartsWith("\n") ? Advance(1) : 0;
        var parts = new List<TextPart>();
        var literal = new StringBuilder();
        while (!StartsWith("'''") || StartsWith("''''"))
        {
            if (AtEnd)
            {
                throw new BicepException(at, "this string does not end");
            }

            if (dollars.Length > 0 && StartsWith(dollars + "{"))
            {
                Hole(parts, literal, dollars.Length + 1);
            }
            else
            {
                literal.Append(text[_index]);
                Advance(1);
            }
        }

        Advance(3);
        return Finish(at, parts, literal);
    }

    private void Hole(List<TextPart> parts, StringBuilder literal, int opening)
    {
        Advance(opening);
        Flush(parts, literal);
        parts.Add(new TextPart(null, Read(inHole: true)));
    }

    private static Token Finish(Position at, List<TextPart> parts, StringBuilder literal)
    {
        Flush(parts, literal);
        return new Token(TokenKind.Text, "", at, parts);
    }

    private static void Flush(List<TextPart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TextPart(literal.ToString(), null));
            literal.Clear();
        }
    }

    /// <summary>Leaves the index on the escape's last character.</summary>
    private string Escape()
    {
        var at = Here;
        Advance(1);
        var c = AtEnd ? '\0' : text[_index];
        if (c == 'u' && _index + 1 < text.Length && text[_index + 1] == '{')
        {
            var end = text.IndexOf('}', _index);
            if (end > 0 && int.TryParse(text.AsSpan(_index + 2, end - _index - 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)
                && Rune.IsValid(code))
            {
                Advance(end - _index);
                return new Rune(code).ToString();
            }
        }

        return c switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '\\' or '\'' or '$' => c.ToString(),
            _ => throw new BicepException(at, "unknown escape; there are \\\\ \\' \\n \\r \\t \\$ and \\u{...}"),
        };
    }

    private bool IsMultiLineStart()
    {
        var quotes = _index;
        while (quotes < text.Length && text[quotes] == '$')
        {
            quotes++;
        }

        return string.CompareOrdinal(text, quotes, "'''", 0, 3) == 0;
    }

    private bool StartsWith(string part) => string.CompareOrdinal(text, _index, part, 0, part.Length) == 0;

    private string Take(Func<char, bool> belongs)
    {
        var start = _index;
        while (!AtEnd && belongs(text[_index]))
        {
            _index++;
        }

        return text[start.._index];
    }

    private int Advance(int count)
    {
        for (var i = 0; i < count && !AtEnd; i++)
        {
            if (text[_index++] == '\n')
            {
                _line++;
                _lineStart = _index;
            }
        }

        return count;
    }
}
