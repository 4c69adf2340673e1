using SmsGateway.Workbench.Chaos;

namespace SmsGateway.Workbench.Pumping;

/// <summary>
/// Somebody has texts sent to numbers that he is paid for: 20,000 addresses, one number block, 50 a second, beside honest users. In
/// simulated time through the gateway's own acceptance and store.
/// </summary>
internal static class PumpingScenario
{
    public static async Task<IScenarioAccount> PlayAsync(ChaosStage stage, CancellationToken cancellationToken)
    {
        var duration = stage.Seconds(120, 600);
        var played = 0;

        var rows = new List<PumpingRow>();
        foreach (var setting in PumpingSetting.All)
        {
            rows.Add(await PlayAsync(PumpingPlan.OneBlock, setting));
        }

        var others = new List<PumpingRow>();
        foreach (var plan in stage.IsQuick ? [] : PumpingPlan.Others)
        {
            foreach (var setting in PumpingSetting.All.Where(setting => setting.Enforces))
            {
                others.Add(await PlayAsync(plan, setting));
            }
        }

        return new PumpingAccount(rows, others);

        Task<PumpingRow> PlayAsync(PumpingPlan plan, PumpingSetting setting) =>
            new PumpingRun(plan, setting, stage.Seed, duration).PlayAsync(
                Path.Combine(stage.Folder, $"store-{++played}"),
                cancellationToken
            );
    }
}
