using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;

namespace SmsGateway.Delivery;

/// <summary>
/// The delivery table: outcome to decision. Static and pure; the clock's reading and the randomness are arguments.
/// <code>
/// outcome        carriers left   later                          never
/// Accepted       complete        complete                       complete
/// Rejected       dead letter     dead letter                    dead letter
///   landline     call            call                           call                   (Landline=Call, of a text)
/// Refused        next carrier    retry with backoff
/// Throttled      next carrier    retry, not before retryAfter,
///                                but once more before the code is too old
/// Unavailable    next carrier    retry with backoff
/// Unknown        next carrier    retry with backoff             dead letter Unknown    (Resend)
///   silence      assumed         assumed                        assumed                (AssumeSent)
///   success      unknown         unknown                        unknown                (AssumeSent)
/// (no place)     next carrier    back until its turn
/// </code>
/// Expiry beats every row that would send again: past it, or with a retry that would start past it, the message is dead now.
/// It died <see cref="DeadLetterReason.Unknown"/> if a carrier may have it, and <see cref="DeadLetterReason.Expired"/> otherwise.
/// <para>
/// A carrier that may have the message gets it again so many times (<see cref="DeliveryOptions.MaxUnknownResends"/>), and not at
/// all when it answered with a success status: that one has it in all likelihood, and a second text would be a double. The next
/// carrier gets it all the same, because a page of somebody in between has such a status, too, and a code that comes twice is
/// harmless.
/// </para>
/// </summary>
public static class RecoverabilityPolicy
{
    /// <summary>Time for an attempt, for the network, and for typing the code in.</summary>
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(30);

    /// <summary>Of a message that finds no place: up to here before its expiry it waits at most for half of what is left.</summary>
    private static readonly TimeSpan LastMoments = TimeSpan.FromSeconds(2);

    /// <param name="outcome">What the carrier said; already among the envelope's attempts.</param>
    /// <param name="envelope">The message.</param>
    /// <param name="left">Who else can have it.</param>
    /// <param name="options">Section <c>Gateway:Delivery</c>.</param>
    /// <param name="now">After the attempt.</param>
    /// <param name="random">From 0 inclusive to 1 exclusive.</param>
    public static DeliveryDecision Decide(
        SendOutcome outcome,
        Envelope envelope,
        CarriersLeft left,
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
                return new DeliveryDecision.Complete();
            case SendOutcome.Unknown { SuccessStatus: var success }
                when options.UnknownOutcome == UnknownOutcomeRule.AssumeSent:
                return success
                    ? new DeliveryDecision.GiveUp(DeadLetterReason.Unknown)
                    : new DeliveryDecision.Complete(IsAssumed: true);
            case SendOutcome.Rejected { IsLandline: true }
                when options.Landline == LandlineRule.Call
                    && envelope.Message.Channel == Channel.Sms
                    && !envelope.IsExpiredAt(now):
                return new DeliveryDecision.BecomeCall();
            case SendOutcome.Rejected:
                return new DeliveryDecision.GiveUp(DeadLetterReason.Rejected);
        }

        if (envelope.IsExpiredAt(now))
        {
            return TooLate(envelope);
        }

        switch (left)
        {
            case CarriersLeft.InThisRun:
                return new DeliveryDecision.NextCarrier();
            case CarriersLeft.None:
                return new DeliveryDecision.GiveUp(DeadLetterReason.Unknown);
        }

        var delay = Backoff.Delay(envelope.Runs, random);
        // As a difference: a carrier may say any number, and now + delay could leave the calendar.
        var life = envelope.ExpiresAt - now;
        if (outcome is SendOutcome.Throttled { RetryAfter: { } retryAfter } && retryAfter > delay)
        {
            var untilLastTry = life - LastTryBefore(envelope);
            delay =
                retryAfter < life || untilLastTry <= TimeSpan.Zero ? retryAfter
                : untilLastTry > delay ? untilLastTry
                : delay;
        }

        return delay >= life ? TooLate(envelope) : new DeliveryDecision.Retry(delay);
    }

    /// <summary>The row without an outcome: no carrier of the route had a place for the message.</summary>
    /// <param name="turn">When one will, as far as is known.</param>
    public static DeliveryDecision WithoutPlace(Envelope envelope, DateTimeOffset now, TimeSpan turn)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var left = envelope.ExpiresAt - now;
        if (left <= TimeSpan.Zero)
        {
            return TooLate(envelope);
        }

        // At the end it comes back to be recorded.
        var longest = left > LastMoments ? left / 2 : left;
        return new DeliveryDecision.Park(turn < longest ? turn : longest);
    }

    public static DeliveryDecision.GiveUp TooLate(Envelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        foreach (var attempt in envelope.Attempts)
        {
            if (attempt.IsUnknown)
            {
                return new(DeadLetterReason.Unknown);
            }
        }

        return new(DeadLetterReason.Expired);
    }

    /// <summary>How long before its expiry a code is still worth a last try, when the carrier asks for a wait beyond that.</summary>
    private static TimeSpan LastTryBefore(Envelope envelope)
    {
        var third = (envelope.ExpiresAt - envelope.AcceptedAt) / 3;
        return third < LastTry ? third : LastTry;
    }

    /// <summary>Whether a carrier may have the message sent to it, for the first time or again.</summary>
    public static bool MaySendTo(string carrier, Envelope envelope, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(options);
        var unknown = 0;
        foreach (var attempt in envelope.Attempts)
        {
            if (attempt.IsUnknown && options.UnknownOutcome == UnknownOutcomeRule.AssumeSent)
            {
                // It was at its end, which could not be recorded.
                return false;
            }

            if (attempt.IsUnknown && attempt.Carrier.Equals(carrier, StringComparison.OrdinalIgnoreCase))
            {
                unknown += attempt.SuccessStatus ? options.MaxUnknownResends + 1 : 1;
            }
        }

        return unknown <= options.MaxUnknownResends;
    }
}

/// <summary>Who can have a message after an attempt has failed.</summary>
public enum CarriersLeft
{
    /// <summary>Nobody: each carrier of the route may have it, and has had it as often as it is sent.</summary>
    None,

    /// <summary>Nobody in this run; somebody in a later one.</summary>
    Later,

    /// <summary>A carrier of the route that was not tried in this run.</summary>
    InThisRun,
}
