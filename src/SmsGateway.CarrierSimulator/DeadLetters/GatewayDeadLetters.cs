using System.Text.Json.Serialization;

namespace SmsGateway.CarrierSimulator.DeadLetters;

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
