namespace SmsGateway.Admission;

/// <summary>What the rules that look at nothing but the number say of it.</summary>
/// <param name="Reason">Why nothing is sent to it, as callers, logs and metrics are told; null when it may be sent to.</param>
public readonly record struct FixedVerdict(string? Reason)
{
    public static readonly FixedVerdict Allowed;

    /// <summary>Numbers of its kind cost too much, or show no text to a person.</summary>
    public static readonly FixedVerdict KindNotAllowed = new("kind_not_allowed");

    /// <summary>Its region is not in the list.</summary>
    public static readonly FixedVerdict RegionNotAllowed = new("region_not_allowed");

    public bool IsAllowed => Reason is null;
}
