using System.Text;

namespace SmsGateway.Carriers.Http;

/// <summary>Prepares a text for text-to-speech.</summary>
internal static class SpokenText
{
    /// <summary>Puts a comma between neighbouring digits, so that a voice reads them one by one, with pauses.</summary>
    public static string SpellDigits(string text)
    {
        var spoken = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && char.IsAsciiDigit(text[i]) && char.IsAsciiDigit(text[i - 1]))
            {
                spoken.Append(", ");
            }

            spoken.Append(text[i]);
        }

        return spoken.ToString();
    }
}
