using System.Text;
using FsCheck.Fluent;
using SmsGateway.Tests.Support;
using SmsGateway.Texts;
using Xunit;

namespace SmsGateway.Tests.Texts;

public sealed class TextSizeTests
{
    private const TextEncoding Gsm7 = TextEncoding.Gsm7;
    private const TextEncoding Ucs2 = TextEncoding.Ucs2;

    /// <summary>A text is written as pieces, each repeated.</summary>
    public static TheoryData<(string Piece, int Times)[], TextEncoding, int, int> Edges =>
        new()
        {
            { [("a", 1)], Gsm7, 1, 1 },
            { [("a", 160)], Gsm7, 160, 1 },
            { [("a", 161)], Gsm7, 161, 2 },
            { [("a", 306)], Gsm7, 306, 2 },
            { [("a", 307)], Gsm7, 307, 3 },
            { [("a", 459)], Gsm7, 459, 3 },
            { [("a", 460)], Gsm7, 460, 4 },
            { [("a", 1530)], Gsm7, 1530, 10 },
            { [("a", 1531)], Gsm7, 1531, 11 },
            { [("é", 160)], Gsm7, 160, 1 },
            { [("é", 307)], Gsm7, 307, 3 },
            // Two septets each.
            { [("€", 80)], Gsm7, 160, 1 },
            { [("€", 80), ("a", 1)], Gsm7, 161, 2 },
            { [("a", 158), ("€", 1)], Gsm7, 160, 1 },
            { [("a", 159), ("€", 1)], Gsm7, 161, 2 },
            // At the seam: the first segment ends one short.
            { [("a", 151), ("€", 1), ("a", 153)], Gsm7, 306, 2 },
            { [("a", 152), ("€", 1), ("a", 151)], Gsm7, 305, 2 },
            { [("a", 152), ("€", 1), ("a", 152)], Gsm7, 306, 3 },
            { [("a", 153), ("€", 1), ("a", 151)], Gsm7, 306, 2 },
            // 76 of them in each segment.
            { [("€", 152)], Gsm7, 304, 2 },
            { [("€", 153)], Gsm7, 306, 3 },
            { [("ç", 1)], Ucs2, 1, 1 },
            { [("ç", 70)], Ucs2, 70, 1 },
            { [("ç", 71)], Ucs2, 71, 2 },
            { [("ç", 134)], Ucs2, 134, 2 },
            { [("ç", 135)], Ucs2, 135, 3 },
            { [("ç", 670)], Ucs2, 670, 10 },
            { [("ç", 671)], Ucs2, 671, 11 },
            { [("a", 69), ("’", 1)], Ucs2, 70, 1 },
            { [("a", 70), ("’", 1)], Ucs2, 71, 2 },
            // One unit each here.
            { [("€", 70), ("ç", 1)], Ucs2, 71, 2 },
            { [("😀", 35)], Ucs2, 70, 1 },
            { [("😀", 35), ("a", 1)], Ucs2, 71, 2 },
            // At the seam, as above.
            { [("a", 66), ("😀", 1), ("a", 66)], Ucs2, 134, 3 },
            { [("a", 66), ("😀", 1), ("a", 65)], Ucs2, 133, 2 },
            { [("a", 65), ("😀", 1), ("a", 67)], Ucs2, 134, 2 },
            // 33 in each segment.
            { [("😀", 66)], Ucs2, 132, 2 },
            { [("😀", 67)], Ucs2, 134, 3 },
            // Half a pair is a unit like any other.
            { [("a", 66), ("\uD83D", 1), ("a", 67)], Ucs2, 134, 2 },
        };

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_text_has_as_many_segments_as_a_carrier_bills(
        (string Piece, int Times)[] pieces,
        TextEncoding encoding,
        int characters,
        int segments
    )
    {
        var text = string.Concat(pieces.SelectMany(piece => Enumerable.Repeat(piece.Piece, piece.Times)));

        Assert.Equal(new TextSize(encoding, characters, segments), TextSize.Of(text));
    }

