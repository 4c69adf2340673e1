using System.Globalization;
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
internal sealed record EightByEightAnswer(
    string Umid,
    string? ClientMessageId,
    string Destination,
    string Encoding,
    EightByEightStatus Status
);

internal sealed record EightByEightStatus(string Code, string Description);

/// <summary>8x8's error envelope.</summary>
internal sealed record EightByEightError(int Code, string Message, string ErrorId, DateTimeOffset Timestamp);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(EightByEightMessage))]
[JsonSerializable(typeof(EightByEightAnswer))]
[JsonSerializable(typeof(EightByEightError))]
internal sealed partial class EightByEightJson : JsonSerializerContext;

/// <summary>8x8's errors; each carries its own id and time, so they are built per request.</summary>
internal sealed class EightByEightErrors(TimeProvider time)
{
    public Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => Code(1002),
            Behaviour.Unroutable => Code(3003),
            Behaviour.CredentialsRefused => Code(1200),
            Behaviour.Throttled or Behaviour.ThrottledWithRetryAfter => Code(1400, Answer.RetryAfterOf(behaviour)),
            Behaviour.ServerError => Code(2000),
            Behaviour.Down => Code(2000, status: 503),
            Behaviour.Garbage => Answer.Garbage(200),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    /// <param name="code">One of 8x8's published codes.</param>
    /// <param name="retryAfter">For a 429.</param>
    /// <param name="status">When not the code's usual one.</param>
    public Answer Code(int code, string? retryAfter = null, int? status = null)
    {
        var (usual, outcome, message) = code switch
        {
            1000 => (400, Outcome.Refused, "Invalid parameter"),
            1001 => (400, Outcome.Refused, "Invalid subaccount"),
            1002 => (400, Outcome.Rejected, "Invalid MSISDN"),
            1003 => (400, Outcome.Refused, "Invalid encoding"),
            1004 => (400, Outcome.Rejected, "Invalid text"),
            1005 => (400, Outcome.Refused, "Invalid source"),
            1006 => (400, Outcome.Refused, "Invalid expiry"),
            1200 => (401, Outcome.Refused, "Unauthorized"),
            1400 => (429, Outcome.Throttled, "Too many requests"),
            2000 => (500, Outcome.Unavailable, "Internal error"),
            3003 => (400, Outcome.Refused, "Invalid destination"),
            3009 => (400, Outcome.Refused, "ClientMessageId is too long"),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
        var now = time.GetUtcNow();
        var error = new EightByEightError(code, message, Guid.CreateVersion7(now).ToString(), now);
        return new Answer(
            status ?? usual,
            outcome,
            $"{code.ToString(CultureInfo.InvariantCulture)} {message}",
            Answer.Json(error, EightByEightJson.Default.EightByEightError)
        )
        {
            RetryAfter = retryAfter,
            Challenge = code == 1200 ? "Bearer" : null,
        };
    }
}
