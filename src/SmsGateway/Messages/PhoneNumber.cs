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

    /// <summary>More than any number with its separators.</summary>
    private const int MaxTextLength = 64;

    private readonly string? _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    /// <summary>The whole number with its plus sign. Not for logs.</summary>
    public string E164 => _e164 ?? throw new InvalidOperationException("An empty PhoneNumber has no value.");

    /// <summary>The digits without the plus sign, as some carriers want them. Not for logs.</summary>
    public string Digits => E164[1..];

    /// <summary>
    /// Where the number belongs, told from the whole number: ISO 3166-1 alpha-2, or <c>001</c> for codes of no country. A number
    /// that fits no region, such as one reserved for fiction, counts as the main region of its calling code.
    /// </summary>
    public string Region => NumberingPlan.RegionOf(E164);

    /// <summary>What it is for, as its range tells.</summary>
    public NumberKind Kind => NumberKinds.Of(E164);

    /// <summary>Whether <see cref="Kind"/> is one of these. Mostly that takes less than to find the kind.</summary>
    public bool IsOneOf(IReadOnlySet<NumberKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return NumberKinds.IsOneOf(E164, kinds);
    }

    /// <summary>How many digits the calling code has: 1 of +1, 2 of +61; 0 when there is no such code.</summary>
    public int CallingCodeLength => NumberingPlan.CallingCodeLength(E164.AsSpan(1));

    /// <summary>Whether it is in a range that is in use, as far as libphonenumber knows: a new range may be missing there.</summary>
    public bool IsInUse => NumberingPlan.IsInUse(E164);

    /// <summary>
    /// Reads a number as people write it, because Auth0's own documents show such numbers. It is understood, a trunk zero
    /// included, or refused; what is written never becomes another number.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        return text is { Length: <= MaxTextLength }
            && WrittenNumber.TryRead(text, stackalloc char[WrittenNumber.MaxLength], out var written)
            && TryReadE164(Understand(written), out number);
    }

    /// <summary>Reads what <see cref="E164"/> once was: takes it as it is, and asks no table of the world's numbers.</summary>
    public static bool TryReadE164([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (
            text is not ['+', not '0', ..]
            || text.Length is < MinDigits + 1 or > MaxDigits + 1
            || text.AsSpan(1).ContainsAnyExceptInRange('0', '9')
        )
        {
            return false;
        }

        number = new PhoneNumber(text);
        return true;
    }

    /// <returns>Null when there is no such calling code, or when nobody can tell what a zero in brackets means there.</returns>
    private static string? Understand(WrittenNumber written)
    {
        if (written.Text is not ['+', .. { Length: >= MinDigits } digits])
        {
            return null;
        }

        var callingCode = NumberingPlan.CallingCodeLength(digits);
        if (callingCode == 0)
        {
            return null;
        }

        var plain = written.Text.ToString();
        if (!written.HasZeroInBrackets && !NumberingPlan.MayHoldNationalPrefix(digits, callingCode))
        {
            return plain;
        }

        var read = NumberingPlan.Read(plain);
        return written.HasZeroInBrackets && read == plain && !NumberingPlan.IsInUse(plain) ? null : read;
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
}
