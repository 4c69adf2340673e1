namespace SmsGateway.Workbench.Chaos;

/// <summary>A carrier that takes what it is sent and never answers.</summary>
internal static class HungCarrier
{
    /// <summary>Longer than anybody waits; the longest that the carrier simulator takes.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);

    public static Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken) =>
        BadCarrier.PlayAsync(stage, Never, cancellationToken);
}
