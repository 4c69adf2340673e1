using System.Globalization;

namespace SmsGateway.Acceptance;

/// <summary>The text of a message: what of it is counted, and what of it no phone can show.</summary>
internal static class BodyText
{
    /// <summary>
    /// Sets a space in place of every control character but line ends: some carriers refuse them, others break off the text
    /// there, and a code is not refused for one that got into a template.
    /// </summary>
    public static string WithoutControls(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001F') < 0 && text.AsSpan().IndexOfAnyInRange('\u007F', '\u009F') < 0
            ? text
            : string.Create(
                text.Length,
                text,
                static (kept, text) =>
                {
                    for (var i = 0; i < text.Length; i++)
                    {
                        kept[i] = char.IsControl(text[i]) && text[i] is not ('\n' or '\r') ? ' ' : text[i];
                    }
                }
            );

    /// <summary>Whether it has more characters than that, counted as a reader does: a letter with its accents is one, and so is an emoji.</summary>
    public static bool IsLongerThan(int characters, string text)
    {
        var rest = text.AsSpan();
        for (; characters > 0 && rest.Length > characters; characters--)
        {
            rest = rest[StringInfo.GetNextTextElementLength(rest)..];
        }

        return rest.Length > characters;
    }
}
