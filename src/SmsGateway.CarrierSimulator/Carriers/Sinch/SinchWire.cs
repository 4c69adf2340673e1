using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.Sinch;

/// <summary>Sinch's batch, as far as it is checked here.</summary>
internal sealed class SinchBatch
{
    public IReadOnlyList<string?>? To { get; init; }

    public string? From { get; init; }

    public string? Body { get; init; }

    public string? Type { get; init; }

    public string? DeliveryReport { get; init; }

    public string? ExpireAt { get; init; }

    public string? ClientReference { get; init; }
}

/// <summary>The batch again, with what the carrier adds; numbers come back without a plus sign.</summary>
internal sealed record SinchAnswer(
    string Id,
    IReadOnlyList<string> To,
    string? From,
    string Body,
    string Type,
    bool Canceled,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt,
    string DeliveryReport,
    string? ExpireAt,
    string? ClientReference
);

/// <summary>Sinch's error envelope; only 400 and 403 have a code.</summary>
internal sealed record SinchError(string? Code, string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SinchBatch))]
[JsonSerializable(typeof(SinchAnswer))]
[JsonSerializable(typeof(SinchError))]
internal sealed partial class SinchJson : JsonSerializerContext;

/// <summary>Sinch's errors: a status, a code where it documents one, and a sentence of ours.</summary>
internal static class SinchErrors
{
    public static readonly Answer InvalidJson = Error(400, Outcome.Refused, "syntax_invalid_json", "Invalid JSON");

    public static readonly Answer Unauthorized = Error(
        401,
        Outcome.Refused,
        null,
        "The token is not valid for this service plan"
    );

    private static readonly Answer InvalidNumber = Error(
        400,
        Outcome.Rejected,
        "syntax_invalid_parameter_format",
        "\"to[0]\" is not a valid MSISDN"
    );

    private static readonly Answer Unroutable = Error(
        403,
        Outcome.Refused,
        "illegal_number_type",
        "Illegal type of number for this region"
    );

    private static readonly Answer ServerError = Error(500, Outcome.Unavailable, null, "Internal error");

    private static readonly Answer Down = Error(503, Outcome.Unavailable, null, "Service unavailable");

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => InvalidNumber,
            Behaviour.Unroutable => Unroutable,
            Behaviour.CredentialsRefused => Unauthorized,
            Behaviour.Throttled or Behaviour.ThrottledWithRetryAfter => Error(
                429,
                Outcome.Throttled,
                null,
                "Too many outstanding requests",
                Answer.RetryAfterOf(behaviour)
            ),
            Behaviour.ServerError => ServerError,
            Behaviour.Down => Down,
            Behaviour.Garbage => Answer.Garbage(201),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    /// <summary>A field of a wrong form.</summary>
    public static Answer Format(string text) => Error(400, Outcome.Refused, "syntax_invalid_parameter_format", text);

    /// <summary>A field that is missing, too long or too many.</summary>
    public static Answer Constraint(string text) => Error(400, Outcome.Refused, "syntax_constraint_violation", text);

    private static Answer Error(int status, Outcome outcome, string? code, string text, string? retryAfter = null) =>
        new(status, outcome, code ?? text, Answer.Json(new SinchError(code, text), SinchJson.Default.SinchError))
        {
            RetryAfter = retryAfter,
        };
}
