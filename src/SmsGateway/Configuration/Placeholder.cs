using System.Text.RegularExpressions;

namespace SmsGateway.Configuration;

/// <summary>Texts that stand for a value which somebody has still to put there, as documents and templates write them.</summary>
public static partial class Placeholder
{
    /// <summary>Whether a text is one from its beginning to its end; also for secrets, which may hold any characters by chance.</summary>
    public static bool Is(string text) => Whole().IsMatch(text);

    /// <summary>Whether a setting is one or holds one: none of ours has three dots or a word in angle brackets.</summary>
    public static bool IsIn(string text) => Is(text) || Part().IsMatch(text);

    // A few characters and three dots (AC...); a word in brackets of some template language; a few words; a variable that a
    // platform has not resolved.
    [GeneratedRegex(
        """
            ^(?: .{0,8}(?:\.{3}|…)
               | (?:<|\[|\{|\{\{|\$\{|\$\(|\#\{|%|__) \s* [a-z][a-z0-9\ _.'/-]* \s* (?:>|\]|\}|\}\}|\)|\}\#|%|__)
               | (?:change|replace) [-_\ ]? (?:me|this|it) | (?:replace|fill|insert|enter|put) [-_\ ].*
               | your [-_\ ].* | to[-_\ ]?do | tbd | fix[-_\ ]?me | place[-_\ ]?holder | undefined | null
               | x{3,} | \*{3,} | \?{3,} | _{3,} | -{3,} | \.+
               | @Microsoft\.KeyVault\(.*
             )$
            """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Whole();

    [GeneratedRegex("""\.{3}|…|<[A-Za-z][^<>]*>""", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
