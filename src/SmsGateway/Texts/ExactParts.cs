using System.Text.RegularExpressions;

namespace SmsGateway.Texts;

/// <summary>What of a text somebody types or a phone's software reads, and so has to arrive as it was written.</summary>
internal static partial class ExactParts
{
    /// <param name="text">The whole text.</param>
    /// <param name="code">The code in it; null when it is not known.</param>
    /// <returns>For each UTF-16 unit whether it must stay.</returns>
    public static bool[] Of(string text, string? code)
    {
        var exact = new bool[text.Length];
        if (!MarkCode(exact, text, code))
        {
            // It may be any of the numbers.
            Mark(exact, Numbers(), text);
        }

        Mark(exact, BoundToDomain(), text);
        if (Mark(exact, RetrieverHash(), text))
        {
            Mark(exact, RetrieverPrefix(), text);
        }

        return exact;
    }

    private static bool MarkCode(bool[] exact, string text, string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return false;
        }

        var first = text.IndexOf(code, StringComparison.Ordinal);
        for (var at = first; at >= 0; at = text.IndexOf(code, at + code.Length, StringComparison.Ordinal))
        {
            exact.AsSpan(at, code.Length).Fill(true);
        }

        return first >= 0;
    }

    private static bool Mark(bool[] exact, Regex part, string text)
    {
        var isThere = false;
        foreach (var match in part.EnumerateMatches(text))
        {
            exact.AsSpan(match.Index, match.Length).Fill(true);
            isThere = true;
        }

        return isThere;
    }

    /// <summary>Digits of any script, with what stands between two of them.</summary>
    [GeneratedRegex(@"\d(?:[^\p{L}\d]?\d)*", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    /// <summary>A line such as <c>@example.com #123456</c>, by which browsers fill in a code (https://wicg.github.io/sms-one-time-codes/).</summary>
    [GeneratedRegex(@"^@\S+[^\S\n]+#\S.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex BoundToDomain();

    /// <summary>
    /// The eleven characters of base64 at the end of a text, by which Android hands it to an app. Of all-small letters it is a word
    /// (and none of its characters a look-alike anyway); what has no width may be all that parts it from the text.
    /// </summary>
    [GeneratedRegex(
        @"[\u200B\u2060\uFEFF]*(?<![A-Za-z0-9+/])(?=[A-Za-z][a-z]*[A-Z0-9+/]|[0-9+/])[A-Za-z0-9+/]{11}\s*\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex RetrieverHash();

    /// <summary>By which older versions of Android's library tell such a text; <c>&lt;#&gt;</c> is the other form.</summary>
    [GeneratedRegex(@"\A\u200B\u200B", RegexOptions.CultureInvariant)]
    private static partial Regex RetrieverPrefix();
}
