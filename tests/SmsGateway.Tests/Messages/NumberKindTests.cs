using PhoneNumbers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;
using PhoneNumber = SmsGateway.Messages.PhoneNumber;

namespace SmsGateway.Tests.Messages;

public sealed class NumberKindTests
{
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

    /// <summary>The tables have an example of what each country has; where they do not tell two kinds apart, it is of both.</summary>
    [Theory]
    [InlineData(PhoneNumberType.MOBILE, 240, NumberKind.Mobile, NumberKind.FixedLineOrMobile)]
    [InlineData(PhoneNumberType.FIXED_LINE, 240, NumberKind.FixedLine, NumberKind.FixedLineOrMobile)]
    [InlineData(PhoneNumberType.PREMIUM_RATE, 100, NumberKind.Premium)]
    [InlineData(PhoneNumberType.TOLL_FREE, 100, NumberKind.TollFree)]
    [InlineData(PhoneNumberType.SHARED_COST, 20, NumberKind.SharedCost)]
    [InlineData(PhoneNumberType.PAGER, 10, NumberKind.Pager)]
    [InlineData(PhoneNumberType.PERSONAL_NUMBER, 20, NumberKind.Personal)]
    [InlineData(PhoneNumberType.VOIP, 50, NumberKind.Voip)]
    [InlineData(PhoneNumberType.UAN, 10, NumberKind.Unknown)]
    [InlineData(PhoneNumberType.VOICEMAIL, 5, NumberKind.Unknown)]
    public void The_example_of_every_country_is_of_its_kind(
        PhoneNumberType type,
        int atLeast,
        params NumberKind[] kinds
    )
    {
        var library = PhoneNumberUtil.GetInstance();
        var examples = library
            .GetSupportedRegions()
            .Select(region => library.GetExampleNumberForType(region, type))
            .OfType<PhoneNumbers.PhoneNumber>()
            .Select(number => library.Format(number, PhoneNumberFormat.E164))
            .Where(number => number.Length > PhoneNumber.MinDigits)
            .ToList();

        Assert.True(examples.Count >= atLeast, $"{examples.Count}");
        Assert.Equal("", string.Join('\n', examples.Where(number => !kinds.Contains(KindOf(number)))));
    }

    /// <summary>The ranges are asked first, and the number only when they do not tell; what is said must be the same.</summary>
    [Theory]
    [InlineData(NumberKind.Premium, NumberKind.TollFree, NumberKind.SharedCost)]
    [InlineData(NumberKind.Satellite, NumberKind.Pager, NumberKind.Personal)]
    [InlineData(NumberKind.Voip, NumberKind.FixedLine)]
    [InlineData]
    public void Whether_a_number_is_of_one_of_some_kinds_is_told_as_its_kind_is(params NumberKind[] kinds)
    {
        var library = PhoneNumberUtil.GetInstance();
        var random = new Random(14);
        var some = library
            .GetSupportedCallingCodes()
            .SelectMany(code => Enumerable.Range(0, 20).Select(_ => $"+{code}{Digits(random)}"));
        var examples =
            from region in library.GetSupportedRegions()
            from type in Enum.GetValues<PhoneNumberType>()
            let example = library.GetExampleNumberForType(region, type)
            where example is not null
            select library.Format(example, PhoneNumberFormat.E164);
        var numbers = some.Concat(examples)
            .Select(text => PhoneNumber.TryReadE164(text, out var number) ? number : default)
            .Where(number => number != default)
            .ToList();

        Assert.True(numbers.Count > 5000, $"{numbers.Count}");
        Assert.True(kinds.Length == 0 || numbers.Exists(number => kinds.Contains(number.Kind)));
        Assert.Equal(
            "",
            string.Join(
                '\n',
                numbers
                    .Where(number => number.IsOneOf(kinds.ToHashSet()) != kinds.Contains(number.Kind))
                    .Select(number => number.E164)
            )
        );

        static string Digits(Random random) =>
            string.Concat(Enumerable.Range(0, random.Next(6, 12)).Select(_ => (char)('0' + random.Next(10))));
    }

    private static NumberKind KindOf(string number) => Samples.ReadNumber(number).Kind;
}
