using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using SmsGateway.Messages;
using SmsGateway.Texts;

namespace SmsGateway.Carriers.Http;

/// <summary>
/// Prepares a text for text-to-speech. The code alone is spelled, because one spoken as a number cannot be typed; "10 minutes"
/// stays what it is.
/// </summary>
internal static partial class SpokenText
{
    /// <summary>What may stand between the characters of a code in the text: Auth0 writes <c>1.2.3.4</c>, which some languages read as a date.</summary>
    private const string Between = @"[\s.,\-\u2010-\u2015]{0,3}";

    /// <summary>The text with commas between the characters of its code, so that a voice reads them one by one, with pauses.</summary>
    public static string Of(SmsMessage message)
    {
        var text = WithoutUnspeakable(message.Body.Reveal());
        return Spelled(text, message.Code?.Reveal()) ?? Spelled(text, LikelyCode(text)) ?? text;
    }

    /// <summary>For a voice that would read markup, were the text any, and that a caller could make say something else.</summary>
    public static string WithoutMarkup(string text) => text.Replace('<', ' ').Replace('>', ' ');

    /// <summary>A locale as voices are named by it; null when it is none, or its language no code of two or three letters.</summary>
    public static string? Language(string? locale) =>
        LanguageTag.Parse(locale ?? "") is { } tag && tag.Split('-')[0].Length <= 3 ? tag : null;

    /// <summary>The names of a locale from the narrowest to its language, in lower case: <c>de-at</c>, <c>de</c>.</summary>
    public static IEnumerable<string> Languages(string? locale)
    {
        for (var name = Language(locale)?.ToLowerInvariant(); name is { Length: > 0 }; )
        {
            yield return name;
            name = name[..Math.Max(0, name.LastIndexOf('-'))];
        }
    }

    /// <returns>Null when the code is not in the text.</returns>
    private static string? Spelled(string text, string? code)
    {
        var characters = code?.Where(char.IsLetterOrDigit).Select(c => c.ToString()).ToList() ?? [];
        if (characters.Count == 0)
        {
            return null;
        }

        // Not within a longer word or number; many scripts set no space between a word and digits.
        var other = characters.TrueForAll(c => char.IsDigit(c[0])) ? "[0-9]" : "[0-9A-Za-z]";
        var inText = $"(?<!{other}){string.Join(Between, characters.Select(Regex.Escape))}(?!{other})";
        return Regex.IsMatch(text, inText, RegexOptions.CultureInvariant)
            ? Regex.Replace(text, inText, string.Join(", ", characters))
            : null;
    }

    /// <summary>Without being told: digits one by one, else the longest number of at least four digits, the first of equals.</summary>
    private static string? LikelyCode(string text) =>
        SingleDigits().Match(text) is { Success: true, Value: var apart }
            ? apart
            : Numbers().Matches(text).MaxBy(number => number.Value.Count(char.IsAsciiDigit))?.Value;

    /// <summary>Leaves out what XML cannot hold, and so no carrier's request for a call.</summary>
    private static string WithoutUnspeakable(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }

    [GeneratedRegex(@"(?<![0-9])[0-9](?:[\s.,\-]{1,2}[0-9]){3,}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex SingleDigits();

    [GeneratedRegex(@"(?<![0-9])(?:[0-9]{3}[ \-][0-9]{3}|[0-9]{4,})(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
