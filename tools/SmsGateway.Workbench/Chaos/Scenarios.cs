using SmsGateway.Workbench.Pumping;

namespace SmsGateway.Workbench.Chaos;

/// <summary>What chaos plays, in order. The help of dev.cs lists the same names.</summary>
internal static class Scenarios
{
    public static readonly IReadOnlyList<(
        string Name,
        Func<ChaosStage, CancellationToken, Task<IScenarioAccount>> Play
    )> All =
    [
        ("hung-carrier", Of(HungCarrier.PlayAsync)),
        ("slow-carrier", Of(SlowCarrier.PlayAsync)),
        ("all-down", Of(AllDown.PlayAsync)),
        ("stopped-process", Of(StoppedProcess.PlayAsync)),
        ("stopped-of-two", Of(StoppedOfTwo.PlayAsync)),
        ("clock-back", Of(ClockBack.PlayAsync)),
        ("frozen-disk", Of(FrozenDisk.PlayAsync)),
        ("storage-garbage", Of(StorageGarbage.PlayAsync)),
        ("pumping", PumpingScenario.PlayAsync),
    ];

    private static Func<ChaosStage, CancellationToken, Task<IScenarioAccount>> Of(
        Func<ChaosStage, CancellationToken, Task<ChaosAccount>> play
    ) => async (stage, cancellationToken) => await play(stage, cancellationToken);
}
