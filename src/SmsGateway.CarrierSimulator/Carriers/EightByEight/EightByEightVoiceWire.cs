using System.Globalization;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.EightByEight;

/// <summary>8x8's request for a call, as far as it is checked here.</summary>
internal sealed record EightByEightCallflow(string? ValidUntil, IReadOnlyList<EightByEightAction?>? Callflow);

internal sealed record EightByEightAction(string? Action, EightByEightActionParams? Params);

internal sealed record EightByEightActionParams(
    string? Source,
    string? Destination,
    string? Text,
    string? VoiceProfile,
    int? Repetition
);

/// <summary>8x8's answer to a call, whatever it says.</summary>
internal sealed record EightByEightCallAnswer(
    string? SessionId,
    string SessionStatus,
    string? CallFlowRequestId,
    string? ValidUntil,
    int StatusCode,
    string StatusMessage
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(EightByEightCallflow))]
[JsonSerializable(typeof(EightByEightCallAnswer))]
internal sealed partial class EightByEightVoiceJson : JsonSerializerContext;

/// <summary>The errors of calls: codes below zero of its own, or the HTTP status again.</summary>
internal static class EightByEightVoiceErrors
{
    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => Code(-1017),
            Behaviour.Unroutable => Code(-1014),
            Behaviour.CredentialsRefused => Code(401),
            Behaviour.Throttled or Behaviour.ThrottledWithRetryAfter => Code(429, Answer.RetryAfterOf(behaviour)),
            Behaviour.ServerError => Code(500),
            Behaviour.Down => Code(503),
            Behaviour.Garbage => Answer.Garbage(200),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    public static Answer Code(int code, string? retryAfter = null, int? status = null)
    {
        var (usual, outcome, message) = code switch
        {
            -1001 => (400, Outcome.Refused, "Invalid JSON request body"),
            -1002 => (400, Outcome.Refused, "Speech profile or language parameter invalid"),
            -1007 => (400, Outcome.Refused, "Invalid action type was used"),
            -1009 => (400, Outcome.Refused, "Invalid call flow entry provided"),
            -1013 => (422, Outcome.Refused, "First action should be a MakeCall action"),
            -1014 => (400, Outcome.Refused, "Source or caller ID is not allowed"),
            -1015 => (400, Outcome.Refused, "The validity period of the call flow request has expired"),
            -1017 => (400, Outcome.Rejected, "Invalid MSISDN format in Destination"),
            401 => (401, Outcome.Refused, "Authentication header not found or token invalid"),
            404 => (404, Outcome.Refused, "SubAccount not found"),
            429 => (429, Outcome.Throttled, "Too many requests"),
            500 => (500, Outcome.Unavailable, "Internal server error"),
            503 => (503, Outcome.Unavailable, "Service unavailable"),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
        var error = new EightByEightCallAnswer(null, "NOT_CREATED", null, null, code, message);
        return new Answer(
            status ?? usual,
            outcome,
            $"{code.ToString(CultureInfo.InvariantCulture)} {message}",
            Answer.Json(error, EightByEightVoiceJson.Default.EightByEightCallAnswer)
        )
        {
            RetryAfter = retryAfter,
            Challenge = code == 401 ? "Bearer" : null,
        };
    }
}
