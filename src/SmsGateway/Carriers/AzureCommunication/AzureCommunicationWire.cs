using System.Text.Json.Serialization;

namespace SmsGateway.Carriers.AzureCommunication;

/// <summary>The body of <c>POST /sms</c>. It has no field for a validity period, and reports go to Event Grid only.</summary>
internal sealed record AzureCommunicationRequest
{
    public required string From { get; init; }

    public required IReadOnlyList<AzureCommunicationRecipient> SmsRecipients { get; init; }

    public required string Message { get; init; }

    public required AzureCommunicationSendOptions SmsSendOptions { get; init; }
}

internal sealed record AzureCommunicationRecipient
{
    public required string To { get; init; }

    /// <summary>By which the carrier knows a repetition: of two requests with the same one it carries out the first.</summary>
    public required Guid RepeatabilityRequestId { get; init; }

    /// <summary>Goes with the id, and is the same in each repetition: RFC 1123.</summary>
    public required string RepeatabilityFirstSent { get; init; }
}

internal sealed record AzureCommunicationSendOptions
{
    public required bool EnableDeliveryReport { get; init; }

    /// <summary>Comes back in delivery reports.</summary>
    public required string Tag { get; init; }
}

/// <summary>The parts of an answer that are read: <c>value</c> of one that was taken in, or <c>error</c>.</summary>
internal sealed record AzureCommunicationAnswer(
    IReadOnlyList<AzureCommunicationResult?>? Value,
    AzureCommunicationError? Error
);

/// <summary>What became of one recipient.</summary>
/// <param name="MessageId">The carrier's name for it.</param>
/// <param name="HttpStatusCode">Decides; the status of the answer is 202 whatever it is.</param>
/// <param name="RepeatabilityResult">accepted or rejected.</param>
/// <param name="ErrorMessage">A text, looked through for what it is about.</param>
internal sealed record AzureCommunicationResult(
    string? MessageId,
    int? HttpStatusCode,
    string? RepeatabilityResult,
    bool? Successful,
    string? ErrorMessage
);

internal sealed record AzureCommunicationError(string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AzureCommunicationRequest))]
[JsonSerializable(typeof(AzureCommunicationAnswer))]
internal sealed partial class AzureCommunicationJson : JsonSerializerContext;
