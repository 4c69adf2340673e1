using System.Globalization;

namespace SmsGateway.Workbench.Bench;

/// <summary>One line of the table; what was not measured stays empty.</summary>
/// <param name="What">What was measured.</param>
internal sealed record BenchRow(string What)
{
    public double? PerSecond { get; init; }

    /// <value>Milliseconds.</value>
    public double? P50 { get; init; }

    /// <value>Milliseconds.</value>
    public double? P99 { get; init; }

    /// <value>Milliseconds.</value>
    public double? Max { get; init; }

    /// <value>The gateway's processor time for one message, in microseconds.</value>
    public double? Cpu { get; init; }

    /// <value>What the gateway allocates for one message, in KiB.</value>
    public double? Allocated { get; init; }

    /// <value>The gateway's peak, in MiB.</value>
    public double? Memory { get; init; }

    public static string Heading =>
        $"{"", -44}{"msg/s", 9}{"p50 ms", 9}{"p99 ms", 9}{"max ms", 9}{"CPU µs", 9}{"alloc K", 9}{"peak MB", 9}";

    public override string ToString() =>
        $"{What, -44}{Cell(PerSecond, "N0")}{Cell(P50, "0.00")}{Cell(P99, "0.00")}{Cell(Max, "0.0")}{Cell(Cpu, "0")}{Cell(Allocated, "0.0")}{Cell(Memory, "0")}".TrimEnd();

    private static string Cell(double? value, string format) =>
        (value?.ToString(format, CultureInfo.InvariantCulture) ?? "").PadLeft(9);
}
