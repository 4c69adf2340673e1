using SmsGateway.DeadLetters;

namespace SmsGateway.Delivery;

/// <summary>What to do about an outcome.</summary>
public abstract record DeliveryDecision
{
    private DeliveryDecision() { }

    /// <summary>Done.</summary>
    /// <param name="IsAssumed">No carrier said that it has it; it is taken for sent.</param>
    public sealed record Complete(bool IsAssumed = false) : DeliveryDecision;

    /// <summary>Try the next carrier of the route, in the same run.</summary>
    public sealed record NextCarrier : DeliveryDecision;

    /// <summary>Queue it again, invisible for a while.</summary>
    public sealed record Retry(TimeSpan Delay) : DeliveryDecision;

    /// <summary>Queue it again until a carrier has a place for it. Nothing was tried and nothing failed.</summary>
    public sealed record Park(TimeSpan Delay) : DeliveryDecision;

    /// <summary>Queue it again as a call, at once; where no carrier of its route can call it is rejected.</summary>
    public sealed record BecomeCall : DeliveryDecision;

    /// <summary>Give up and record it.</summary>
    public sealed record GiveUp(DeadLetterReason Reason) : DeliveryDecision;
}
