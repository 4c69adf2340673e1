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

/// <summary>The body of <c>POST /api/v1/subaccounts/{id}/callflows</c> of the voice API.</summary>
/// <param name="ValidUntil">Later it does not call.</param>
/// <param name="Callflow">Done in turn.</param>
internal sealed record EightByEightCall(string ValidUntil, IReadOnlyList<EightByEightAction> Callflow);

/// <param name="Action">makeCall, which must be the first, say or hangup.</param>
/// <param name="Params">Its own.</param>
internal sealed record EightByEightAction(string Action, EightByEightActionParams? Params);

internal sealed record EightByEightActionParams
{
    public string? Source { get; init; }

    public string? Destination { get; init; }

    public string? Text { get; init; }

    public string? VoiceProfile { get; init; }

    /// <summary>How often the text is said.</summary>
    public int? Repetition { get; init; }
}

/// <summary>The parts of the voice API's answer that are read.</summary>
/// <param name="SessionStatus">CREATED or NOT_CREATED.</param>
/// <param name="StatusCode">1, or below zero what is wrong with the call, or the HTTP status.</param>
internal sealed record EightByEightCallAnswer(string? SessionId, string? SessionStatus, int? StatusCode);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString
)]
[JsonSerializable(typeof(EightByEightRequest))]
[JsonSerializable(typeof(EightByEightAnswer))]
[JsonSerializable(typeof(EightByEightCall))]
[JsonSerializable(typeof(EightByEightCallAnswer))]
internal sealed partial class EightByEightJson : JsonSerializerContext;
