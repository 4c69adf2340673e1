namespace SmsGateway.CarrierSimulator.Carriers.Twilio;

/// <summary>Twilio's answer to a message or call that it took; the property names become snake case.</summary>
internal sealed class TwilioMessage
{
    public required string Sid { get; init; }

    public required string AccountSid { get; init; }

    public string ApiVersion { get; } = "2010-04-01";

    public string? Body { get; init; }

    public required string DateCreated { get; init; }

    public string? DateSent { get; }

    public required string DateUpdated { get; init; }

    public string Direction { get; } = "outbound-api";

    public int? ErrorCode { get; }

    public string? ErrorMessage { get; }

    public string? From { get; init; }

    public string? MessagingServiceSid { get; init; }

    public string NumSegments { get; } = "1";

    public string? Price { get; }

    public string PriceUnit { get; } = "USD";

    public required string Status { get; init; }

    public required string To { get; init; }

    public required string Uri { get; init; }
}
