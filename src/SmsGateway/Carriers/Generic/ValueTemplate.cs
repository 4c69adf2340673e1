using System.Text;

namespace SmsGateway.Carriers.Generic;

/// <summary>
/// Text in which words in braces stand for something of the message or for a secret; <c>{{</c> and <c>}}</c> are braces
/// themselves. Read once, when the gateway starts.
/// </summary>
/// <param name="parts">In order.</param>
/// <param name="isSound">Whether nothing was wrong with it.</param>
internal sealed class ValueTemplate(IReadOnlyList<TemplatePart> parts, bool isSound)
{
    public bool IsSound => isSound;

    public IReadOnlyList<MessageField> Fields { get; } =
    [.. parts.OfType<TemplatePart.OfMessage>().Select(part => part.Field)];

    public IReadOnlyList<string> SecretNames { get; } = [.. parts.SelectMany(part => part.SecretNames)];

    /// <summary>The text with one letter in the place of each placeholder.</summary>
    public string Shape =>
        string.Concat(parts.Select(part => part is TemplatePart.Literal literal ? literal.Text : "x"));

    public bool IsLiteral => isSound && parts.All(part => part is TemplatePart.Literal);

    /// <summary>Whether the message lacks something that it names, so that the whole of it is left out.</summary>
    public bool IsMissing(PlaceholderValues values)
    {
        foreach (var field in Fields)
        {
            if (field.MayBeMissing && field.Of(values.Message) is null)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="values">What it is filled with.</param>
    /// <param name="escape">Makes what is filled in fit its place.</param>
    public string Render(PlaceholderValues values, Func<string, string>? escape = null)
    {
        if (parts is [var only])
        {
            return Render(only, values, escape);
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(Render(part, values, escape));
        }

        return text.ToString();
    }

    private static string Render(TemplatePart part, PlaceholderValues values, Func<string, string>? escape)
    {
        var text = part.Render(values) ?? "";
        return escape is null || part is TemplatePart.Literal ? text : escape(text);
    }

    /// <param name="text">As configured.</param>
    /// <param name="mistake">Gets what is wrong with it.</param>
    public static ValueTemplate Read(string text, Action<string> mistake)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        var isSound = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
            }
            else if (i + 1 < text.Length && text[i + 1] == c)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '}')
            {
                Fault("has a } without its {; a brace itself is written }}");
                break;
            }
            else if (text.IndexOfAny(['{', '}'], i + 1) is var end && (end < 0 || text[end] == '{'))
            {
                Fault("has a { without its }; a brace itself is written {{");
                break;
            }
            else
            {
                TakeLiteral();
                if (PlaceholderReader.Read(text[(i + 1)..end], Fault) is { } part)
                {
                    parts.Add(part);
                }

                i = end;
            }
        }

        TakeLiteral();
        return new ValueTemplate(parts, isSound);

        void Fault(string what)
        {
            isSound = false;
            mistake(what);
        }

        void TakeLiteral()
        {
            if (literal.Length > 0)
            {
                parts.Add(new TemplatePart.Literal(literal.ToString()));
                literal.Clear();
            }
        }
    }
}
