using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.Telnyx;

/// <summary>Telnyx's send request, as far as it is checked here; the property names become snake case.</summary>
internal sealed class TelnyxRequest
{
    public string? To { get; init; }

    public string? From { get; init; }

    public string? Text { get; init; }

    public string? MessagingProfileId { get; init; }

    public string? Type { get; init; }
}

/// <summary>Telnyx's answer to a message that it took.</summary>
internal sealed record TelnyxAnswer(TelnyxMessage Data);

internal sealed class TelnyxMessage
{
    public required string Id { get; init; }

    public string RecordType { get; } = "message";

    public string Direction { get; } = "outbound";

    public string Type { get; } = "SMS";

    public string? MessagingProfileId { get; init; }

    public required TelnyxAddress From { get; init; }

    public required IReadOnlyList<TelnyxAddress> To { get; init; }

    public required string Text { get; init; }

    public int Parts { get; } = 1;

    public required DateTimeOffset ReceivedAt { get; init; }

    public IReadOnlyList<TelnyxError> Errors { get; } = [];
}

internal sealed record TelnyxAddress(string? PhoneNumber, string? Status);

/// <summary>Telnyx's error envelope; codes are texts.</summary>
internal sealed record TelnyxFailure(IReadOnlyList<TelnyxError> Errors);

internal sealed record TelnyxError(string Code, string Title, string Detail, TelnyxErrorMeta Meta);

internal sealed record TelnyxErrorMeta(string Url);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TelnyxRequest))]
[JsonSerializable(typeof(TelnyxAnswer))]
[JsonSerializable(typeof(TelnyxFailure))]
internal sealed partial class TelnyxJson : JsonSerializerContext;

/// <summary>
/// Telnyx's errors by code (https://developers.telnyx.com/docs/messaging/messages/error-codes), in its envelope. Which status comes with
/// which code it documents for few. Built once.
/// </summary>
internal static class TelnyxErrors
{
    private static readonly FrozenDictionary<string, Answer> ByCode = new[]
    {
        Error(400, "10004", Outcome.Refused, "Missing required parameter"),
        Error(400, "10006", Outcome.Refused, "Invalid ID"),
        Error(500, "10007", Outcome.Unavailable, "Unexpected error"),
        Error(401, "10009", Outcome.Refused, "Authentication failed"),
        Error(429, "10011", Outcome.Throttled, "Too many requests"),
        Error(400, "10015", Outcome.Refused, "Bad Request"),
        Error(503, "10037", Outcome.Unavailable, "Service unavailable"),
        Error(400, "40300", Outcome.Rejected, "Blocked due to STOP message"),
        Error(400, "40305", Outcome.Refused, "Invalid 'from' address"),
        Error(400, "40306", Outcome.Refused, "Alpha sender not configured"),
        Error(400, "40310", Outcome.Rejected, "Invalid 'to' address"),
        Error(400, "40316", Outcome.Rejected, "No content provided for message"),
        Error(400, "40319", Outcome.Refused, "Incompatible message type for the 'to' address"),
    }.ToFrozenDictionary(error => error.Code, error => error.Answer);

    private static readonly Answer ThrottledWithRetryAfter = Error(
        429,
        "10011",
        Outcome.Throttled,
        "Too many requests",
        Answer.RetryAfterOf(Behaviour.ThrottledWithRetryAfter)
    ).Answer;

    public static Answer Code(string code) => ByCode[code];

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => Code("40310"),
            Behaviour.OptedOut => Code("40300"),
            Behaviour.Unroutable => Code("40319"),
            Behaviour.CredentialsRefused => Code("10009"),
            Behaviour.Throttled => Code("10011"),
            Behaviour.ThrottledWithRetryAfter => ThrottledWithRetryAfter,
            Behaviour.ServerError => Code("10007"),
            Behaviour.Down => Code("10037"),
            Behaviour.Garbage => Answer.Garbage(200),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    private static (string Code, Answer Answer) Error(
        int status,
        string code,
        Outcome outcome,
        string title,
        string? retryAfter = null
    )
    {
        var failure = new TelnyxFailure([
            new TelnyxError(
                code,
                title,
                title + ".",
                new TelnyxErrorMeta("https://developers.telnyx.com/docs/overview/errors/" + code)
            ),
        ]);
        return (
            code,
            new Answer(status, outcome, $"{code} {title}", Answer.Json(failure, TelnyxJson.Default.TelnyxFailure))
            {
                RetryAfter = retryAfter,
            }
        );
    }
}
