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
/// Throttled      next carrier    retry, not before retryAfter, but once more before the code is too old
/// Unavailable    next carrier    retry with backoff
/// Unknown        next carrier    retry with backoff        (Resend)
///                complete        complete                  (AssumeSent)
/// </code>
/// Expiry beats every row that would send again: past it, or with a retry that would start past it, the message is dead now.
/// </summary>
public static class RecoverabilityPolicy
{
    /// <summary>Time for an attempt, for the network, and for typing the code in.</summary>
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(30);

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
        // As a difference: a carrier may say any number, and now + delay could leave the calendar.
        var left = envelope.ExpiresAt - now;
        if (outcome is SendOutcome.Throttled { RetryAfter: { } retryAfter } && retryAfter > delay)
        {
            var untilLastTry = left - LastTryBefore(envelope);
            delay =
                retryAfter < left || untilLastTry <= TimeSpan.Zero ? retryAfter
                : untilLastTry > delay ? untilLastTry
                : delay;
        }

        return delay >= left
            ? new DeliveryDecision.GiveUp(DeadLetterReason.Expired)
            : new DeliveryDecision.Retry(delay);
    }

    /// <summary>How long before its expiry a code is still worth a last try, when the carrier asks for a wait beyond that.</summary>
    private static TimeSpan LastTryBefore(Envelope envelope)
    {
        var third = (envelope.ExpiresAt - envelope.AcceptedAt) / 3;
        return third < LastTry ? third : LastTry;
    }
}
