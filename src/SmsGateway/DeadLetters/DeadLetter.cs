using System.Collections.Immutable;
using System.Text;
using SmsGateway.Messages;

namespace SmsGateway.DeadLetters;

/// <summary>Why a message was given up.</summary>
public enum DeadLetterReason
{
    /// <summary>A carrier said that this recipient or text will never go.</summary>
    Rejected,

    /// <summary>It ran out of time, or would have before the next try.</summary>
    Expired,

    /// <summary>A carrier may have it, but none has said so, and it was sent as often as it is sent.</summary>
    Unknown,

    /// <summary>The queue held something that is no envelope of a known version.</summary>
    Unreadable,

    /// <summary>Delivery failed with an error of our own so often that the platform gave it up.</summary>
    Poison,

    /// <summary>No configured carrier can deliver it any more.</summary>
    Unroutable,

    /// <summary>It went to a test number: it was accepted, is never sent, and is kept for an operator to read.</summary>
    TestNumber,
}

/// <summary>A message that was given up, with everything known about it.</summary>
/// <param name="Id">The message's id; one of its own when the envelope was unreadable, whatever that says: it must not take the place of another's record.</param>
/// <param name="Reason">Why.</param>
/// <param name="Envelope">The message with every attempt; null when it could not be read, or opened.</param>
/// <param name="Raw">What lay in the queue, when it could not be read.</param>
/// <param name="Detail">Further explanation in the gateway's own words.</param>
/// <param name="DiedAt">When it was given up.</param>
public sealed record DeadLetter(
    MessageId Id,
    DeadLetterReason Reason,
    Envelope? Envelope,
    Sensitive? Raw,
    string? Detail,
    DateTimeOffset DiedAt
)
{
    /// <value>The envelope, when it could not be opened: it can when its key is back.</value>
    public SealedEnvelope? Sealed { get; init; }

    public ImmutableArray<Attempt> Attempts => Envelope?.Attempts ?? Sealed?.Attempts ?? [];

    /// <summary>The record of a queue message that is no envelope of a known version.</summary>
    /// <param name="body">The message.</param>
    /// <param name="why">What is wrong with it.</param>
    /// <param name="reason">Why it is given up.</param>
    /// <param name="now">When.</param>
    public static DeadLetter Unreadable(
        ReadOnlyMemory<byte> body,
        string why,
        DeadLetterReason reason,
        DateTimeOffset now
    ) => new(MessageId.New(now), reason, null, new Sensitive(Encoding.UTF8.GetString(body.Span)), why, now);

    /// <summary>The last attempt at each carrier, in order of time.</summary>
    public IEnumerable<Attempt> LastOutcomes =>
        Attempts.GroupBy(attempt => attempt.Carrier).Select(attempts => attempts.Last()).OrderBy(attempt => attempt.At);
}
