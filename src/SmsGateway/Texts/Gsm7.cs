using System.Buffers;

namespace SmsGateway.Texts;

/// <summary>The characters of GSM 03.38 (3GPP TS 23.038, 6.2.1): the default table and its extension.</summary>
internal static class Gsm7
{
    private const string PlainAscii =
        "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    private const string BeyondAscii = "¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ";

    /// <summary>Written as an escape and a character.</summary>
    private const string Extension = "\f[\\]^{|}~€";

    private static readonly SearchValues<char> Plain = SearchValues.Create(PlainAscii);
    private static readonly byte[] Septets = CreateTable();

    /// <summary>Whether each character is ASCII and takes one septet.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Plain);

    /// <returns>1 or 2; 0 when the character is not there.</returns>
    public static int SeptetsOf(char character) => character < Septets.Length ? Septets[character] : 0;

    private static byte[] CreateTable()
    {
        var table = new byte['€' + 1];
        foreach (var character in PlainAscii + BeyondAscii)
        {
            table[character] = 1;
        }

        foreach (var character in Extension)
        {
            table[character] = 2;
        }

        return table;
    }
}
