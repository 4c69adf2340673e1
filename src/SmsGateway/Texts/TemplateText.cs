using System.Collections.Immutable;
using System.Text;
using SmsGateway.Configuration;

namespace SmsGateway.Texts;

/// <summary>What a template puts into its texts.</summary>
/// <param name="Code">The code of the request.</param>
/// <param name="Application">What the login is for.</param>
/// <param name="Organization">On whose behalf.</param>
public readonly record struct TemplateValues(string Code, string? Application, string? Organization);

/// <summary>One text of a template, in one language: literal parts and places for values.</summary>
public sealed class TemplateText
{
    internal const string Code = "code";
    internal const string Application = "application";
    internal const string Organization = "organization";

    private static readonly string[] Known = [Code, Application, Organization];

    private readonly ImmutableArray<Part> _parts;

    private TemplateText(ImmutableArray<Part> parts) => _parts = parts;

    /// <value>Its characters without the values, in UTF-16 units.</value>
    internal int LiteralLength => _parts.Sum(part => part.IsPlace ? 0 : part.Text.Length);

    internal int Places => _parts.Count(part => part.IsPlace);

    internal bool Has(string place) => _parts.Any(part => part.IsPlace && part.Text == place);

    /// <summary>Puts the values in as they are: no brace in them means anything.</summary>
    public string With(in TemplateValues values)
    {
        var text = new StringBuilder();
        foreach (var (part, isPlace) in _parts)
        {
            text.Append(
                !isPlace ? part
                : part == Code ? values.Code
                : part == Application ? values.Application
                : values.Organization
            );
        }

        return text.ToString();
    }

    /// <summary>Reads <c>{code}</c> and the like; <c>{{</c> and <c>}}</c> are braces.</summary>
    /// <param name="text">As configured.</param>
    /// <param name="mistake">What is wrong, in words that do not quote it; null when nothing is.</param>
    /// <returns>Null when something is wrong.</returns>
    internal static TemplateText? Parse(string text, out string? mistake)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
            }
            else if (text[i] == '}' || text.IndexOfAny(['{', '}'], i + 1) is not (> 0 and var end) || text[end] == '{')
            {
                mistake = "has a brace without its other half; to show one, write {{ or }}";
                return null;
            }
            else
            {
                var name = text[(i + 1)..end];
                if (!Known.Contains(name))
                {
                    mistake = $"has a placeholder that is none{Hint(name)}";
                    return null;
                }

                parts.Add(new(literal.ToString(), false));
                parts.Add(new(name, true));
                literal.Clear();
                i = end;
            }
        }

        parts.Add(new(literal.ToString(), false));
        var parsed = new TemplateText(parts.ToImmutable());
        mistake = parsed.Has(Code) ? null : "has no {code}";
        return mistake is null ? parsed : null;
    }

    private static string Hint(string name)
    {
        var near = Known.MinBy(known => Spelling.Distance(known, name.Trim()))!;
        return Spelling.Distance(near, name.Trim()) <= 3
            ? $"; did you mean {{{near}}}?"
            : $"; known are {string.Join(", ", Known.Select(known => $"{{{known}}}"))}";
    }

    private readonly record struct Part(string Text, bool IsPlace);
}
