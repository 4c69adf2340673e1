using HdrHistogram;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>What a load generator saw; one line of JSON on its standard output. Times in microseconds.</summary>
internal sealed record LoadReport
{
    public required double Seconds { get; init; }

    public required long Accepted { get; init; }

    /// <value>Answers other than 200, by status.</value>
    public required IReadOnlyDictionary<int, long> Refused { get; init; }

    /// <value>Requests that went out and got no answer.</value>
    public required long Unanswered { get; init; }

    public required long P50 { get; init; }

    public required long P99 { get; init; }

    public required long Max { get; init; }

    /// <value>The generator's own processor time.</value>
    public required double Cpu { get; init; }

    /// <summary>For microseconds up to an hour, at most 1 % off.</summary>
    public static LongHistogram NewHistogram() => new(3_600_000_000, 2);

    /// <summary>When all that was sent was taken.</summary>
    public static LoadReport Of(LongHistogram latency, TimeSpan elapsed, TimeSpan cpu) =>
        new()
        {
            Seconds = elapsed.TotalSeconds,
            Accepted = latency.TotalCount,
            Refused = new Dictionary<int, long>(),
            Unanswered = 0,
            P50 = latency.GetValueAtPercentile(50),
            P99 = latency.GetValueAtPercentile(99),
            Max = latency.GetMaxValue(),
            Cpu = cpu.TotalMicroseconds,
        };

    public double PerSecond => Accepted / Seconds;

    /// <exception cref="HarnessException">Not every request was accepted.</exception>
    public LoadReport MustBeClean() =>
        Refused.Count == 0 && Unanswered == 0 && Accepted > 0
            ? this
            : throw new HarnessException(
                $"The load was not taken cleanly: {Accepted} accepted, {string.Join(", ", Refused.Select(pair => $"{pair.Value} x {pair.Key}"))}, {Unanswered} unanswered."
            );
}
