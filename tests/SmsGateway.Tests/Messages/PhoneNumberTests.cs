using FsCheck.Fluent;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Messages;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+15005550006", "+15005550006")]
    [InlineData("+1 399 999", "+1399999")]
    [InlineData("+1 (500) 555-00.06", "+15005550006")]
    [InlineData(" +61 [04] 0000 000\t", "+61040000000")]
    [InlineData("+44\u00A020\u20117946\u20130000", "+442079460000")]
    [InlineData("+1234567", "+1234567")]
    [InlineData("+123456789012345", "+123456789012345")]
    public void Normalises_a_number(string text, string expected)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number));
        Assert.Equal(expected, number.E164);
        Assert.Equal(expected[1..], number.Digits);
    }

    [Theory]
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

    [Fact]
    public void Shows_only_the_first_two_and_last_two_digits() =>
        Assert.Equal("+15*******06", Samples.ParseNumber("+15005550006").ToString());

    [Fact]
    public void Never_shows_the_whole_number() =>
        Properties.ForAll(
            Properties.Digits,
            digits =>
            {
                var number = Samples.ParseNumber("+" + digits);
                foreach (
                    var shown in new[]
                    {
                        number.ToString(),
                        $"{number}",
                        Samples.CreateMessage("+" + digits).ToString(),
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
    public void Parsing_a_normalised_number_changes_nothing() =>
        Properties.ForAll(
            Properties.Digits,
            digits =>
            {
                var number = Samples.ParseNumber("+" + digits);
                Assert.Equal("+" + digits, number.E164);
                Assert.Equal(number, Samples.ParseNumber(number.E164));
            }
        );

    [Fact]
    public void Separators_anywhere_change_nothing()
    {
        var separated =
            from digits in Properties.Digits
            from gaps in Gen.Elements("", " ", "-", ".", "(", ")", "[", "]").ArrayOf(digits.Length)
            select (Digits: digits, Text: "+" + string.Concat(digits.Zip(gaps, (digit, gap) => gap + digit)));
        Properties.ForAll(separated, pair => Assert.Equal("+" + pair.Digits, Samples.ParseNumber(pair.Text).E164));
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
}
