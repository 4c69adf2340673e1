using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace SmsGateway.Messages;

/// <summary>What numbers are for, as the ranges of their countries tell.</summary>
internal static class NumberKinds
{
    /// <summary>Numbers that Twilio keeps for tests, in a range for personal ones.</summary>
    private const string TwiliosForTests = "+1500555";

    /// <summary>What nearly all numbers are: no short list of ranges tells that one is not.</summary>
    private static readonly NumberKind[] Common =
    [
        NumberKind.Unknown,
        NumberKind.Mobile,
        NumberKind.FixedLine,
        NumberKind.FixedLineOrMobile,
        NumberKind.Voip,
    ];

    /// <summary>By calling code, filled as numbers come: national numbers that may be of another kind.</summary>
    private static readonly Regex?[] Uncommon = new Regex?[1000];

    /// <summary>
    /// What a number is for. International networks are told by their calling code alone: the library takes a satellite phone for a
    /// mobile one.
    /// </summary>
    public static NumberKind Of(string e164)
    {
        if (e164.StartsWith(TwiliosForTests, StringComparison.Ordinal))
        {
            return NumberKind.Unknown;
        }

        return OfNetwork(CallingCode(e164, out _))
            ?? (
                NumberingPlan.TryParse(e164) is { } number
                    ? KindOf(NumberingPlan.Library.GetNumberType(number))
                    : NumberKind.Unknown
            );
    }

    /// <summary>
    /// Whether what a number is for is one of these. That it is not, the ranges of the uncommon kinds tell of nearly all numbers, in
    /// a fraction of the time that its kind takes.
    /// </summary>
    public static bool IsOneOf(string e164, IReadOnlySet<NumberKind> kinds) =>
        kinds.Count > 0 && (HasCommon(kinds) || MayBeUncommon(e164)) && kinds.Contains(Of(e164));

    private static bool MayBeUncommon(string e164)
    {
        var code = CallingCode(e164, out var length);
        if (OfNetwork(code) is not null || NumberingPlan.MayHoldNationalPrefix(e164.AsSpan(1), length))
        {
            return true;
        }

        return (Uncommon[code] ??= RangesOf(code)).IsMatch(e164.AsSpan(1 + length));
    }

    private static Regex RangesOf(int callingCode)
    {
        var patterns = NumberingPlan
            .MetadataOf(callingCode)
            .SelectMany(region =>
                new[] { region.PremiumRate, region.TollFree, region.SharedCost, region.Pager, region.PersonalNumber }
            )
            .Where(ranges => ranges is { HasNationalNumberPattern: true })
            .Select(ranges => ranges.NationalNumberPattern);
        // Of a number that begins with a zero, the library leaves that out.
        return new Regex(
            $@"\A(?:0|(?:{string.Join('|', patterns)})\z)",
            RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace
        );
    }

    /// <returns>Null for the calling codes of countries.</returns>
    private static NumberKind? OfNetwork(int callingCode) =>
        callingCode switch
        {
            0 => NumberKind.Unknown,
            870 or 881 or 882 or 883 => NumberKind.Satellite,
            979 => NumberKind.Premium,
            878 => NumberKind.Personal,
            808 => NumberKind.SharedCost,
            800 => NumberKind.TollFree,
            _ => null,
        };

    private static bool HasCommon(IReadOnlySet<NumberKind> kinds)
    {
        foreach (var kind in Common)
        {
            if (kinds.Contains(kind))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>0 when there is no such code.</returns>
    private static int CallingCode(string e164, out int length)
    {
        length = NumberingPlan.CallingCodeLength(e164.AsSpan(1));
        return length == 0 ? 0 : int.Parse(e164.AsSpan(1, length), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static NumberKind KindOf(PhoneNumberType type) =>
        type switch
        {
            PhoneNumberType.MOBILE => NumberKind.Mobile,
            PhoneNumberType.FIXED_LINE => NumberKind.FixedLine,
            PhoneNumberType.FIXED_LINE_OR_MOBILE => NumberKind.FixedLineOrMobile,
            PhoneNumberType.PREMIUM_RATE => NumberKind.Premium,
            PhoneNumberType.TOLL_FREE => NumberKind.TollFree,
            PhoneNumberType.SHARED_COST => NumberKind.SharedCost,
            PhoneNumberType.PAGER => NumberKind.Pager,
            PhoneNumberType.PERSONAL_NUMBER => NumberKind.Personal,
            PhoneNumberType.VOIP => NumberKind.Voip,
            _ => NumberKind.Unknown,
        };
}
