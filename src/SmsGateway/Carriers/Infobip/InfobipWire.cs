using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.Infobip;

/// <summary>The body of <c>POST /sms/3/messages</c>.</summary>
internal sealed record InfobipRequest(IReadOnlyList<InfobipMessage> Messages);

internal sealed record InfobipMessage(
    string? Sender,
    IReadOnlyList<InfobipDestination> Destinations,
    InfobipContent Content,
    InfobipMessageOptions Options
);

/// <param name="To">Digits alone.</param>
/// <param name="MessageId">Ours: a second one of the same is refused.</param>
internal sealed record InfobipDestination(string To, string MessageId);

internal sealed record InfobipContent(string Text);

internal sealed record InfobipMessageOptions(InfobipValidity ValidityPeriod);

/// <param name="Amount">How many of them.</param>
/// <param name="TimeUnit">The carrier's default are minutes.</param>
internal sealed record InfobipValidity(int Amount, string TimeUnit);

/// <summary>The body of <c>POST /tts/3/single</c>.</summary>
/// <param name="From">Digits alone.</param>
/// <param name="To">Digits alone.</param>
/// <param name="Text">Read as SSML when it is that, else as it is.</param>
/// <param name="Language">The carrier's default is English.</param>
internal sealed record InfobipCall(string From, string To, string Text, string? Language);

/// <summary>The part of a success answer that is read, of texts and calls alike.</summary>
internal sealed record InfobipAnswer(IReadOnlyList<InfobipAnswerItem?>? Messages);

internal sealed record InfobipAnswerItem(string? MessageId, InfobipStatus? Status);

/// <param name="GroupId">0 accepted, 1 pending, 2 undeliverable, 3 delivered, 4 expired, 5 rejected.</param>
/// <param name="Id">The reason.</param>
internal sealed record InfobipStatus(int? GroupId, int? Id);

/// <summary>An error in either of the carrier's two forms.</summary>
/// <param name="ErrorCode">Of the newer form.</param>
/// <param name="Violations">Of the newer form.</param>
/// <param name="RequestError">The older form.</param>
internal sealed record InfobipError(
    string? ErrorCode,
    IReadOnlyList<InfobipViolation?>? Violations,
    InfobipRequestError? RequestError
);

/// <param name="Property">The path of the field that is wrong.</param>
internal sealed record InfobipViolation(string? Property);

internal sealed record InfobipRequestError(InfobipServiceException? ServiceException);

/// <param name="MessageId">A code, in spite of its name.</param>
/// <param name="ValidationErrors">By the path of the field that is wrong.</param>
internal sealed record InfobipServiceException(
    string? MessageId,
    IReadOnlyDictionary<string, JsonElement>? ValidationErrors
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString
)]
[JsonSerializable(typeof(InfobipRequest))]
[JsonSerializable(typeof(InfobipCall))]
[JsonSerializable(typeof(InfobipAnswer))]
[JsonSerializable(typeof(InfobipError))]
internal sealed partial class InfobipJson : JsonSerializerContext;
