namespace SmsGateway.Testing;

/// <summary>One request to a carrier, as the carrier simulator shows it. A class, not a record: nothing prints the body.</summary>
public sealed class Arrival
{
    /// <value>The gateway's id of the message.</value>
    public string? CorrelationId { get; init; }

    public string Carrier { get; init; } = "";

    public string Recipient { get; init; } = "";

    public string Body { get; init; } = "";

    public DateTimeOffset ReceivedAt { get; init; }

    /// <value>"Accepted" when the carrier took it.</value>
    public string Outcome { get; init; } = "";

    public bool IsTaken => Outcome.Equals("Accepted", StringComparison.OrdinalIgnoreCase);
}
