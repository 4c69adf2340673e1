namespace SmsGateway.Workbench.Chaos;

/// <summary>A carrier that takes what it is sent and answers after five seconds.</summary>
internal static class SlowCarrier
{
    public static Task<ChaosAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken) =>
        BadCarrier.PlayAsync(stage, stage.Seconds(0.9, 5), cancellationToken);
}
