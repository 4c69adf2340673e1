using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;

namespace SmsGateway.Delivery;

/// <summary>
/// The delivery table: outcome to decision. Static and pure; the clock's reading and the randomness are arguments.
/// <code>
/// outcome        carriers left   none left
/// Accepted       complete        complete
/// Rejected       dead letter     dead letter
/// Refused        next carrier    retry with backoff
/// Throttled      next carrier    retry, not before retryAfter
/// Unavailable    next carrier    retry with backoff
/// Unknown        next carrier    retry with backoff        (Resend)
///                complete        complete                  (AssumeSent)
/// </code>
/// Expiry beats every row that would send again: past it, or with a retry that would start past it, the message is dead now.
/// </summary>
public static class RecoverabilityPolicy
{
    /// <param name="outcome">What the carrier said; already among the envelope's attempts.</param>
    /// <param name="envelope">The message.</param>
    /// <param name="hasNextCarrier">Whether the route has a carrier not tried in this run.</param>
    /// <param name="options">Section <c>Gateway:Delivery</c>.</param>
    /// <param name="now">After the attempt.</param>
    /// <param name="random">From 0 inclusive to 1 exclusive.</param>
    public static DeliveryDecision Decide(
        SendOutcome outcome,
        Envelope envelope,
        bool hasNextCarrier,
        DeliveryOptions options,
        DateTimeOffset now,
        double random
    )
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(options);
        switch (outcome)
        {
            case SendOutcome.Accepted:
            case SendOutcome.Unknown when options.UnknownOutcome == UnknownOutcomeRule.AssumeSent:
                return new DeliveryDecision.Complete();
            case SendOutcome.Rejected:
                return new DeliveryDecision.GiveUp(DeadLetterReason.Rejected);
        }

        if (envelope.IsExpiredAt(now))
        {
            return new DeliveryDecision.GiveUp(DeadLetterReason.Expired);
        }

        if (hasNextCarrier)
        {
            return new DeliveryDecision.NextCarrier();
        }

        var delay = Backoff.Delay(envelope.Runs, random);
        if (outcome is SendOutcome.Throttled { RetryAfter: { } retryAfter } && retryAfter > delay)
        {
            delay = retryAfter;
        }

        // Compared as a difference: a carrier may say any number, and now + delay could leave the calendar.
        return delay >= envelope.ExpiresAt - now
            ? new DeliveryDecision.GiveUp(DeadLetterReason.Expired)
            : new DeliveryDecision.Retry(delay);
    }
}
