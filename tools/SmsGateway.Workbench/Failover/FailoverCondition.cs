namespace SmsGateway.Workbench.Failover;

/// <summary>What is wrong with the first of two carriers.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Outage">The carrier simulator's switch.</param>
/// <param name="Seconds">By which a slow one answers late.</param>
/// <param name="IsFailing">Whether the gateway has to find out that the carrier is to be tried last.</param>
internal sealed record FailoverCondition(string Name, string Outage, bool IsFailing, int? Seconds = null)
{
    /// <summary>The first is what the others are compared with.</summary>
    public static readonly IReadOnlyList<FailoverCondition> All =
    [
        new("well", "none", IsFailing: false),
        new("fails 30 %", "flaky", IsFailing: false),
        new("times out", "hung", IsFailing: true),
        new("slow, 8 s", "slow", IsFailing: true, Seconds: 8),
        new("refuses all", "refused", IsFailing: true),
        new("throttles", "throttled", IsFailing: true),
        new("down", "down", IsFailing: true),
    ];
}
