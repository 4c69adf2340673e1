using System.Text;
using System.Xml;

namespace SmsGateway.CarrierSimulator.Carriers;

/// <summary>What one who takes the call hears of what a carrier was sent: TwiML, SSML or plain text.</summary>
internal static class Speech
{
    /// <summary>Anybody wrote the markup: no DTD, and nothing is fetched.</summary>
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The words alone; all of it, as it is, when it is no markup that can be read.</summary>
    public static string Of(string sent)
    {
        var markup = sent.Trim();
        if (!markup.StartsWith('<'))
        {
            return sent;
        }

        try
        {
            using var reader = XmlReader.Create(new StringReader(markup), Settings);
            return string.Join(' ', Words(reader).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return sent;
        }
    }

    /// <summary>The texts within <c>Say</c> or <c>speak</c>; what stands elsewhere, such as an address to play, is not spoken.</summary>
    private static string Words(XmlReader reader)
    {
        const int Silent = -1;
        var words = new StringBuilder();
        var speaker = Silent;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when speaker == Silent:
                    speaker = reader is { IsEmptyElement: false, LocalName: "Say" or "speak" } ? reader.Depth : Silent;
                    break;
                case XmlNodeType.Element when reader.IsEmptyElement:
                    // A break: a pause, not the end of a word that was never there.
                    words.Append(' ');
                    break;
                case XmlNodeType.EndElement when reader.Depth == speaker:
                    speaker = Silent;
                    words.Append(' ');
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace when speaker != Silent:
                    words.Append(reader.Value);
                    break;
            }
        }

        return words.ToString();
    }
}