    [Theory]
    [InlineData("Your code is 493817. It's for you@example.com: $5, \"_\" & <#>!", Gsm7)]
    [InlineData("Ihr Code für Straße: 493817", Gsm7)]
    [InlineData("Il tuo codice è già così più però", Gsm7)]
    [InlineData("Ditt kodeord på sjøen er 493817", Gsm7)]
    [InlineData("Ç", Gsm7)]
    [InlineData("ç", Ucs2)]
    [InlineData("Votre code reçu à l'instant", Ucs2)]
    [InlineData("Seu código é 493817", Ucs2)]
    [InlineData("ΓΔΘΛΞΠΣΦΨΩ", Gsm7)]
    [InlineData("ΑΒΕ", Ucs2)]
    [InlineData("ω", Ucs2)]
    [InlineData("Код 493817", Ucs2)]
    [InlineData("{493817} [a] ~ ^ | \\ €", Gsm7)]
    [InlineData("a\fb", Gsm7)]
    [InlineData("a\r\nb", Gsm7)]
    [InlineData("a\tb", Ucs2)]
    [InlineData("a\u001Bb", Ucs2)]
    [InlineData("a\u00A0b", Ucs2)]
    [InlineData("`", Ucs2)]
    [InlineData("´", Ucs2)]
    [InlineData("e\u0301", Ucs2)]
    [InlineData("№", Ucs2)]
    [InlineData("", Gsm7)]
    public void One_character_outside_the_table_changes_the_encoding_of_all(string text, TextEncoding encoding) =>
        Assert.Equal(encoding, TextSize.Of(text).Encoding);

    [Fact]
    public void The_table_has_127_characters_and_ten_in_its_extension()
    {
        var sizes = Enumerable
            .Range(0, char.MaxValue + 1)
            .Select(unit => TextSize.Of([(char)unit]))
            .Where(size => size.Encoding == Gsm7)
            .ToLookup(size => size.Characters);

        Assert.Equal((127, 10), (sizes[1].Count(), sizes[2].Count()));
        Assert.Equal(2, sizes.Count);
    }

    [Fact]
    public void The_count_is_that_of_writing_the_segments_out() =>
        Properties.ForAll(Texts, text => Assert.Equal(SlowSegments.SizeOf(text), TextSize.Of(text)), runs: 3000);

    /// <summary>Around the seams of one to four segments, of either encoding.</summary>
    private static FsCheck.Gen<string> Texts { get; } =
        from alphabet in Gen.Elements("ab7 ", "ab€[é\n", "ab€ñΩ~", "aç", "a😀ç", "€😀", "’a\uD83D", "a\uDE00😀")
        from length in Gen.OneOf(
            Gen.Choose(0, 20),
            Gen.Choose(60, 75),
            Gen.Choose(120, 170),
            Gen.Choose(195, 210),
            Gen.Choose(295, 320),
            Gen.Choose(450, 470)
        )
        from units in Gen.Elements(alphabet.ToCharArray()).ArrayOf(length)
        select new string(units);

    /// <summary>The rule once more, by another way: the character table by code points, and segments that are really written.</summary>
    private static class SlowSegments
    {
        private static readonly HashSet<int> Escaped = [0x0C, 0x5B, 0x5C, 0x5D, 0x5E, 0x7B, 0x7C, 0x7D, 0x7E, 0x20AC];

        /// <summary>By their place in the table of the standard, 0x00 to 0x7F without the escape.</summary>
        private static readonly HashSet<int> Table =
        [
            .. (int[])[0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0x0A, 0xD8, 0xF8, 0x0D, 0xC5, 0xE5],
            .. (int[])
                [0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0xC6, 0xE6, 0xDF, 0xC9],
            .. Enumerable.Range(0x20, 4),
            0xA4,
            .. Enumerable.Range(0x25, 27),
            0xA1,
            .. Enumerable.Range(0x41, 26),
            .. (int[])[0xC4, 0xD6, 0xD1, 0xDC, 0xA7, 0xBF],
            .. Enumerable.Range(0x61, 26),
            .. (int[])[0xE4, 0xF6, 0xF1, 0xFC, 0xE0],
        ];

        public static TextSize SizeOf(string text)
        {
            var isGsm7 = text.All(unit => Table.Contains(unit) || Escaped.Contains(unit));
            var written = isGsm7
                ? text.Select(unit => Escaped.Contains(unit) ? "\u001B" + unit : unit.ToString()).ToList()
                : Runes(text);
            var (single, joined) = isGsm7 ? (160, 153) : (70, 67);
            var length = written.Sum(piece => piece.Length);
            return new(isGsm7 ? Gsm7 : Ucs2, length, length <= single ? 1 : Write(written, joined).Count);
        }

        private static List<string> Write(List<string> pieces, int limit)
        {
            List<string> segments = [""];
            foreach (var piece in pieces)
            {
                if ((segments[^1] + piece).Length > limit)
                {
                    segments.Add("");
                }

                segments[^1] += piece;
            }

            return segments;
        }

        private static List<string> Runes(string text)
        {
            List<string> pieces = [];
            for (var rest = text; rest.Length > 0; rest = rest[pieces[^1].Length..])
            {
                pieces.Add(rest[..(Rune.TryGetRuneAt(rest, 0, out var rune) ? rune.Utf16SequenceLength : 1)]);
            }

            return pieces;
        }
    }
}
