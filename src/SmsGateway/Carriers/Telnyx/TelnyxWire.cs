using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.Telnyx;

/// <summary>
/// The body of <c>POST /v2/messages</c>. It has no field for a client's reference, for a validity period or against repetition: what
/// is beyond a sender's rate waits there for up to four hours.
/// </summary>
internal sealed record TelnyxRequest
{
    public required string To { get; init; }

    public string? From { get; init; }

    public required string Text { get; init; }

    public string? MessagingProfileId { get; init; }

    public required string Type { get; init; }
}

/// <summary>The parts of an answer that are read: <c>data</c> of a message, or <c>errors</c>.</summary>
internal sealed record TelnyxAnswer(TelnyxMessage? Data, IReadOnlyList<TelnyxError?>? Errors);

/// <param name="Id">The carrier's name for it.</param>
/// <param name="To">One for each recipient.</param>
/// <param name="Errors">Why it will not reach a recipient.</param>
internal sealed record TelnyxMessage(
    string? Id,
    IReadOnlyList<TelnyxRecipient?>? To,
    IReadOnlyList<TelnyxError?>? Errors
);

internal sealed record TelnyxRecipient(string? Status);

/// <param name="Code">Five digits, as text.</param>
/// <param name="Source">Which field of the request it is about.</param>
internal sealed record TelnyxError(string? Code, TelnyxErrorSource? Source);

/// <param name="Pointer">Such as <c>/to</c>.</param>
internal sealed record TelnyxErrorSource(string? Pointer);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TelnyxRequest))]
[JsonSerializable(typeof(TelnyxAnswer))]
internal sealed partial class TelnyxJson : JsonSerializerContext;
