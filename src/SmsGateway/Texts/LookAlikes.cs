using System.Collections.Frozen;
using System.Globalization;

namespace SmsGateway.Texts;

/// <summary>
/// Characters that word processors and translators put into texts, with what looks the same and is in GSM-7: punctuation, spaces and
/// fractions. No letter of any language is among them; those of the full-width forms are ASCII's own.
/// </summary>
internal static class LookAlikes
{
    private const char FullWidthOffset = '\uFEE0';

    private static readonly (char Fraction, string Written)[] Fractions =
    [
        ('¼', "1/4"),
        ('½', "1/2"),
        ('¾', "3/4"),
        ('⅐', "1/7"),
        ('⅑', "1/9"),
        ('⅒', "1/10"),
        ('⅓', "1/3"),
        ('⅔', "2/3"),
        ('⅕', "1/5"),
        ('⅖', "2/5"),
        ('⅗', "3/5"),
        ('⅘', "4/5"),
        ('⅙', "1/6"),
        ('⅚', "5/6"),
        ('⅛', "1/8"),
        ('⅜', "3/8"),
        ('⅝', "5/8"),
        ('⅞', "7/8"),
        ('↉', "0/3"),
    ];

    private static readonly FrozenDictionary<char, string> Replacements = CreateTable();

    /// <returns>Null when it is none; empty for what has no width.</returns>
    public static string? ReplacementOf(char character) => Replacements.GetValueOrDefault(character);

    /// <summary>
    /// Whether it can be left out of any text: it only says where a line may or may not be broken. Joiners shape letters and emoji,
    /// and direction marks order them; they are nothing only where every letter is in GSM-7.
    /// </summary>
    public static bool IsNothing(char character) => character is '\u00AD' or '\u200B' or '\u2060' or '\uFEFF';

    private static FrozenDictionary<char, string> CreateTable()
    {
        var table = new Dictionary<char, string>();
        Add("\"", "«»“”„‟″‶❝❞〝〞〟");
        Add("'", "`´‘’‚‛′‵‹›❛❜");
        // Dashes by their width, the minus sign, small forms; then bullets.
        Add("-", "\u2010\u2011\u2012–—―−\uFE58\uFE63⸺⸻");
        Add("-", "•‣⁃◦∙▪▫●");
        Add("...", "…⋯");
        Add("..", "‥");
        Add(".", "․");
        Add("/", "⁄∕");
        // Line and paragraph separator.
        Add("\n", "\u2028\u2029");
        // Soft hyphen, joiners, direction marks, invisible operators, byte order mark.
        Add("", "\u00AD\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E");
        Add("", "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\uFEFF");
        foreach (var (fraction, written) in Fractions)
        {
            table[fraction] = written;
        }

        for (var character = '\u0080'; character < '\uFFFF'; character++)
        {
            if (char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator)
            {
                table[character] = " ";
            }
        }

        for (var character = '\uFF01'; character <= '\uFF5E'; character++)
        {
            var ascii = (char)(character - FullWidthOffset);
            table[character] = table.GetValueOrDefault(ascii) ?? ascii.ToString();
        }

        return table.ToFrozenDictionary();

        void Add(string replacement, string characters)
        {
            foreach (var character in characters)
            {
                table[character] = replacement;
            }
        }
    }
}
