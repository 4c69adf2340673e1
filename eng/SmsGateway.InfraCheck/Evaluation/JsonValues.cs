using System.Text.Json;
using SmsGateway.InfraCheck.Bicep;

namespace SmsGateway.InfraCheck.Evaluation;

/// <summary>JSON files and texts as values.</summary>
internal static class JsonValues
{
    /// <returns>Null when the text is not JSON; that is among the findings then.</returns>
    public static Value? Read(Position at, string json, Findings? findings)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return Convert(at, document.RootElement);
        }
        catch (JsonException e)
        {
            findings?.Add(at, $"not JSON: {e.Message}");
            return null;
        }
    }

    private static Value Convert(Position at, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new ObjectValue(at, [.. element.EnumerateObject().Select(member => new Member(at, member.Name, Convert(at, member.Value)))]),
        JsonValueKind.Array => new ArrayValue(at, [.. element.EnumerateArray().Select(item => Convert(at, item))]),
        JsonValueKind.String => new TextValue(at, element.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new BoolValue(at, element.GetBoolean()),
        JsonValueKind.Number when element.TryGetInt64(out var number) => new IntValue(at, number),
        JsonValueKind.Number => new UnknownValue(at, element.GetRawText()),
        _ => new NullValue(at),
    };
}
