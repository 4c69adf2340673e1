using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SmsGateway.Carriers.Generic;

/// <summary>
/// A JSON text whose placeholders stand within its strings or, without quotes, as whole values. It is read into a tree and
/// written by a JSON writer, so whatever is filled in stays within its own value.
/// </summary>
/// <param name="root">An object or an array.</param>
/// <param name="texts">The templates within it.</param>
internal sealed class JsonTemplate(JsonTemplateNode root, IReadOnlyList<ValueTemplate> texts)
{
    private static readonly SearchValues<char> InNoPlaceholder = SearchValues.Create("{}\",[]");

    public IReadOnlyList<ValueTemplate> Texts => texts;

    public byte[] Render(PlaceholderValues values)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            root.Write(writer, values);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <param name="text">As configured.</param>
    /// <param name="mistake">Gets what is wrong with it.</param>
    /// <returns>Null when it is no JSON.</returns>
    public static JsonTemplate? Read(string text, Action<string> mistake)
    {
        var quoted = text.ToCharArray();
        var wholeValues = QuoteWholeValues(quoted, text);
        var bytes = Encoding.UTF8.GetBytes(quoted);
        var reader = new Utf8JsonReader(bytes);
        var tree = new JsonTemplateReader(
            [.. wholeValues.Select(index => (long)Encoding.UTF8.GetByteCount(quoted, 0, index))],
            mistake
        );
        try
        {
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            {
                mistake("must be a JSON object or array");
                return null;
            }

            var root = tree.Value(ref reader);
            reader.Read();
            return new JsonTemplate(root, tree.Texts);
        }
        catch (JsonException e)
        {
            // The exception's own words quote the text.
            mistake($"is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            return null;
        }
    }

    /// <summary>Makes strings of the placeholders outside of strings, which are no JSON, without moving anything.</summary>
    /// <returns>Where they begin.</returns>
    private static List<int> QuoteWholeValues(char[] quoted, string text)
    {
        var found = new List<int>();
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when inString:
                    i++;
                    break;
                case '"':
                    inString = !inString;
                    break;
                case '{' when !inString && i + 1 < text.Length && char.IsAsciiLetter(text[i + 1]):
                    var end = text.AsSpan(i + 1).IndexOfAny(InNoPlaceholder) + i + 1;
                    if (end > i && text[end] == '}')
                    {
                        (quoted[i], quoted[end]) = ('"', '"');
                        found.Add(i);
                        i = end;
                    }

                    break;
            }
        }

        return found;
    }
}
