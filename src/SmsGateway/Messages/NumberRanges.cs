using System.Text.RegularExpressions;
using PhoneNumbers;

namespace SmsGateway.Messages;

/// <summary>
/// The ranges of one region's numbers by kind, by libphonenumber's tables and in its order. The library itself reads a number anew
/// whenever it is asked, which takes ten times as long as to look, and every code goes to another number.
/// </summary>
internal sealed class NumberRanges
{
    private readonly Range _all;
    private readonly (Range Range, NumberKind Kind)[] _special;
    private readonly Range _fixedLine;
    private readonly Range _mobile;
    private readonly bool _areOne;

    public NumberRanges(PhoneMetadata metadata)
    {
        _all = new Range(metadata.GeneralDesc);
        _special =
        [
            .. new (Range Range, NumberKind Kind)[]
            {
                (new Range(metadata.PremiumRate), NumberKind.Premium),
                (new Range(metadata.TollFree), NumberKind.TollFree),
                (new Range(metadata.SharedCost), NumberKind.SharedCost),
                (new Range(metadata.Voip), NumberKind.Voip),
                (new Range(metadata.PersonalNumber), NumberKind.Personal),
                (new Range(metadata.Pager), NumberKind.Pager),
                (new Range(metadata.Uan), NumberKind.Unknown),
                (new Range(metadata.Voicemail), NumberKind.Unknown),
            }.Where(special => !special.Range.IsEmpty),
        ];
        _fixedLine = new Range(metadata.FixedLine);
        _mobile = new Range(metadata.Mobile);
        _areOne = metadata.SameMobileAndFixedLinePattern;
    }

    /// <param name="number">The national number, with the zeros that belong to it.</param>
    public NumberKind KindOf(ReadOnlySpan<char> number)
    {
        if (!_all.Has(number))
        {
            return NumberKind.Unknown;
        }

        foreach (var (range, kind) in _special)
        {
            if (range.Has(number))
            {
                return kind;
            }
        }

        if (_fixedLine.Has(number))
        {
            return _areOne || _mobile.Has(number) ? NumberKind.FixedLineOrMobile : NumberKind.FixedLine;
        }

        return !_areOne && _mobile.Has(number) ? NumberKind.Mobile : NumberKind.Unknown;
    }

    private sealed class Range
    {
        /// <summary>What the tables have where there is no such range.</summary>
        private const string None = "NA";

        private readonly Regex? _pattern;

        /// <summary>A bit for each length that a number of the range can have.</summary>
        private readonly uint _lengths;

        public Range(PhoneNumberDesc? description)
        {
            if (description?.NationalNumberPattern is not { Length: > 0 } pattern || pattern == None)
            {
                return;
            }

            _pattern = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
            foreach (var possible in description.PossibleLengthList.Where(possible => possible is > 0 and < 32))
            {
                _lengths |= 1u << possible;
            }

            if (description.PossibleLengthList.Count == 0)
            {
                _lengths = uint.MaxValue;
            }
        }

        public bool IsEmpty => _pattern is null;

        public bool Has(ReadOnlySpan<char> number) =>
            ((_lengths >> number.Length) & 1) != 0 && _pattern!.IsMatch(number);
    }
}
