using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.EightByEight;

/// <summary>The body of <c>POST /api/v1/subaccounts/{id}/messages</c>.</summary>
internal sealed record EightByEightRequest
{
    public required string Destination { get; init; }

    public required string Text { get; init; }

    public string? Source { get; init; }

    public required string Encoding { get; init; }

    public required string Expiry { get; init; }

    /// <summary>Comes back in delivery reports; the carrier does not recognise repetitions by it.</summary>
    public required string ClientMessageId { get; init; }
}

/// <summary>The parts of an answer that are read: <c>umid</c> and <c>status</c> of a message, or <c>code</c> of an error.</summary>
internal sealed record EightByEightAnswer(string? Umid, EightByEightStatus? Status, int? Code);

/// <param name="Code">QUEUED or REJECTED.</param>
/// <param name="ErrorCode">Seen in delivery reports; read here too, should a rejection carry it.</param>
internal sealed record EightByEightStatus(string? Code, int? ErrorCode);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString
)]
[JsonSerializable(typeof(EightByEightRequest))]
[JsonSerializable(typeof(EightByEightAnswer))]
internal sealed partial class EightByEightJson : JsonSerializerContext;
