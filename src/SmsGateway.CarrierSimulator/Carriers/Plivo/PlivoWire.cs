using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.Plivo;

/// <summary>Plivo's send request, as far as it is checked here; the property names become snake case.</summary>
internal sealed record PlivoMessage(
    string? Src,
    string? PowerpackUuid,
    string? Dst,
    string? Text,
    string? Type,
    int? MessageExpiry
);

/// <summary>Plivo's answer to a message that it took.</summary>
internal sealed record PlivoAnswer(string Message, IReadOnlyList<string> MessageUuid, string ApiId);

/// <summary>Plivo's error envelope; it has no codes.</summary>
internal sealed record PlivoError(string ApiId, string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlivoMessage))]
[JsonSerializable(typeof(PlivoAnswer))]
[JsonSerializable(typeof(PlivoError))]
internal sealed partial class PlivoJson : JsonSerializerContext;

/// <summary>Plivo's errors: a status and a sentence. Built once, so all have one <c>api_id</c>.</summary>
internal static class PlivoErrors
{
    public const string ApiId = "00000000-0000-0000-0000-000000000000";

    public static readonly Answer NotFound = Error(404, Outcome.Refused, "not found");

    private static readonly Answer InvalidNumber = InvalidRecipient("15005551400");
    private static readonly Answer OptedOut = Error(400, Outcome.Rejected, "the destination number has opted out");
    private static readonly Answer Unroutable = Error(403, Outcome.Refused, "the destination country is not permitted");
    private static readonly Answer Throttled = Error(429, Outcome.Throttled, "too many requests");
    private static readonly Answer ServerError = Error(500, Outcome.Unavailable, "server error");
    private static readonly Answer Down = Error(503, Outcome.Unavailable, "service unavailable");

    private static readonly Answer Unauthorized = Error(
        401,
        Outcome.Refused,
        "authentication failed",
        challenge: "Basic realm=\"Plivo\""
    );

    private static readonly Answer ThrottledWithRetryAfter = Error(
        429,
        Outcome.Throttled,
        "too many requests",
        Answer.RetryAfterOf(Behaviour.ThrottledWithRetryAfter)
    );

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => InvalidNumber,
            Behaviour.OptedOut => OptedOut,
            Behaviour.Unroutable => Unroutable,
            Behaviour.CredentialsRefused => Unauthorized,
            Behaviour.Throttled => Throttled,
            Behaviour.ThrottledWithRetryAfter => ThrottledWithRetryAfter,
            Behaviour.ServerError => ServerError,
            Behaviour.Down => Down,
            Behaviour.Garbage => Answer.Garbage(202),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    public static Answer BadRequest(string text) => Error(400, Outcome.Refused, text);

    /// <summary>Only the inbox's words leave the number out.</summary>
    public static Answer InvalidRecipient(string? recipient) =>
        new(400, Outcome.Rejected, "not a valid phone number", Body($"'{recipient}' is not a valid phone number."));

    private static Answer Error(
        int status,
        Outcome outcome,
        string text,
        string? retryAfter = null,
        string? challenge = null
    ) => new(status, outcome, text, Body(text)) { RetryAfter = retryAfter, Challenge = challenge };

    private static byte[] Body(string text) => Answer.Json(new PlivoError(ApiId, text), PlivoJson.Default.PlivoError);
}
