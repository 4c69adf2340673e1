using SmsGateway.CarrierSimulator.Carriers;

namespace SmsGateway.CarrierSimulator.Inbox;

/// <summary>One row of the inbox, as the control endpoints and the page get it. Not a record: nothing may print the body by accident.</summary>
internal sealed class InboxMessage
{
    /// <summary>Counts up from 1 since the start of the carrier simulator.</summary>
    public required long Id { get; init; }

    /// <summary>Its <see cref="Carriers.Carrier.Name"/>.</summary>
    public required string Carrier { get; init; }

    public required string Recipient { get; init; }

    public required string Sender { get; init; }

    /// <summary>The text; for a Twilio call its TwiML. Whatever somebody posted: never to be treated as HTML.</summary>
    public required string Body { get; init; }

    /// <summary>What a call says, without its markup; null for a text. Hostile like the body.</summary>
    public string? Spoken { get; init; }

    /// <summary><c>GSM-7</c> or <c>UCS-2</c>; null, as the next two, for a call and for what was not read.</summary>
    public string? Encoding { get; init; }

    /// <summary>The text's length as its encoding counts it: septets, or UTF-16 code units.</summary>
    public int? Characters { get; init; }

    /// <summary>What a carrier would bill, without changing the text first as some can.</summary>
    public int? Segments { get; init; }

    /// <summary><c>sms</c> or <c>voice</c>.</summary>
    public required string Channel { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The gateway's id of the message, 32 hexadecimal digits; null when the request had none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>When the gateway accepted the message, read from its id.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>The HTTP status of the answer; 0 for none.</summary>
    public required int Status { get; init; }

    /// <summary>The carrier's code and a few words.</summary>
    public required string Detail { get; init; }
}
