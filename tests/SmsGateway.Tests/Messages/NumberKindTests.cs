using PhoneNumbers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;
using PhoneNumber = SmsGateway.Messages.PhoneNumber;

namespace SmsGateway.Tests.Messages;

public sealed class NumberKindTests
{
    private const int Seed = 20260304;

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    /// <summary>Calling codes and leading digits whose kind is ours to say, whatever the library says.</summary>
    private static readonly string[] Ours =
    [
        "+870",
        "+881",
        "+882",
        "+883",
        "+878",
        "+979",
        "+808",
        "+800",
        "+1500555",
    ];

    [Theory]
    [InlineData("+61491570156", NumberKind.Mobile)]
    [InlineData("+4915112345678", NumberKind.Mobile)]
    [InlineData("+12125550123", NumberKind.FixedLineOrMobile)]
    [InlineData("+14165550123", NumberKind.FixedLineOrMobile)]
    [InlineData("+442079460958", NumberKind.FixedLine)]
    [InlineData("+390612345678", NumberKind.FixedLine)]
    [InlineData("+390669812345", NumberKind.FixedLine)]
    [InlineData("+393123456789", NumberKind.Mobile)]
    [InlineData("+2250701020304", NumberKind.Mobile)]
    [InlineData("+5491112345678", NumberKind.Mobile)]
    [InlineData("+447624123456", NumberKind.Mobile)]
    [InlineData("+77011234567", NumberKind.Mobile)]
    [InlineData("+79161234567", NumberKind.Mobile)]
    public void A_number_that_people_have_is_of_their_kind(string number, NumberKind kind) =>
        Assert.Equal(kind, KindOf(number));

    [Theory]
    [InlineData("+19002345678", NumberKind.Premium)]
    [InlineData("+449012345678", NumberKind.Premium)]
    [InlineData("+611900123456", NumberKind.Premium)]
    [InlineData("+499001234567", NumberKind.Premium)]
    [InlineData("+33891123456", NumberKind.Premium)]
    [InlineData("+18002345678", NumberKind.TollFree)]
    [InlineData("+611800123456", NumberKind.TollFree)]
    [InlineData("+4918012345", NumberKind.SharedCost)]
    [InlineData("+611300123456", NumberKind.SharedCost)]
    [InlineData("+447012345678", NumberKind.Personal)]
    [InlineData("+15002345678", NumberKind.Personal)]
    [InlineData("+447640123456", NumberKind.Pager)]
    [InlineData("+812012345678", NumberKind.Pager)]
    [InlineData("+445612345678", NumberKind.Voip)]
    [InlineData("+815012345678", NumberKind.Voip)]
    public void A_number_that_costs_more_or_reaches_nobody_is_known_in_its_country(string number, NumberKind kind) =>
        Assert.Equal(kind, KindOf(number));

    [Theory]
    [InlineData("+870301234567", NumberKind.Satellite)]
    [InlineData("+870210000000", NumberKind.Satellite)]
    [InlineData("+881612345678", NumberKind.Satellite)]
    [InlineData("+8812", NumberKind.Satellite)]
    [InlineData("+88213456789", NumberKind.Satellite)]
    [InlineData("+8821612345678", NumberKind.Satellite)]
    [InlineData("+883510012345", NumberKind.Satellite)]
    [InlineData("+8839999999", NumberKind.Satellite)]
    [InlineData("+979123456789", NumberKind.Premium)]
    [InlineData("+9790000000", NumberKind.Premium)]
    [InlineData("+878101234567890", NumberKind.Personal)]
    [InlineData("+80812345678", NumberKind.SharedCost)]
    [InlineData("+80012345678", NumberKind.TollFree)]
    [InlineData("+88812345678901", NumberKind.Unknown)]
    public void An_international_network_is_told_by_its_calling_code(string number, NumberKind kind) =>
        Assert.Equal(kind, KindOf(number.PadRight(1 + PhoneNumber.MinDigits, '0')));

