using System.Globalization;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.Vonage;

/// <summary>A text, as far as it is checked here.</summary>
internal sealed class VonageText
{
    public string? Channel { get; init; }

    public string? MessageType { get; init; }

    public string? To { get; init; }

    public string? From { get; init; }

    public string? Text { get; init; }

    public int? Ttl { get; init; }

    public string? ClientRef { get; init; }
}

/// <summary>A call, as far as it is checked here.</summary>
internal sealed class VonageCall
{
    public IReadOnlyList<VonagePhone?>? To { get; init; }

    public VonagePhone? From { get; init; }

    public bool? RandomFromNumber { get; init; }

    public IReadOnlyList<VonageAction?>? Ncco { get; init; }

    public int? RingingTimer { get; init; }
}

internal sealed record VonagePhone(string? Type, string? Number);

internal sealed record VonageAction(string? Action, string? Text);

internal sealed record VonageTokenHeader(string? Alg);

internal sealed record VonageTokenClaims(string? ApplicationId, long Iat, long Exp, string? Jti);

/// <summary>The answer to a text.</summary>
internal sealed record VonageSubmitted(string MessageUuid);

/// <summary>The answer to a call.</summary>
internal sealed record VonageStarted(string Uuid, string Status, string Direction, string ConversationUuid);

/// <summary>Vonage's error envelope; the code is the fragment of the type.</summary>
internal sealed record VonageProblem(
    string Type,
    string Title,
    string Detail,
    string Instance,
    IReadOnlyList<VonageParameter>? InvalidParameters
);

internal sealed record VonageParameter(string Name, string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(VonageText))]
[JsonSerializable(typeof(VonageCall))]
[JsonSerializable(typeof(VonageTokenHeader))]
[JsonSerializable(typeof(VonageTokenClaims))]
[JsonSerializable(typeof(VonageSubmitted))]
[JsonSerializable(typeof(VonageStarted))]
[JsonSerializable(typeof(VonageProblem))]
internal sealed partial class VonageJson : JsonSerializerContext;

/// <summary>Vonage's errors: problem details with a code in the type.</summary>
internal static class VonageErrors
{
    public static readonly Answer InvalidJson = Word(422, Outcome.Refused, "invalid-json", "Invalid JSON");

    private static readonly Answer Unauthorized = Word(
        401,
        Outcome.Refused,
        "unauthorized",
        "You did not provide correct credentials"
    );

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => Code(1430),
            Behaviour.OptedOut => Code(1240),
            Behaviour.Unroutable => Code(1250),
            Behaviour.CredentialsRefused => Unauthorized,
            Behaviour.Throttled or Behaviour.ThrottledWithRetryAfter => Code(1000, Answer.RetryAfterOf(behaviour)),
            Behaviour.ServerError => Code(1030),
            Behaviour.Down => Code(1030, status: 503),
            Behaviour.Garbage => Answer.Garbage(202),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    /// <summary>A parameter that is wrong: the recipient's ends the message, any other is our mistake.</summary>
    public static Answer Invalid(string name, string reason) =>
        Problem(
            422,
            name.StartsWith("to", StringComparison.Ordinal) ? Outcome.Rejected : Outcome.Refused,
            "/messages#1020",
            $"1020 {name} {reason}",
            "Invalid params",
            parameters: [new VonageParameter(name, reason)]
        );

    /// <param name="code">One of Vonage's published codes.</param>
    /// <param name="retryAfter">For a 429.</param>
    /// <param name="status">When not the code's usual one.</param>
    public static Answer Code(int code, string? retryAfter = null, int? status = null)
    {
        var (usual, outcome, title) = code switch
        {
            1000 => (429, Outcome.Throttled, "Throttled"),
            1030 => (500, Outcome.Unavailable, "Internal error"),
            1240 => (422, Outcome.Rejected, "Illegal Number"),
            1250 => (422, Outcome.Refused, "Unroutable"),
            1400 => (422, Outcome.Refused, "Unsupported channel"),
            1430 => (422, Outcome.Rejected, "Invalid recipient"),
            1440 => (422, Outcome.Refused, "Invalid message type"),
            1450 => (422, Outcome.Refused, "Invalid client reference"),
            _ => throw new ArgumentOutOfRangeException(nameof(code)),
        };
        var number = code.ToString(CultureInfo.InvariantCulture);
        return Problem(status ?? usual, outcome, $"/messages#{number}", $"{number} {title}", title, retryAfter);
    }

    private static Answer Word(int status, Outcome outcome, string word, string title) =>
        Problem(status, outcome, $"#{word}", word, title);

    private static Answer Problem(
        int status,
        Outcome outcome,
        string page,
        string detail,
        string title,
        string? retryAfter = null,
        IReadOnlyList<VonageParameter>? parameters = null
    )
    {
        var problem = new VonageProblem(
            $"https://developer.vonage.com/api-errors{page}",
            title,
            title,
            "bf0ca0bf927b3b52e3cb03217e1a1ddf",
            parameters
        );
        return new Answer(status, outcome, detail, Answer.Json(problem, VonageJson.Default.VonageProblem))
        {
            RetryAfter = retryAfter,
        };
    }
}
