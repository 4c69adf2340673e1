namespace SmsGateway.CarrierSimulator.Carriers.MessageMedia;

/// <summary>Request and answer have one shape; the answer adds id and status to each message.</summary>
internal sealed class MessageMediaBatch
{
    public IReadOnlyList<MessageMediaItem?>? Messages { get; init; }
}

/// <summary>One message; the property names become snake case.</summary>
internal sealed class MessageMediaItem
{
    public string? CallbackUrl { get; set; }

    public string? Content { get; set; }

    public string? DestinationNumber { get; set; }

    public bool? DeliveryReport { get; set; }

    public string? Format { get; set; }

    public string? MessageExpiryTimestamp { get; set; }

    public IReadOnlyDictionary<string, string>? Metadata { get; set; }

    public string? Scheduled { get; set; }

    public string? SourceNumber { get; set; }

    public string? SourceNumberType { get; set; }

    public string? MessageId { get; set; }

    public string? Status { get; set; }
}
