using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace SmsGateway.Messages;

/// <summary>
/// What libphonenumber knows of the world's numbers: which calling codes exist, and what people write between calling code and
/// number that is none of it (a trunk zero above all). It is asked how a number is to be read, never whether it is good: its
/// tables lag behind the operators', and lack numbers that carriers have for tests.
/// </summary>
internal static class NumberingPlan
{
    private const int LongestCallingCode = 3;

    public static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    private static readonly bool[] CallingCodes = ReadCallingCodes();
    private static readonly FrozenSet<string> Regions = Library.GetSupportedRegions().ToFrozenSet();

    /// <summary>By calling code, filled as numbers come: what may stand before a national number; null matches nothing.</summary>
    private static readonly NationalPrefix?[] Prefixes = new NationalPrefix?[1000];

    /// <summary>Of a national number, those by which the library tells regions of one calling code apart; its longest pattern has six.</summary>
    private const int DigitsThatDecide = 7;

    /// <summary>The same where calling code 1 is shared: patterns that look further end in its main region, as what fits none does.</summary>
    private const int DigitsThatDecideIn1 = 4;

    /// <summary>About 10 MB; beyond it the library is asked again.</summary>
    private const int MostShared = 100_000;

    /// <summary>By calling code, filled as numbers come: its region; empty when several share it.</summary>
    private static readonly string?[] OnlyRegions = new string?[1000];

    private static readonly ConcurrentDictionary<(string Leading, int Length), string> SharedRegions = new();

    /// <summary>How many there are; the dictionary's own count takes all its locks.</summary>
    private static int _shared;

    /// <returns>How many of the digits are the calling code; 0 when there is no such code.</returns>
    public static int CallingCodeLength(ReadOnlySpan<char> digits)
    {
        var code = 0;
        for (var i = 0; i < Math.Min(digits.Length, LongestCallingCode); i++)
        {
            code = (code * 10) + digits[i] - '0';
            if (CallingCodes[code])
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>
    /// Whether the library may read the number as another than its plain digits. Nearly all numbers are posted as they are dialled
    /// from abroad: a third of the time, an eighth of the memory.
    /// </summary>
    public static bool MayHoldNationalPrefix(ReadOnlySpan<char> digits, int callingCodeLength)
    {
        var code = int.Parse(digits[..callingCodeLength], NumberStyles.None, CultureInfo.InvariantCulture);
        var prefix = Prefixes[code] ??= NationalPrefix.Of(code);
        return prefix.IsAt(digits[callingCodeLength..]);
    }

    /// <summary>The number as it is dialled from abroad, in E.164 form; null when the library cannot read it.</summary>
    public static string? Read(string e164) =>
        TryParse(e164) is { } number ? Library.Format(number, PhoneNumberFormat.E164) : null;

    /// <summary>Whether the number is in a range that is in use.</summary>
    public static bool IsInUse(string e164) => TryParse(e164) is { } number && Library.IsValidNumber(number);

    /// <summary>Whether there are numbers of this region; by its two capital letters.</summary>
    public static bool IsRegion(string region) => Regions.Contains(region);

    /// <summary>
    /// The region of a number by its whole, as +1 is 25 regions; the main region of its calling code for a number that fits none,
    /// and "001" for codes of no country.
    /// </summary>
    public static string RegionOf(string e164)
    {
        var length = CallingCodeLength(e164.AsSpan(1));
        if (length == 0)
        {
            // Taken when there was such a code.
            return RegionCode.OfNoCountry;
        }

        var code = int.Parse(e164.AsSpan(1, length), NumberStyles.None, CultureInfo.InvariantCulture);
        var only = OnlyRegions[code] ??= Library.GetRegionCodesForCountryCode(code) is [var one] ? one : "";
        if (only.Length > 0)
        {
            return only;
        }

        // The leading digits and the length decide, which many numbers have in common.
        var key = (
            e164[..Math.Min(e164.Length, 1 + length + (code == 1 ? DigitsThatDecideIn1 : DigitsThatDecide))],
            e164.Length
        );
        if (!SharedRegions.TryGetValue(key, out var region))
        {
            region =
                (TryParse(e164) is { } number ? Library.GetRegionCodeForNumber(number) : null)
                ?? Library.GetRegionCodeForCountryCode(code);
            if (Volatile.Read(ref _shared) < MostShared && SharedRegions.TryAdd(key, region))
            {
                Interlocked.Increment(ref _shared);
            }
        }

        return region;
    }

    /// <summary>What stands before a national number is not part of it.</summary>
    /// <returns>Null when the library cannot read it.</returns>
    public static PhoneNumbers.PhoneNumber? TryParse(string e164)
    {
        try
        {
            return Library.Parse(e164, null);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Of each region that has the calling code, the main one first.</summary>
    public static IEnumerable<PhoneMetadata> MetadataOf(int callingCode) =>
        Library
            .GetRegionCodesForCountryCode(callingCode)
            .Select(region =>
                region == RegionCode.OfNoCountry
                    ? Library.GetMetadataForNonGeographicalRegion(callingCode)
                    : Library.GetMetadataForRegion(region)
            );

    private static bool[] ReadCallingCodes()
    {
        var codes = new bool[1000];
        foreach (var code in Library.GetSupportedCallingCodes())
        {
            codes[code] = true;
        }

        return codes;
    }

    /// <param name="Pattern">At the beginning of a national number; null when nothing stands before one in this country.</param>
    private sealed record NationalPrefix(Regex? Pattern)
    {
        /// <summary>Codes that several share are read by the rules of the main one.</summary>
        public static NationalPrefix Of(int callingCode) =>
            new(
                MetadataOf(callingCode).First().NationalPrefixForParsing is { Length: > 0 } pattern
                    ? new Regex($@"\A(?:{pattern})", RegexOptions.CultureInvariant)
                    : null
            );

        public bool IsAt(ReadOnlySpan<char> nationalNumber) => Pattern is not null && Pattern.IsMatch(nationalNumber);
    }
}