    [Theory]
    [InlineData("+15005550006")]
    [InlineData("+15005551500")]
    [InlineData("+447700900123")]
    [InlineData("+5215512345678")]
    [InlineData("+1399999000")]
    [InlineData("+445512345678")]
    [InlineData("+9991234567")]
    public void A_number_for_tests_for_fiction_or_for_a_whole_company_is_of_no_kind(string number) =>
        Assert.Equal(NumberKind.Unknown, KindOf(number));

    [Theory]
    [InlineData("+788001234567", "+78001234567")]
    [InlineData("+4409012345678", "+449012345678")]
    public void What_is_dialled_only_at_home_hides_no_kind(string number, string plain) =>
        Assert.Equal(KindOf(plain), KindOf(number));

    [Fact]
    public void The_kind_is_the_librarys_for_its_example_of_every_region_and_type()
    {
        var examples = Examples();

        Assert.True(examples.Count > 1500, $"{examples.Count}");
        Assert.Empty(Differences(examples));
    }

    [Fact]
    public void The_kind_is_the_librarys_for_numbers_that_were_never_seen()
    {
        var numbers = Random(20_000);

        Assert.Empty(Differences(numbers));
        // Not all of them are numbers of nobody.
        Assert.True(numbers.Count(number => KindOf(number) != NumberKind.Unknown) > 4000);
    }

    private static List<string> Examples() =>
        [
            .. Library
                .GetSupportedRegions()
                .SelectMany(region =>
                    Enum.GetValues<PhoneNumberType>().Select(type => Library.GetExampleNumberForType(region, type))
                )
                .Concat(
                    Library.GetSupportedGlobalNetworkCallingCodes().Select(Library.GetExampleNumberForNonGeoEntity)
                )
                .OfType<PhoneNumbers.PhoneNumber>()
                .Select(number => Library.Format(number, PhoneNumberFormat.E164))
                .Where(number => number.Length > PhoneNumber.MinDigits)
                .Distinct(),
        ];

    /// <summary>One half any digits behind a calling code, the other half like some example, but for its last digits.</summary>
    private static List<string> Random(int count)
    {
        var random = new Random(Seed);
        var examples = Examples();
        var codes = Library.GetSupportedCallingCodes().Order().ToList();
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var known =
                        i % 2 == 0 ? $"+{codes[random.Next(codes.Count)]}" : examples[random.Next(examples.Count)];
                    var length = i % 2 == 0 ? random.Next(8, 17) : known.Length;
                    var kept = i % 2 == 0 ? known.Length : random.Next(3, known.Length);
                    return known[..kept]
                        + string.Concat(
                            Enumerable.Range(0, Math.Max(0, length - kept)).Select(_ => (char)('0' + random.Next(10)))
                        );
                })
                .Where(number => number[1] != '0'),
        ];
    }

    private static IEnumerable<string> Differences(IEnumerable<string> numbers) =>
        from number in numbers
        where !Ours.Any(ours => number.StartsWith(ours, StringComparison.Ordinal))
        let expected = ByLibrary(number)
        let kind = KindOf(number)
        where kind != expected
        select $"{number}: {kind}, and {expected} by the library";

    private static NumberKind ByLibrary(string number)
    {
        try
        {
            return Library.GetNumberType(Library.Parse(number, null)) switch
            {
                PhoneNumberType.FIXED_LINE => NumberKind.FixedLine,
                PhoneNumberType.MOBILE => NumberKind.Mobile,
                PhoneNumberType.FIXED_LINE_OR_MOBILE => NumberKind.FixedLineOrMobile,
                PhoneNumberType.PREMIUM_RATE => NumberKind.Premium,
                PhoneNumberType.TOLL_FREE => NumberKind.TollFree,
                PhoneNumberType.SHARED_COST => NumberKind.SharedCost,
                PhoneNumberType.VOIP => NumberKind.Voip,
                PhoneNumberType.PERSONAL_NUMBER => NumberKind.Personal,
                PhoneNumberType.PAGER => NumberKind.Pager,
                _ => NumberKind.Unknown,
            };
        }
        catch (NumberParseException)
        {
            return NumberKind.Unknown;
        }
    }

    private static NumberKind KindOf(string number) => Samples.ReadNumber(number).Kind;
}
