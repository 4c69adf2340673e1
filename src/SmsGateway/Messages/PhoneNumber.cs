using System.Diagnostics.CodeAnalysis;

namespace SmsGateway.Messages;

/// <summary>
/// A telephone number in E.164 form: a plus sign, then 7 to 15 digits of which the first is not zero (ITU-T E.164 allows 15;
/// 7 is the shortest that Auth0's documents show). <see cref="ToString"/> is masked; the number itself is <see cref="E164"/>.
/// </summary>
public readonly struct PhoneNumber : IEquatable<PhoneNumber>
{
    public const int MinDigits = 7;
    public const int MaxDigits = 15;

    private readonly string? _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    /// <summary>The whole number with its plus sign. Not for logs.</summary>
    public string E164 => _e164 ?? throw new InvalidOperationException("An empty PhoneNumber has no value.");

    /// <summary>The digits without the plus sign, as some carriers want them. Not for logs.</summary>
    public string Digits => E164[1..];

    /// <summary>Reads a number, dropping spaces, dots, dashes and brackets first, because Auth0's own documents show such numbers.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null || text.Length > 64)
        {
            return false;
        }

        Span<char> kept = stackalloc char[MaxDigits + 1];
        var length = 0;
        foreach (var c in text)
        {
            if (IsSeparator(c))
            {
                continue;
            }

            if (length == kept.Length || (length == 0 ? c != '+' : !char.IsAsciiDigit(c)))
            {
                return false;
            }

            kept[length++] = c;
        }

        if (length < MinDigits + 1 || kept[1] == '0')
        {
            return false;
        }

        number = new PhoneNumber(kept[..length].ToString());
        return true;
    }

    /// <summary>The number with all but its first two and last two digits hidden, for logs and listings.</summary>
    public override string ToString() =>
        _e164 is null
            ? ""
            : string.Concat(_e164.AsSpan(0, 3), new string('*', _e164.Length - 5), _e164.AsSpan(_e164.Length - 2));

    public bool Equals(PhoneNumber other) => string.Equals(_e164, other._e164, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is PhoneNumber other && Equals(other);

    public override int GetHashCode() => _e164 is null ? 0 : _e164.GetHashCode(StringComparison.Ordinal);

    public static bool operator ==(PhoneNumber left, PhoneNumber right) => left.Equals(right);

    public static bool operator !=(PhoneNumber left, PhoneNumber right) => !left.Equals(right);

    private static bool IsSeparator(char c) =>
        c is ' ' or '.' or '-' or '(' or ')' or '[' or ']' or '\t' or '\u00A0' or '\u2010' or '\u2011' or '\u2013';
}
