using System.Globalization;
using FsCheck.Fluent;
using SmsGateway.Tests.Support;
using SmsGateway.Texts;
using Xunit;

namespace SmsGateway.Tests.Texts;

public sealed class SmartEncodingTests
{
    [Theory]
    [InlineData("“493817” is Acme’s code", "\"493817\" is Acme's code")]
    [InlineData("«493817» ‹a› „b‟ ″c″ `d´ ′e′", "\"493817\" 'a' \"b\" \"c\" 'd' 'e'")]
    [InlineData("Code – 493817 — a ‐ b ‑ c − d", "Code - 493817 - a - b - c - d")]
    [InlineData("• 493817\n‣ once ● only", "- 493817\n- once - only")]
    [InlineData("493817… wait", "493817... wait")]
    [InlineData("Code\u00A0:\u202F493817\u3000a\u2009b\u2003c\u1680d\u205Fe", "Code : 493817 a b c d e")]
    [InlineData("\uFEFFCo\u200Bde\u00AD: \u2066493817\u2069\u200E", "Code: 493817")]
    [InlineData("a\u2028b\u2029c", "a\nb\nc")]
    [InlineData("Ｃｏｄｅ：［493817］～＂＇｀－", "Code:[493817]~\"''-")]
    [InlineData("½ hour, 2½ hours, ¼ or ⅞", "1/2 hour, 2 1/2 hours, 1/4 or 7/8")]
    [InlineData("é “493817” à", "é \"493817\" à")]
    public void Look_alikes_give_way_to_what_is_in_gsm7(string text, string expected) =>
        Assert.Equal(expected, SmartEncoding.Apply(text, code: null));

    [Theory]
    [InlineData("493817 is your code")]
    [InlineData("a € [b] ~ è Ω")]
    // No letter is ever replaced, and with one that is not in GSM-7 nothing is gained.
    [InlineData("Votre code d’accès reçu est 493817")]
    [InlineData("Код “493817”…")]
    [InlineData("Ａcme’s ç")]
    [InlineData("e\u0301 – 493817")]
    [InlineData("👩\u200D💻 “493817”")]
    // Middle dots are letters in Catalan, and letters that look like marks are letters.
    [InlineData("col·lecció “493817”")]
    [InlineData("cʼhoad “493817”")]
    public void A_text_that_gains_nothing_stays_as_it_is(string text) =>
        Assert.Same(text, SmartEncoding.Apply(text, "493817"));

    [Fact]
    public void No_text_costs_more_or_becomes_too_long_by_it()
    {
        // 70 of them are one segment; three dots for each would be two.
        var dots = new string('…', 70);
        Assert.Same(dots, SmartEncoding.Apply(dots, null));

        // 24 segments would become 14, but no carrier takes 2000 characters.
        var longText = new string('a', 1400) + new string('…', 200);
        Assert.Same(longText, SmartEncoding.Apply(longText, null));
    }

    [Theory]
    [InlineData(70, 1, 70)]
    [InlineData(69, 1, 70)]
    [InlineData(134, 1, 134)]
    [InlineData(134, 3, 134)]
    public void What_has_no_width_is_left_out_where_that_saves_a_segment(int letters, int nothings, int expected)
    {
        var text = new string('я', letters) + new string('\u200B', nothings);

        Assert.Equal(expected, SmartEncoding.Apply(text, null).Length);
    }

    [Fact]
    public void Joiners_between_letters_and_emoji_stay_though_a_segment_could_be_saved()
    {
        var text = new string('я', 65) + "👩\u200D💻\u200D";

        Assert.Equal(2, TextSize.Of(text).Segments);
        Assert.Same(text, SmartEncoding.Apply(text, null));
    }

    [Theory]
    // The code itself, wherever it stands.
    [InlineData("‘12–34’ is your code: 12–34", "12–34")]
    [InlineData("‘１２３４’ is your code", "１２３４")]
    [InlineData("Your code – ab`cd", "ab`cd")]
    // Nobody said which number it is, or it is not written as posted.
    [InlineData("Your code – 12–34", null)]
    [InlineData("Your code – １２３４", null)]
    [InlineData("Your code – 493\u00A0817", "493817")]
    // What a phone's software reads.
    [InlineData("“493817”\n\n@acme‑shop.example #493817", "493817")]
    [InlineData("“493817”\n@acme.example\u00A0#493817", "493817")]
    [InlineData("“493817”\n@acme.example #493817 …\n", null)]
    [InlineData("\u200B\u200B“493817” is your code\nFA+9qCX9VSu", "493817")]
    [InlineData("“493817” is your code\u200BFA9qCX9VSuB", "493817")]
    public void What_is_typed_or_read_by_software_stays_exact(string text, string? code) =>
        Assert.Same(text, SmartEncoding.Apply(text, code));

