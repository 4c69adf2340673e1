using System.Globalization;
using SmsGateway.Workbench.Chaos;

namespace SmsGateway.Workbench.Pumping;

/// <summary>The attack under each setting, held to what enforced rules promise; and what else an attacker may try, as a report.</summary>
internal sealed class PumpingAccount(IReadOnlyList<PumpingRow> rows, IReadOnlyList<PumpingRow> others)
    : IScenarioAccount
{
    public bool Holds => rows.All(row => row.Holds);

    public async Task WriteAsync(TextWriter output)
    {
        await output.WriteLineAsync(
            "  Texts of the attack that came through, in all and before a number block was first held, and when that was; \"unfed\": nothing"
        );
        await output.WriteLineAsync(
            "  tells which codes were entered. Times in brackets: it only would have been held, since the rules record."
        );
        await output.WriteLineAsync(PumpingRow.Heading);
        foreach (var row in rows)
        {
            await output.WriteLineAsync(row.Line(row.Setting.Name));
        }

        await output.WriteLineAsync("\n  What else an attacker may do, and who may be beside him (reported only):");
        foreach (var row in others)
        {
            await output.WriteLineAsync(row.Line($"{(row.Setting.IsFed ? "fed" : "unfed"), -6} {row.Plan.Name}"));
        }

        foreach (var row in rows.Where(row => row.Setting.Enforces))
        {
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {(row.Holds ? "holds " : "BROKEN")}  {row.Setting.Name}: under {PumpingRow.MostBeforeHold} texts before the block is held, and no honest user is refused"
                )
            );
        }
    }
}
