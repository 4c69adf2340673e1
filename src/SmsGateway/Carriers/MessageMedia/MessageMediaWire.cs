using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.MessageMedia;

/// <summary>The body of <c>POST /v1/messages</c>. One message each: the carrier refuses a batch as a whole.</summary>
internal sealed record MessageMediaRequest(IReadOnlyList<MessageMediaMessage> Messages);

internal sealed record MessageMediaMessage
{
    public required string Content { get; init; }

    public required string DestinationNumber { get; init; }

    public string? SourceNumber { get; init; }

    public string? SourceNumberType { get; init; }

    /// <summary>Off by default at the carrier.</summary>
    public bool DeliveryReport { get; init; }

    public required string Format { get; init; }

    public required string MessageExpiryTimestamp { get; init; }

    /// <summary>Comes back in delivery reports.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

/// <summary>The part of the answer that is read.</summary>
internal sealed record MessageMediaAnswer(IReadOnlyList<MessageMediaAnswerItem?>? Messages);

internal sealed record MessageMediaAnswerItem(string? MessageId);

/// <param name="Details">One sentence for each field that is wrong; may be missing.</param>
internal sealed record MessageMediaError(IReadOnlyList<string?>? Details);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(MessageMediaRequest))]
[JsonSerializable(typeof(MessageMediaAnswer))]
[JsonSerializable(typeof(MessageMediaError))]
internal sealed partial class MessageMediaJson : JsonSerializerContext;
