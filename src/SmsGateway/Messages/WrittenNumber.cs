using System.Globalization;
using System.Text;

namespace SmsGateway.Messages;

/// <summary>
/// A number as people write it, without what only separates its digits: spaces and dashes of every kind, dots, tabs, invisible
/// direction marks (a copied number often has some), and brackets around digits. Brackets behind the last digit hold something
/// else, such as an extension or a remark, and are not read.
/// </summary>
internal ref struct WrittenNumber
{
    /// <summary>A plus sign, the longest number, and a trunk prefix between its calling code and the rest.</summary>
    public const int MaxLength = 1 + PhoneNumber.MaxDigits + 4;

    private readonly Span<char> _kept;
    private int _length;
    private int _opened = -1;
    private int _closed = -1;
    private char _closing;

    private WrittenNumber(Span<char> buffer) => _kept = buffer;

    /// <summary>The plus sign and the digits.</summary>
    public readonly ReadOnlySpan<char> Text => _kept[.._length];

    /// <summary>Whether a bracket begins with a zero, as in <c>+44 (0)20</c>: by custom it is not dialled from abroad.</summary>
    public bool HasZeroInBrackets { get; private set; }

    /// <param name="text">As written.</param>
    /// <param name="buffer">At least <see cref="MaxLength"/> characters.</param>
    public static bool TryRead(string text, Span<char> buffer, out WrittenNumber number)
    {
        number = new WrittenNumber(buffer[..MaxLength]);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!number.Take(rune))
            {
                return false;
            }
        }

        return number._opened < 0 && number._closed != number._length;
    }

    private bool Take(Rune rune)
    {
        switch (rune.Value)
        {
            case >= '0' and <= '9' when _length > 0:
            case '+' when _length == 0:
                return Append((char)rune.Value);
            case '(' or '[' when _opened < 0:
                (_opened, _closing) = (_length, rune.Value == '(' ? ')' : ']');
                return true;
            case ')' or ']' when _opened >= 0 && rune.Value == _closing && _opened < _length:
                (_opened, _closed) = (-1, _length);
                return true;
            default:
                return IsSeparator(rune);
        }
    }

    private bool Append(char c)
    {
        if (_length == _kept.Length)
        {
            return false;
        }

        HasZeroInBrackets |= c == '0' && _opened == _length;
        _kept[_length++] = c;
        return true;
    }

    private static bool IsSeparator(Rune rune) =>
        rune.Value is '.' or '\t'
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation
        || IsInvisible(rune.Value);

    /// <summary>Direction marks, zero-width spaces and joiners, the soft hyphen and the byte order mark.</summary>
    private static bool IsInvisible(int c) =>
        c
            is 0x00AD
                or 0x061C
                or (>= 0x200B and <= 0x200F)
                or (>= 0x202A and <= 0x202E)
                or 0x2060
                or (>= 0x2066 and <= 0x2069)
                or 0xFEFF;
}
