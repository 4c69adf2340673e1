using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.DeadLetters;

/// <summary>What the page shows beside the inbox.</summary>
/// <param name="Note">Why there is no list; null when there is one.</param>
/// <param name="Items">Newest first, as the gateway gives them.</param>
/// <param name="More">The gateway has more than these.</param>
internal sealed record DeadLetterPanel(string? Note, IReadOnlyList<DeadLetterRow> Items, bool More)
{
    public static DeadLetterPanel Without(string note) => new(note, [], false);
}

/// <param name="Id">The message's id.</param>
/// <param name="Reason">Why it was given up.</param>
/// <param name="Detail">More about the reason.</param>
/// <param name="DiedAt">When.</param>
/// <param name="Recipient">Masked.</param>
/// <param name="LastOutcomes">One per carrier that was tried.</param>
/// <param name="ExpiresAt">When its code ends; null where there is no message to replay.</param>
internal sealed record DeadLetterRow(
    string Id,
    string Reason,
    string? Detail,
    DateTimeOffset? DiedAt,
    string Recipient,
    IReadOnlyList<GatewayAttempt> LastOutcomes,
    DateTimeOffset? ExpiresAt
);

/// <param name="Status">The gateway's; 0 for none.</param>
/// <param name="Note">In words.</param>
internal sealed record ReplayAnswer(int Status, string Note);

/// <summary>The part of the gateway's list of dead letters that the page shows. The body is not read.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Continue">Set when there are more pages.</param>
internal sealed record GatewayDeadLetters(IReadOnlyList<GatewayDeadLetter>? Items, string? Continue);

internal sealed record GatewayDeadLetter(
    string? Id,
    string? Reason,
    string? Detail,
    DateTimeOffset? DiedAt,
    GatewayEnvelope? Envelope,
    IReadOnlyList<GatewayAttempt>? LastOutcomes
);

internal sealed record GatewayEnvelope(string? Recipient, DateTimeOffset? ExpiresAt);

internal sealed record GatewayAttempt(
    string? Carrier,
    DateTimeOffset? At,
    string? Outcome,
    string? Code,
    string? Detail
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayDeadLetters))]
internal sealed partial class GatewayJson : JsonSerializerContext;
