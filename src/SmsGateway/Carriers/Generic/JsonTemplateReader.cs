using System.Text;
using System.Text.Json;

namespace SmsGateway.Carriers.Generic;

/// <summary>Reads the tree of a JSON template.</summary>
/// <param name="wholeValues">Where a placeholder is a whole value, in bytes.</param>
/// <param name="mistake">Gets what is wrong.</param>
internal sealed class JsonTemplateReader(HashSet<long> wholeValues, Action<string> mistake)
{
    private readonly List<ValueTemplate> _texts = [];

    public IReadOnlyList<ValueTemplate> Texts => _texts;

    /// <param name="reader">At the value's first token; at its last one afterwards.</param>
    public JsonTemplateNode Value(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => Members(ref reader),
            JsonTokenType.StartArray => Items(ref reader),
            JsonTokenType.String => Text(ref reader),
            _ => new JsonTemplateNode.Literal(Encoding.UTF8.GetString(reader.ValueSpan)),
        };

    private JsonTemplateNode.Members Members(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new List<(JsonEncodedText, JsonTemplateNode)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            if (name.AsSpan().ContainsAny('{', '}') || wholeValues.Contains(reader.TokenStartIndex))
            {
                mistake("a placeholder cannot be a member's name");
            }
            else if (!names.Add(name))
            {
                mistake("has a member twice");
            }

            reader.Read();
            var value = Value(ref reader);
            if (value is JsonTemplateNode.Text { IsLiteral: true } && Credential.IsNameOfOne(name))
            {
                mistake(Credential.Mistake);
            }

            members.Add((JsonEncodedText.Encode(name), value));
        }

        return new JsonTemplateNode.Members(members);
    }

    private JsonTemplateNode.Items Items(ref Utf8JsonReader reader)
    {
        var items = new List<JsonTemplateNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader));
        }

        return new JsonTemplateNode.Items(items);
    }

    private JsonTemplateNode Text(ref Utf8JsonReader reader)
    {
        var isWhole = wholeValues.Contains(reader.TokenStartIndex);
        var text = reader.GetString()!;
        var template = ValueTemplate.Read(isWhole ? $"{{{text}}}" : text, mistake);
        _texts.Add(template);
        return isWhole && template.Fields is [{ IsNumber: true }]
            ? new JsonTemplateNode.Number(template)
            : new JsonTemplateNode.Text(template);
    }
}
