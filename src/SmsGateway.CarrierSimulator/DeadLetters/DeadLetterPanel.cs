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
internal sealed record DeadLetterRow(
    string Id,
    string Reason,
    string? Detail,
    DateTimeOffset? DiedAt,
    string Recipient,
    IReadOnlyList<GatewayAttempt> LastOutcomes);

/// <summary>The part of the gateway's list of dead letters that the page shows. The body is not read.</summary>
internal sealed class GatewayDeadLetters
{
    public IReadOnlyList<GatewayDeadLetter>? Items { get; init; }

    /// <summary>Set when there are more pages.</summary>
    public string? Continue { get; init; }
}

internal sealed class GatewayDeadLetter
{
    public string? Id { get; init; }

    public string? Reason { get; init; }

    public string? Detail { get; init; }

    public DateTimeOffset? DiedAt { get; init; }

    public GatewayEnvelope? Envelope { get; init; }

    public IReadOnlyList<GatewayAttempt>? LastOutcomes { get; init; }
}

internal sealed class GatewayEnvelope
{
    public string? Recipient { get; init; }
}

internal sealed record GatewayAttempt(string? Carrier, DateTimeOffset? At, string? Outcome, string? Code, string? Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GatewayDeadLetters))]
internal sealed partial class GatewayJson : JsonSerializerContext;
