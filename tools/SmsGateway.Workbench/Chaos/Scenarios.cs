namespace SmsGateway.Workbench.Chaos;

/// <summary>What chaos plays, in order. The help of dev.cs lists the same names.</summary>
internal static class Scenarios
{
    public static readonly IReadOnlyList<(
        string Name,
        Func<ChaosStage, CancellationToken, Task<ChaosAccount>> Play
    )> All =
    [
        ("hung-carrier", HungCarrier.PlayAsync),
        ("slow-carrier", SlowCarrier.PlayAsync),
        ("all-down", AllDown.PlayAsync),
        ("stopped-process", StoppedProcess.PlayAsync),
        ("stopped-of-two", StoppedOfTwo.PlayAsync),
        ("clock-back", ClockBack.PlayAsync),
        ("frozen-disk", FrozenDisk.PlayAsync),
        ("storage-garbage", StorageGarbage.PlayAsync),
    ];
}
