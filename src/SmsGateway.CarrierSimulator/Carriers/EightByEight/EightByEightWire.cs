using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.EightByEight;

/// <summary>8x8's send request, as far as it is checked here.</summary>
internal sealed class EightByEightMessage
{
    public string? Destination { get; init; }

    public string? Text { get; init; }

    public string? Source { get; init; }

    public string? Encoding { get; init; }

    public string? ClientMessageId { get; init; }

    public string? Expiry { get; init; }
}

/// <summary>8x8's answer with status 200, which may hold a rejection.</summary>
internal sealed record EightByEightAnswer(string Umid, string? ClientMessageId, string Destination, string Encoding, EightByEightStatus Status);

internal sealed record EightByEightStatus(string Code, string Description);

/// <summary>8x8's error envelope.</summary>
internal sealed record EightByEightError(int Code, string Message, string ErrorId, DateTimeOffset Timestamp);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EightByEightMessage))]
[JsonSerializable(typeof(EightByEightAnswer))]
[JsonSerializable(typeof(EightByEightError))]
internal sealed partial class EightByEightJson : JsonSerializerContext;