    [Theory]
    [InlineData(
        "“493817” is Acme’s code\n\n@acme.example #493817",
        "\"493817\" is Acme's code\n\n@acme.example #493817"
    )]
    [InlineData("<#> “493817” is Acme’s code\nFA+9qCX9VSu", "<#> \"493817\" is Acme's code\nFA+9qCX9VSu")]
    [InlineData("“493817” is Acme’s code\u00A0FA+9qCX9VSu", "\"493817\" is Acme's code FA+9qCX9VSu")]
    // Eleven letters that are a word.
    [InlineData("\u200B\u200B“493817” for this application", "\"493817\" for this application")]
    public void The_rest_of_such_a_text_is_replaced(string text, string expected) =>
        Assert.Equal(expected, SmartEncoding.Apply(text, "493817"));

    [Fact]
    public void With_the_code_known_other_numbers_may_be_rewritten() =>
        Assert.Equal("493817, for 10-15 minutes", SmartEncoding.Apply("493817, for 10–15 minutes", "493817"));

    [Fact]
    public void No_letter_of_any_language_has_a_replacement()
    {
        var replaced = Enumerable
            .Range(0, char.MaxValue + 1)
            .Select(unit => (char)unit)
            .Where(character => LookAlikes.ReplacementOf(character) is not null)
            .ToList();

        Assert.All(
            replaced,
            character =>
                Assert.True(
                    character is >= '\uFF01' and <= '\uFF5E'
                        || !(
                            char.IsLetterOrDigit(character)
                            || char.GetUnicodeCategory(character)
                                is UnicodeCategory.NonSpacingMark
                                    or UnicodeCategory.SpacingCombiningMark
                        ),
                    $"U+{(int)character:X4}"
                )
        );
        Assert.All(replaced, character => Assert.NotEqual(TextEncoding.Gsm7, TextSize.Of([character]).Encoding));
        Assert.All(
            replaced,
            character => Assert.Equal(TextEncoding.Gsm7, TextSize.Of(LookAlikes.ReplacementOf(character)).Encoding)
        );
        // Every space but the one of ASCII.
        Assert.All(
            Enumerable
                .Range(0x80, char.MaxValue - 0x80)
                .Select(unit => (char)unit)
                .Where(character => char.GetUnicodeCategory(character) == UnicodeCategory.SpaceSeparator),
            character => Assert.Equal(" ", LookAlikes.ReplacementOf(character))
        );
    }

    [Fact]
    public void Whatever_the_text_it_costs_no_more_and_keeps_its_code() =>
        Properties.ForAll(
            from before in Pieces
            from after in Pieces
            from code in Gen.Elements("493817", "12–34", "１２", "a`b")
            select (Text: before + code + after, Code: code),
            sample =>
            {
                var (text, code) = sample;
                var result = SmartEncoding.Apply(text, code);

                Assert.Contains(code, result, StringComparison.Ordinal);
                Assert.True(TextSize.Of(result).Segments <= TextSize.Of(text).Segments);
                Assert.True(
                    result == text
                        || TextSize.Of(result).Encoding == TextEncoding.Gsm7
                        || TextSize.Of(result).Segments < TextSize.Of(text).Segments
                );
                Assert.Equal(result, SmartEncoding.Apply(result, code));
            }
        );

    private static FsCheck.Gen<string> Pieces { get; } =
        from length in Gen.Choose(0, 120)
        from pieces in Gen.Elements("a", " ", "’", "…", "\u00A0", "\u200B", "½", "7", "é", "ｗ", "\n", "a", "e")
            .ArrayOf(length)
        from foreign in Gen.Elements("", "", "я", "\u200B\u200B")
        select string.Concat(pieces) + foreign;
}
