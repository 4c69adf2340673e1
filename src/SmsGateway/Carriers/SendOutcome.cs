using SmsGateway.Messages;

namespace SmsGateway.Carriers;

/// <summary>What a carrier said, classified by who failed and when. Closed: the delivery table has a row for each.</summary>
/// <param name="Code">The carrier's own code (at most 40 letters, digits, dots, dashes, underscores) or ours for a transport failure.</param>
/// <param name="Detail">The gateway's own words. Never the carrier's text: it may repeat the number or the code.</param>
public abstract record SendOutcome(string? Code, string? Detail)
{
    /// <summary>The outcome's name in logs, metrics and attempts.</summary>
    public string Name => GetType().Name;

    /// <value>
    /// Whether a carrier that is busy or failed said so of this message by its id: one that remembers ids would answer the same to the
    /// next try under it. A refusal always does.
    /// </value>
    public bool Declined { get; init; }

    /// <summary>For the record.</summary>
    public Attempt At(string carrier, DateTimeOffset started) =>
        new(carrier, started, Name, Code, Detail, this is Unknown { SuccessStatus: true }, Declined);

    /// <summary>The carrier took the message.</summary>
    /// <param name="CarrierMessageId">The carrier's name for it.</param>
    public sealed record Accepted(string? CarrierMessageId) : SendOutcome(null, null);

    /// <summary>This recipient or text will never go, at any carrier.</summary>
    public sealed record Rejected(string? Code, string? Detail) : SendOutcome(Code, Detail)
    {
        /// <value>Whether the number takes no texts and may well take a call, as a landline does.</value>
        public bool IsLandline { get; init; }
    }

    /// <value>Of a message for which there is no sender where the carrier needs one; nothing was sent.</value>
    internal static Refused NoSender { get; } =
        new("no-sender", "neither the message nor the configuration names a sender") { OfThisMessage = true };

    /// <summary>Our account, sender or region is refused at this carrier; another may take it.</summary>
    /// <param name="Code">The carrier's code.</param>
    /// <param name="Detail">Our words.</param>
    /// <param name="Credentials">True when it was the credentials: a fresh read of the secrets may help.</param>
    public sealed record Refused(string? Code, string? Detail, bool Credentials = false) : SendOutcome(Code, Detail)
    {
        /// <value>
        /// Whether it is about this one message, such as a region that the account has not opened: the carrier is well, and goes on
        /// being asked first for others.
        /// </value>
        public bool OfThisMessage { get; init; }
    }

    /// <summary>The carrier wants less from us; it did not take the message.</summary>
    /// <param name="Code">The carrier's code.</param>
    /// <param name="Detail">Our words.</param>
    /// <param name="RetryAfter">How long the carrier asked us to stay away, if it said so.</param>
    public sealed record Throttled(string? Code, string? Detail, TimeSpan? RetryAfter = null)
        : SendOutcome(Code, Detail);

    /// <summary>The carrier was not reached or failed before it took the message.</summary>
    public sealed record Unavailable(string? Code, string? Detail) : SendOutcome(Code, Detail);

    /// <summary>The request went out, and no answer that can be understood came: the message may have been delivered.</summary>
    /// <param name="Code">Ours.</param>
    /// <param name="Detail">Our words.</param>
    /// <param name="SuccessStatus">Whether a success status was read: then the carrier has the message, in all likelihood.</param>
    public sealed record Unknown(string? Code, string? Detail, bool SuccessStatus = false) : SendOutcome(Code, Detail);
}
