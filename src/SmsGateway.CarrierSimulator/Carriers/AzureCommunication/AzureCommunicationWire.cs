using System.Globalization;
using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.Carriers.AzureCommunication;

/// <summary>The send request, as far as it is checked here; the property names become camel case.</summary>
internal sealed class AzureCommunicationRequest
{
    public string? From { get; init; }

    public IReadOnlyList<AzureCommunicationRecipient?>? SmsRecipients { get; init; }

    public string? Message { get; init; }

    public AzureCommunicationSendOptions? SmsSendOptions { get; init; }
}

internal sealed class AzureCommunicationRecipient
{
    public string? To { get; init; }

    public string? RepeatabilityRequestId { get; init; }

    public string? RepeatabilityFirstSent { get; init; }
}

internal sealed record AzureCommunicationSendOptions(bool? EnableDeliveryReport);

/// <summary>The answer with status 202, which tells of each recipient.</summary>
internal sealed record AzureCommunicationAnswer(IReadOnlyList<AzureCommunicationResult> Value);

internal sealed record AzureCommunicationResult(
    string To,
    int HttpStatusCode,
    bool Successful,
    string? MessageId = null,
    string? RepeatabilityResult = null,
    string? ErrorMessage = null
);

/// <summary>The error envelope of Azure.</summary>
internal sealed record AzureCommunicationFailure(AzureCommunicationError Error);

internal sealed record AzureCommunicationError(string Code, string Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AzureCommunicationRequest))]
[JsonSerializable(typeof(AzureCommunicationAnswer))]
[JsonSerializable(typeof(AzureCommunicationFailure))]
internal sealed partial class AzureCommunicationJson : JsonSerializerContext;

/// <summary>
/// The carrier's errors: of the whole request with a status (https://learn.microsoft.com/rest/api/communication/errorcodes), and of a
/// recipient inside a 202, whose number is then the magic one. Built once.
/// </summary>
internal static class AzureCommunicationErrors
{
    public const string InvalidNumber = "Invalid To phone number format.";

    public static readonly Answer BadRequest = Error(400, Outcome.Refused, "BadRequest", "The request is not valid.");

    private static readonly Answer Denied = Error(401, Outcome.Refused, "Denied", "Denied by the resource provider.");

    private static readonly Answer ServerError = Error(
        500,
        Outcome.Unavailable,
        "InternalServerError",
        "An internal error occurred."
    );

    private static readonly Answer Down = Error(
        503,
        Outcome.Unavailable,
        "ServiceUnavailable",
        "The service is not available."
    );

    private static readonly Answer Throttled = TooManyRequests(Behaviour.Throttled);

    private static readonly Answer ThrottledWithRetryAfter = TooManyRequests(Behaviour.ThrottledWithRetryAfter);

    private static readonly Answer OfInvalidNumber = Magic(
        Behaviour.InvalidNumber,
        Outcome.Rejected,
        400,
        InvalidNumber
    );

    private static readonly Answer OfOptedOut = Magic(
        Behaviour.OptedOut,
        Outcome.Rejected,
        403,
        "Sender blocked for given recipient"
    );

    private static readonly Answer OfUnroutable = Magic(
        Behaviour.Unroutable,
        Outcome.Refused,
        400,
        "Sending to this country/region is not supported"
    );

    public static Answer For(Behaviour behaviour) =>
        behaviour switch
        {
            Behaviour.InvalidNumber => OfInvalidNumber,
            Behaviour.OptedOut => OfOptedOut,
            Behaviour.Unroutable => OfUnroutable,
            Behaviour.CredentialsRefused => Denied,
            Behaviour.Throttled => Throttled,
            Behaviour.ThrottledWithRetryAfter => ThrottledWithRetryAfter,
            Behaviour.ServerError => ServerError,
            Behaviour.Down => Down,
            Behaviour.Garbage => Answer.Garbage(202),
            _ => throw new ArgumentOutOfRangeException(nameof(behaviour)),
        };

    /// <summary>A recipient that gets nothing.</summary>
    public static Answer Failed(Outcome outcome, string to, int status, string message) =>
        Inside(outcome, new AzureCommunicationResult(to, status, false, ErrorMessage: message));

    public static Answer Inside(Outcome outcome, AzureCommunicationResult result)
    {
        var status = result.HttpStatusCode.ToString(CultureInfo.InvariantCulture);
        return new Answer(
            202,
            outcome,
            result.ErrorMessage is null ? status : $"{status} {result.ErrorMessage}",
            Answer.Json(new AzureCommunicationAnswer([result]), AzureCommunicationJson.Default.AzureCommunicationAnswer)
        );
    }

    private static Answer Magic(Behaviour behaviour, Outcome outcome, int status, string message) =>
        Failed(outcome, MagicNumbers.All.First(magic => magic.Behaviour == behaviour).Number, status, message);

    private static Answer TooManyRequests(Behaviour behaviour) =>
        Error(429, Outcome.Throttled, "TooManyRequests", "Too many requests.", Answer.RetryAfterOf(behaviour));

    private static Answer Error(int status, Outcome outcome, string code, string message, string? retryAfter = null) =>
        new(
            status,
            outcome,
            code,
            Answer.Json(
                new AzureCommunicationFailure(new AzureCommunicationError(code, message)),
                AzureCommunicationJson.Default.AzureCommunicationFailure
            )
        )
        {
            RetryAfter = retryAfter,
        };
}
