using SmsGateway.DeadLetters;

namespace SmsGateway.Delivery;

/// <summary>What to do about an outcome.</summary>
public abstract record DeliveryDecision
{
    private DeliveryDecision() { }

    /// <summary>Done: a carrier has it, or is assumed to.</summary>
    public sealed record Complete : DeliveryDecision;

    /// <summary>Try the next carrier of the route, in the same run.</summary>
    public sealed record NextCarrier : DeliveryDecision;

    /// <summary>Queue it again, invisible for a while.</summary>
    public sealed record Retry(TimeSpan Delay) : DeliveryDecision;

    /// <summary>Give up and record it.</summary>
    public sealed record GiveUp(DeadLetterReason Reason) : DeliveryDecision;
}
