using System.Buffers.Text;
using SmsGateway.Messages;

namespace SmsGateway.Secrets;

/// <summary>
/// A secret's text as a person or a tool left it: editors and <c>echo</c> end it with a line end, some begin it with a byte order
/// mark. Neither is a part of any secret; everything else is.
/// </summary>
public static class SecretText
{
    private const char ByteOrderMark = '\uFEFF';

    private static readonly string[] Quotes = ["\"\"", "''", "``", "“”", "‘’", "„“", "«»"];

    /// <summary>Without white space, line ends and byte order marks around it; what is inside stays.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (start, end) = (0, text.Length);
        while (start < end && IsAround(text[start]))
        {
            start++;
        }

        while (end > start && IsAround(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Bytes in base64url or base64, which differ in two characters and in the padding, with or without that.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static byte[] FromBase64(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Base64Url.DecodeFromChars(text.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
    }

    /// <summary>Whether it stands in quotes, which are taken as a part of it, and which a shell or a file of variables may have left.</summary>
    public static bool IsQuoted(Sensitive secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var text = secret.Reveal();
        return text.Length > 1 && Quotes.Contains($"{text[0]}{text[^1]}", StringComparer.Ordinal);
    }

    private static bool IsAround(char c) => char.IsWhiteSpace(c) || c == ByteOrderMark;
}
