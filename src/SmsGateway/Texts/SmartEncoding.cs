using System.Text;
using SmsGateway.Messages;

namespace SmsGateway.Texts;

/// <summary>Puts GSM-7's own characters in place of look-alikes, where that makes a text cheaper.</summary>
internal static class SmartEncoding
{
    /// <param name="text">What is to be sent.</param>
    /// <param name="code">The code in it; null when it is not known.</param>
    /// <returns>A text in GSM-7, or of fewer segments, and never of more; else the text as it is.</returns>
    public static string Apply(string text, string? code)
    {
        var size = TextSize.Of(text);
        if (size.Encoding == TextEncoding.Gsm7)
        {
            return text;
        }

        var exact = ExactParts.Of(text, code);
        var plain = Rewrite(text, exact, LookAlikes.ReplacementOf);
        // Dots in place of an ellipsis make a text longer, and a carrier refuses one that is too long.
        if (
            TextSize.Of(plain) is { Encoding: TextEncoding.Gsm7 } plainSize
            && plainSize.Segments <= size.Segments
            && plain.Length <= Math.Max(text.Length, SmsMessage.MaxBodyLength)
        )
        {
            return plain;
        }

        var shorter = Rewrite(text, exact, character => LookAlikes.IsNothing(character) ? "" : null);
        return TextSize.Of(shorter).Segments < size.Segments ? shorter : text;
    }

    private static string Rewrite(string text, bool[] exact, Func<char, string?> replacementOf)
    {
        var written = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var replacement = exact[i] ? null : replacementOf(text[i]);
            if (replacement is null)
            {
                written.Append(text[i]);
                continue;
            }

            // "2½" is not "21/2".
            if (replacement.Length > 2 && char.IsDigit(replacement[0]) && i > 0 && char.IsDigit(text[i - 1]))
            {
                written.Append(' ');
            }

            written.Append(replacement);
        }

        return written.ToString();
    }
}
