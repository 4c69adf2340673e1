using FsCheck;
using FsCheck.Fluent;
using PhoneNumbers;
using SmsGateway.Tests.Support;
using Xunit;
using PhoneNumber = SmsGateway.Messages.PhoneNumber;

namespace SmsGateway.Tests.Messages;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+15005550006", "+15005550006")]
    [InlineData("+1 399 999", "+1399999")]
    [InlineData("+1 (500) 555-00.06", "+15005550006")]
    [InlineData(" +61 [0491] 570 156\t", "+61491570156")]
    [InlineData("+44\u00A020\u20117946\u20130000", "+442079460000")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345")]
    [InlineData("+44\u3000(20)\u20037946\u202F0958", "+442079460958")]
    [InlineData("+44\u201420\u20147946\uFE58\u30A00958", "+442079460958")]
    [InlineData("\u202A+442079460958\u202C", "+442079460958")]
    [InlineData("\u200E+44\u200B 2079\u2060460958\uFEFF", "+442079460958")]
    [InlineData("\u2066+44 20 7946 0958\u2069", "+442079460958")]
    [InlineData("(+44) 20 7946 0958", "+442079460958")]
    [InlineData("+(44) 20 7946 0958", "+442079460958")]
    [InlineData("+44 (20) 7946 0958", "+442079460958")]
    [InlineData("+54 9 (11) 1234-5678", "+5491112345678")]
    public void Normalises_a_number(string text, string expected)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number));
        Assert.Equal(expected, number.E164);
        Assert.Equal(expected[1..], number.Digits);
    }

    [Theory]
    [InlineData("+44 (0)20 7946 0958", "+442079460958")]
    [InlineData("+44(0)2079460958", "+442079460958")]
    [InlineData("+44 [0] 20 7946 0958", "+442079460958")]
    [InlineData("(+44) (0) 20 7946 0958", "+442079460958")]
    [InlineData("+4402079460958", "+442079460958")]
    [InlineData("+44 (020) 7946 0958", "+442079460958")]
    [InlineData("+49 (0 151) 12345678", "+4915112345678")]
    [InlineData("+49015112345678", "+4915112345678")]
    [InlineData("+610491570156", "+61491570156")]
    [InlineData("+7 (8) 495 123 45 67", "+74951234567")]
    [InlineData("+36 (06) 1 234 5678", "+3612345678")]
    [InlineData("+54 11 15 1234 5678", "+5491112345678")]
    public void What_is_dialled_only_at_home_is_left_out(string text, string expected) =>
        Assert.Equal(expected, Samples.ParseNumber(text).E164);

    [Theory]
    [InlineData("+39 (06) 1234 5678", "+390612345678")]
    [InlineData("+39 (0)6 1234 5678", "+390612345678")]
    [InlineData("+225 (07) 01 02 03 04", "+2250701020304")]
    public void A_zero_that_belongs_to_the_number_stays(string text, string expected) =>
        Assert.Equal(expected, Samples.ParseNumber(text).E164);

    [Theory]
    [InlineData("+1399999")]
    [InlineData("+15005550006")]
    [InlineData("+447700900123")]
    [InlineData("+5215512345678")]
    [InlineData("+340911234567")]
    [InlineData("+88212345678")]
    [InlineData("+8001234567890")]
    public void A_number_that_nobody_has_is_taken_when_it_can_be_read(string text) =>
        Assert.Equal(text, Samples.ParseNumber(text).E164);

    [Theory]
    [InlineData("+1 (0) 500 555 0006")]
    [InlineData("+34 (0)91 123 4567")]
    [InlineData("+54 9 (011) 1234 5678")]
    [InlineData("+372 (0) 5123456")]
    public void A_zero_in_brackets_that_nobody_can_explain_is_refused(string text) =>
        Assert.False(PhoneNumber.TryParse(text, out _));

    [Theory]
    [InlineData("+44 7700 900123 (2)")]
    [InlineData("+44 7700 900123(2)")]
    [InlineData("+44 7700 900123 [2]")]
    [InlineData("+44 7700 900123 (2) ")]
    [InlineData("+44 7700 900123 (2).")]
    [InlineData("+44 7700 900123 (0123)")]
    [InlineData("+44 7700 900123 (2) (3)")]
    [InlineData("+44 7700 900123 (work)")]
    [InlineData("+44 7700 900123 ()")]
    [InlineData("+44 7700 900123 (2")]
    [InlineData("+44 7700 900123 2)")]
    [InlineData("+44 (20] 7946 0958")]
    [InlineData("+44 ((20)) 7946 0958")]
    [InlineData("(2) +44 7700 900123")]
    [InlineData("+44 7700 900123 x12")]
    [InlineData("+44 7700 900123x12")]
    [InlineData("+44 7700 900123 ext 12")]
    [InlineData("+44 7700 900123;ext=3")]
    [InlineData("+44 7700 900123#3")]
    [InlineData("+44 7700 900123,,3")]
    [InlineData("+44 7700 900123~3")]
    [InlineData("+44 7700 900123/3")]
    [InlineData("+44 7700 900123*3")]
    public void What_stands_behind_a_number_never_becomes_part_of_it(string text) =>
        Assert.False(PhoneNumber.TryParse(text, out _));

    [Theory]
    [InlineData("+999123456789")]
    [InlineData("+2101234567")]
    [InlineData("+44 0")]
    [InlineData("\uFF0B442079460958")]
    [InlineData("011442079460958")]
    [InlineData("+44\uFF12079460958")]
    [InlineData("+44 2079\u2028460958")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("15005550006")]
    [InlineData("0015005550006")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+05005550006")]
    [InlineData("++15005550006")]
    [InlineData("+1500555000a")]
    [InlineData("+1500555+006")]
    [InlineData("+1500555/0006")]
    [InlineData("+1\n5005550006")]
    [InlineData("tel:+15005550006")]
    [InlineData("+١٥٠٠٥٥٥٠٠٠٦")]
    public void Refuses_what_is_no_number(string? text) => Assert.False(PhoneNumber.TryParse(text, out _));

    [Fact]
    public void Refuses_a_text_of_endless_separators() =>
        Assert.False(PhoneNumber.TryParse("+15005550006" + new string(' ', 64), out _));

    /// <summary>Digits behind calling codes that exist, often with what is dialled only at home.</summary>
    private static Gen<string> Dialled { get; } =
        from code in Gen.Elements<int>([.. PhoneNumberUtil.GetInstance().GetSupportedCallingCodes().Order()])
        from trunk in Gen.Elements("", "", "0", "00", "1", "8", "06", "015", "0549", "044", "9", "11", "1115", "01115")
        from length in Gen.Choose(4, 10)
        from others in Gen.Choose(0, 9).ArrayOf(length)
        let digits = code + trunk + string.Concat(others)
        select digits[..Math.Min(digits.Length, PhoneNumber.MaxDigits)];

    [Fact]
    public void Shows_only_the_first_two_and_last_two_digits() =>
        Assert.Equal("+15*******06", Samples.ParseNumber("+15005550006").ToString());

    [Fact]
    public void Never_shows_the_whole_number() =>
        Properties.ForAll(
            Properties.Digits,
            digits =>
            {
                Assert.True(PhoneNumber.TryReadE164("+" + digits, out var number));
                foreach (
                    var shown in new[]
                    {
                        number.ToString(),
                        $"{number}",
                        (Samples.CreateMessage() with { Recipient = number }).ToString(),
                    }
                )
                {
                    Assert.DoesNotContain(digits, shown, StringComparison.Ordinal);
                    Assert.DoesNotContain(digits[2..^2], shown, StringComparison.Ordinal);
                    Assert.Contains(new string('*', digits.Length - 4), shown, StringComparison.Ordinal);
                }
            }
        );

    [Fact]
    public void What_was_read_once_is_read_the_same_again() =>
        Properties.ForAll(
            Properties.Digits,
            digits =>
            {
                Assert.True(PhoneNumber.TryReadE164("+" + digits, out var number));
                Assert.Equal("+" + digits, number.E164);
            }
        );

    [Fact]
    public void Separators_anywhere_change_nothing()
    {
        var separated =
            from digits in Dialled
            from gaps in Gen.Elements("", " ", "-", ".", "\u00A0", "\u2013", "\u202F", "\u200E").ArrayOf(digits.Length)
            select (Digits: digits, Text: "+" + string.Concat(digits.Zip(gaps, (digit, gap) => gap + digit)));
        Properties.ForAll(
            separated,
            pair =>
            {
                Assert.Equal(
                    PhoneNumber.TryParse("+" + pair.Digits, out var plain),
                    PhoneNumber.TryParse(pair.Text, out var number)
                );
                Assert.Equal(plain, number);
            }
        );
    }

    [Fact]
    public void A_number_is_read_as_the_library_reads_it()
    {
        // The library is asked only when a number may hold what is dialled at home; this asks it always.
        var library = PhoneNumberUtil.GetInstance();
        Properties.ForAll(
            Dialled,
            digits =>
            {
                string? expected;
                try
                {
                    expected = library.Format(library.Parse("+" + digits, null), PhoneNumberFormat.E164);
                }
                catch (NumberParseException)
                {
                    expected = null;
                }

                var isE164 = expected?.Length is >= 1 + PhoneNumber.MinDigits and <= 1 + PhoneNumber.MaxDigits;
                Assert.Equal(isE164, PhoneNumber.TryParse("+" + digits, out var number));
                Assert.Equal(isE164 ? expected : "", number == default ? "" : number.E164);
            },
            runs: 5000
        );
    }

    [Fact]
    public void Numbers_are_equal_by_their_digits()
    {
        var one = Samples.ParseNumber("+1 500 555 0006");
        var same = Samples.ParseNumber("+15005550006");
        var other = Samples.ParseNumber("+15005550007");
        Assert.True(one == same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.True(one != other);
        Assert.False(one.Equals((object?)null));
    }

    [Fact]
    public void An_empty_number_shows_nothing_and_has_no_value()
    {
        Assert.Equal("", default(PhoneNumber).ToString());
        Assert.Throws<InvalidOperationException>(() => default(PhoneNumber).E164);
    }

    [Theory]
    [InlineData("+61491570156", "AU")]
    [InlineData("+12125550123", "US")]
    [InlineData("+14165550123", "CA")]
    [InlineData("+18764251234", "JM")]
    [InlineData("+447400123456", "GB")]
    [InlineData("+447781123456", "GG")]
    [InlineData("+447797123456", "JE")]
    [InlineData("+77011234567", "KZ")]
    [InlineData("+79161234567", "RU")]
    [InlineData("+390669812345", "VA")]
    [InlineData("+393123456789", "IT")]
    [InlineData("+15005550006", "US")]
    [InlineData("+979123456789", "001")]
    [InlineData("+881612345678", "001")]
    public void The_region_is_told_from_the_whole_number(string number, string region)
    {
        Assert.True(PhoneNumber.TryReadE164(number, out var parsed));
        Assert.Equal(region, parsed.Region);
        // And again, when it is known.
        Assert.Equal(region, parsed.Region);
    }

    [Fact]
    public void The_region_of_a_number_is_the_librarys_whatever_numbers_came_before()
    {
        var library = PhoneNumbers.PhoneNumberUtil.GetInstance();
        var random = new Random(7);
        var numbers = library
            .GetSupportedRegions()
            .SelectMany(region =>
                Enum.GetValues<PhoneNumbers.PhoneNumberType>()
                    .Select(type => library.GetExampleNumberForType(region, type))
                    .OfType<PhoneNumbers.PhoneNumber>()
                    .Select(number => library.Format(number, PhoneNumbers.PhoneNumberFormat.E164))
            )
            .Concat(
                Enumerable
                    .Range(2000, 8000)
                    .SelectMany(four =>
                        new[] { $"+1{four}{random.Next(1_000_000):000000}", $"+1{four}{random.Next(1_000_000):000000}" }
                    )
            );
        var wrong = numbers
            .Where(number => number.Length > PhoneNumber.MinDigits)
            .Where(number =>
            {
                var parsed = library.Parse(number, null);
                var expected =
                    library.GetRegionCodeForNumber(parsed) ?? library.GetRegionCodeForCountryCode(parsed.CountryCode);
                return Samples.ReadNumber(number).Region != expected;
            });

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("+447700900123", "GB")]
    [InlineData("+5215512345678", "MX")]
    [InlineData("+1399999000", "US")]
    [InlineData("+9991234567", "001")]
    public void A_number_that_fits_no_region_is_of_its_calling_codes_main_one(string number, string region)
    {
        Assert.True(PhoneNumber.TryReadE164(number, out var parsed));
        Assert.Equal(region, parsed.Region);
    }
}
