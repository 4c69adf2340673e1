using System.Globalization;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.Infobip;

/// <summary>Infobip's request for texts, as far as it is checked here.</summary>
internal sealed record InfobipEnvelope(IReadOnlyList<InfobipMessage?>? Messages);

internal sealed record InfobipMessage(
    string? Sender,
    IReadOnlyList<InfobipDestination?>? Destinations,
    InfobipContent? Content,
    InfobipMessageOptions? Options
);

internal sealed record InfobipDestination(string? To, string? MessageId);

internal sealed record InfobipContent(string? Text);

internal sealed record InfobipMessageOptions(InfobipValidity? ValidityPeriod);

internal sealed record InfobipValidity(int? Amount, string? TimeUnit);

/// <summary>Infobip's request for a call.</summary>
internal sealed record InfobipCall(string? From, string? To, string? Text, string? Language);

/// <summary>Infobip's answer with status 200, which may hold rejections.</summary>
internal sealed record InfobipAnswer(string? BulkId, IReadOnlyList<InfobipAnswerItem> Messages);

/// <param name="MessageId">The caller's, or the carrier's own.</param>
/// <param name="Destination">Of a text.</param>
/// <param name="To">Of a call.</param>
/// <param name="Status">What became of it.</param>
internal sealed record InfobipAnswerItem(string? MessageId, string? Destination, string? To, InfobipStatus Status);

internal sealed record InfobipStatus(int GroupId, string GroupName, int Id, string Name, string Description)
{
    public static readonly InfobipStatus Pending = new(1, "PENDING", 26, "PENDING_ACCEPTED", "Message accepted");
    public static readonly InfobipStatus Duplicate = Rejected(
        23,
        "DUPLICATE_MESSAGE_ID",
        "The message id was used before"
    );
    public static readonly InfobipStatus NoCredit = Rejected(12, "NOT_ENOUGH_CREDITS", "Not enough credits");
    public static readonly InfobipStatus DoNotDisturb = Rejected(10, "DND", "The recipient does not want messages");
    public static readonly InfobipStatus NoNetwork = Rejected(6, "NETWORK", "Network is not covered");
    public static readonly InfobipStatus InvalidDestination = Rejected(
        52,
        "INVALID_DESTINATION",
        "Destination is not valid"
    );

    private static InfobipStatus Rejected(int id, string name, string description) =>
        new(5, "REJECTED", id, "REJECTED_" + name, description);
}

/// <summary>The newer form of its errors.</summary>
internal sealed record InfobipError(
    string ErrorCode,
    string Description,
    string Action,
    IReadOnlyList<InfobipViolation> Violations,
    IReadOnlyList<string> Resources
);

internal sealed record InfobipViolation(string Property, string Violation);

/// <summary>The older form, with which wrong credentials are still answered.</summary>
internal sealed record InfobipOlderError(InfobipRequestError RequestError);

internal sealed record InfobipRequestError(InfobipServiceException ServiceException);

internal sealed record InfobipServiceException(string MessageId, string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(InfobipEnvelope))]
[JsonSerializable(typeof(InfobipCall))]
[JsonSerializable(typeof(InfobipAnswer))]
[JsonSerializable(typeof(InfobipError))]
[JsonSerializable(typeof(InfobipOlderError))]
internal sealed partial class InfobipJson : JsonSerializerContext;

/// <summary>Infobip's errors, and its rejections, which come in a success.</summary>
internal static class InfobipErrors
{
    public static readonly Answer NotJson = BadRequest("messages", "must not be empty", Outcome.Refused);

    private static readonly Answer Unauthorized = new(
        401,
        Outcome.Refused,
        "UNAUTHORIZED",
        Answer.Json(
            new InfobipOlderError(
                new InfobipRequestError(new InfobipServiceException("UNAUTHORIZED", "Invalid login details"))
            ),
            InfobipJson.Default.InfobipOlderError
        )
    )
    {
        Challenge = "App",
    };

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => Rejection(InfobipStatus.InvalidDestination, Outcome.Rejected),
            Behaviour.OptedOut => Rejection(InfobipStatus.DoNotDisturb, Outcome.Rejected),
            Behaviour.Unroutable => Rejection(InfobipStatus.NoNetwork, Outcome.Refused),
            Behaviour.CredentialsRefused => Unauthorized,
            Behaviour.Throttled or Behaviour.ThrottledWithRetryAfter => Error(
                429,
                Outcome.Throttled,
                "Too many requests",
                retryAfter: Answer.RetryAfterOf(behaviour)
            ),
            Behaviour.ServerError => Error(500, Outcome.Unavailable, "Internal server error"),
            Behaviour.Down => Error(503, Outcome.Unavailable, "Service unavailable"),
            Behaviour.Garbage => Answer.Garbage(200),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    public static Answer BadRequest(string property, string violation, Outcome outcome) =>
        Error(400, outcome, "Bad request", [new InfobipViolation(property, violation)]);

    /// <summary>A success that says that one message was not taken.</summary>
    public static Answer Rejection(InfobipStatus status, Outcome outcome, string? messageId = null, string? to = null)
    {
        var item = new InfobipAnswerItem(messageId, to, null, status);
        return new Answer(
            200,
            outcome,
            $"{status.Id.ToString(CultureInfo.InvariantCulture)} {status.Name}",
            Answer.Json(new InfobipAnswer(null, [item]), InfobipJson.Default.InfobipAnswer)
        );
    }

    private static Answer Error(
        int status,
        Outcome outcome,
        string description,
        InfobipViolation[]? violations = null,
        string? retryAfter = null
    )
    {
        var code = "E" + status.ToString(CultureInfo.InvariantCulture);
        var error = new InfobipError(code, description, "See the documentation", violations ?? [], []);
        return new Answer(status, outcome, code, Answer.Json(error, InfobipJson.Default.InfobipError))
        {
            RetryAfter = retryAfter,
        };
    }
}
