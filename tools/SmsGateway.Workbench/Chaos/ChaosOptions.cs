using System.Security.Cryptography;

namespace SmsGateway.Workbench.Chaos;

/// <param name="Only">The one scenario to play; null for all.</param>
/// <param name="Seed">Decides when each message is posted.</param>
/// <param name="IsQuick">Short versions, that show less.</param>
internal sealed record ChaosOptions(string? Only, int Seed, bool IsQuick)
{
    public static ChaosOptions Read(Arguments arguments)
    {
        var only = arguments.Text("--only");
        return only is null || Scenarios.All.Any(scenario => scenario.Name == only)
            ? new(
                only,
                arguments.Number("--seed", 0, int.MaxValue) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
                arguments.Flag("--quick")
            )
            : throw new UsageException(
                $"--only must be one of {string.Join(", ", Scenarios.All.Select(scenario => scenario.Name))}."
            );
    }
}
