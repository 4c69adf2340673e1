using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.Sinch;

/// <summary>The body of <c>POST /xms/v1/{service plan}/batches</c>, here always for one recipient.</summary>
internal sealed record SinchBatch
{
    public string Type { get; } = "mt_text";

    public required IReadOnlyList<string> To { get; init; }

    public string? From { get; init; }

    public required string Body { get; init; }

    /// <summary>Three days at the carrier without it.</summary>
    public required string ExpireAt { get; init; }

    public required string DeliveryReport { get; init; }

    /// <summary>Comes back in delivery reports; the carrier does not recognise repetitions by it.</summary>
    public required string ClientReference { get; init; }
}

/// <summary>The part of the answer that is read.</summary>
internal sealed record SinchAnswer(string? Id);

/// <summary>An error in the documented form, or in that of newer endpoints.</summary>
internal sealed record SinchError(string? Code, string? Text, SinchInnerError? Error);

/// <param name="Message">A sentence.</param>
/// <param name="Status">The code, as a word; what is called code there is the HTTP status.</param>
internal sealed record SinchInnerError(string? Message, string? Status);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SinchBatch))]
[JsonSerializable(typeof(SinchAnswer))]
[JsonSerializable(typeof(SinchError))]
internal sealed partial class SinchJson : JsonSerializerContext;
