using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>Request and answer have one shape; the answer adds id and status to each message.</summary>
internal sealed class MessageMediaBatch
{
    public IReadOnlyList<MessageMediaItem?>? Messages { get; init; }
}

/// <summary>One message; the property names become snake case.</summary>
internal sealed class MessageMediaItem
{
    public string? CallbackUrl { get; set; }

    public string? Content { get; set; }

    public string? DestinationNumber { get; set; }

    public bool? DeliveryReport { get; set; }

    public string? Format { get; set; }

    public string? MessageExpiryTimestamp { get; set; }

    public IReadOnlyDictionary<string, string>? Metadata { get; set; }

    public string? Scheduled { get; set; }

    public string? SourceNumber { get; set; }

    public string? SourceNumberType { get; set; }

    public string? MessageId { get; set; }

    public string? Status { get; set; }
}

/// <summary>MessageMedia's error envelope; it has no codes.</summary>
internal sealed record MessageMediaError(string Message, IReadOnlyList<string>? Details);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(MessageMediaBatch))]
[JsonSerializable(typeof(MessageMediaError))]
internal sealed partial class MessageMediaJson : JsonSerializerContext;

/// <summary>MessageMedia's errors: a status, a sentence and details.</summary>
internal static class MessageMediaErrors
{
    /// <summary>The newer documents' answer to wrong credentials.</summary>
    public static readonly Answer Unauthorized = Error(401, Outcome.Refused, "Invalid authentication credentials");

    /// <summary>The specification's answer to wrong credentials; here for a wrong signature, so that callers meet both.</summary>
    public static readonly Answer Forbidden = Error(403, Outcome.Refused, "Invalid authentication credentials");

    private static readonly Answer InvalidNumber = BadRequest(
        Outcome.Rejected,
        "messages[0].destination_number: is not a valid number"
    );

    private static readonly Answer OptedOut = BadRequest(
        Outcome.Rejected,
        "messages[0].destination_number: the recipient has opted out"
    );

    private static readonly Answer Unroutable = BadRequest(
        Outcome.Refused,
        "messages[0].destination_number: the destination is not supported"
    );

    private static readonly Answer Throttled = Error(429, Outcome.Throttled, "Too many requests");

    private static readonly Answer ThrottledWithRetryAfter = Error(
        429,
        Outcome.Throttled,
        "Too many requests",
        retryAfter: Answer.RetryAfterOf(Behaviour.ThrottledWithRetryAfter)
    );

    private static readonly Answer ServerError = Error(500, Outcome.Unavailable, "Internal server error");

    private static readonly Answer Down = Error(503, Outcome.Unavailable, "Service unavailable");

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

    public static Answer BadRequest(Outcome outcome, params string[] details) =>
        Error(400, outcome, "Validation failed", details);

    private static Answer Error(
        int status,
        Outcome outcome,
        string message,
        string[]? details = null,
        string? retryAfter = null
    )
    {
        var body = Answer.Json(new MessageMediaError(message, details), MessageMediaJson.Default.MessageMediaError);
        return new Answer(status, outcome, details is [var first, ..] ? first : message, body)
        {
            RetryAfter = retryAfter,
        };
    }
}
