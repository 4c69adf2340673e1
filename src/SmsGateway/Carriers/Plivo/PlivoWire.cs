using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.Plivo;

/// <summary>The body of <c>POST /v1/Account/{id}/Message/</c>; the property names become snake case.</summary>
internal sealed record PlivoRequest
{
    /// <summary>This or <see cref="PowerpackUuid"/>, never both.</summary>
    public string? Src { get; init; }

    public string? PowerpackUuid { get; init; }

    /// <summary>Digits alone.</summary>
    public required string Dst { get; init; }

    public required string Text { get; init; }

    public required string Type { get; init; }

    /// <summary>False: neither text nor whole number is kept in the carrier's logs.</summary>
    public required bool Log { get; init; }

    /// <summary>Seconds in the carrier's own queue, after which it drops the message.</summary>
    public required int MessageExpiry { get; init; }
}

/// <summary>The parts of a success answer that are read.</summary>
/// <param name="MessageUuid">One for each recipient that was taken.</param>
/// <param name="InvalidNumber">Recipients that were not, although the others were.</param>
internal sealed record PlivoAnswer(IReadOnlyList<string?>? MessageUuid, IReadOnlyList<JsonElement>? InvalidNumber);

/// <param name="Error">A text, or an object of texts.</param>
internal sealed record PlivoError(JsonElement? Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PlivoRequest))]
[JsonSerializable(typeof(PlivoAnswer))]
[JsonSerializable(typeof(PlivoError))]
internal sealed partial class PlivoJson : JsonSerializerContext;
