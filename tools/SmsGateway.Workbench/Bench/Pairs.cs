using System.Globalization;

namespace SmsGateway.Workbench.Bench;

/// <summary>Two gateways, round by round.</summary>
internal sealed class Pairs(string name, IEnumerable<BenchRow> rows, string with, IEnumerable<BenchRow> others)
{
    private readonly List<(BenchRow Row, BenchRow Other)> _rounds = [.. rows.Zip(others)];

    /// <summary>Messages a second as a ratio, and the processor time of a message as a difference: each the median of the rounds.</summary>
    public override string ToString()
    {
        var ratios = _rounds
            .Select(round => round.Row.PerSecond!.Value / round.Other.PerSecond!.Value)
            .Order()
            .ToList();
        var more = _rounds.Select(round => round.Row.Cpu!.Value - round.Other.Cpu!.Value).Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name} / {with}: {At(ratios, 0.5):0.00} (median of {_rounds.Count} rounds; a quarter below {At(ratios, 0.25):0.00}, a quarter above {At(ratios, 0.75):0.00}); CPU {At(more, 0.5):+0;-0;0} µs a message (a quarter below {At(more, 0.25):+0;-0;0}, a quarter above {At(more, 0.75):+0;-0;0})"
        );
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];
}
