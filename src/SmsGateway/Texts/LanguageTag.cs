using System.Text.RegularExpressions;

namespace SmsGateway.Texts;

/// <summary>Names of languages (BCP 47), in the forms people and Auth0 write: <c>pt-BR</c>, <c>pt_BR</c>, <c>pt-br</c>.</summary>
internal static partial class LanguageTag
{
    /// <returns>With dashes; null when it is none.</returns>
    public static string? Parse(string text) =>
        Tag().Match(text) is { Success: true } tag && tag.Length == text.Length ? Dashed(tag.Value) : null;

    /// <returns>The first of what a request names, which may be a browser's whole list (<c>de-DE,de;q=0.9</c>); null when it is none.</returns>
    public static string? First(string text) =>
        Tag().Match(text.TrimStart()) is { Success: true } tag ? Dashed(tag.Value) : null;

    /// <returns>As it was posted, or of a list its first; what is no language is left as it is, for whoever makes something of it.</returns>
    public static string? OfPosted(string? text) =>
        text is null || Parse(text) is not null ? text : First(text) ?? text;

    /// <summary>The next language to look for (RFC 4647, 3.4): without its last part, nor a single letter that then ends it.</summary>
    /// <returns>Null when nothing is left.</returns>
    public static string? Wider(string tag)
    {
        var end = tag.LastIndexOf('-');
        if (end >= 2 && tag[end - 2] == '-')
        {
            end -= 2;
        }

        return end > 0 ? tag[..end] : null;
    }

    private static string Dashed(string tag) => tag.Replace('_', '-');

    [GeneratedRegex(@"\A[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
