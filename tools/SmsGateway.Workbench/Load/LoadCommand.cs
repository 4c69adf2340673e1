using System.Diagnostics;
using System.Text.Json;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>The load generator: a process of its own, so that its work is not counted as the gateway's.</summary>
internal static class LoadCommand
{
    public const string Name = "load";

    /// <summary>How long answers are awaited after the last request went out.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        var plan = JsonSerializer.Deserialize<LoadPlan>(
            await input.ReadLineAsync() ?? throw new HarnessException("The load generator got no plan.")
        )!;
        using var stop = new CancellationTokenSource();
        using var abort = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        var first = 0;
        var connections = Enumerable
            .Range(0, plan.Connections)
            .Select(index => new LoadConnection(plan, index, Begin))
            .ToList();

        // Whoever started this has enough, or is no more.
        _ = Task.Run(async () =>
        {
            await input.ReadLineAsync();
            await stop.CancelAsync();
        });
        using var stopping = stop.Token.Register(() => abort.CancelAfter(Grace));

        await Task.WhenAll(connections.Select(connection => connection.RunAsync(stop.Token, abort.Token)));
        var report = Report(connections, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);

        if (plan.IdsPath is not null)
        {
            await File.WriteAllLinesAsync(plan.IdsPath, connections.SelectMany(connection => connection.Ids));
        }

        await output.WriteLineAsync(JsonSerializer.Serialize(report));
        return 0;

        // The first answer starts the clock: how long this process took to start is nobody's business.
        void Begin()
        {
            if (Interlocked.Exchange(ref first, 1) == 0 && plan.Seconds < int.MaxValue)
            {
                started = Stopwatch.GetTimestamp();
                cpu = Environment.CpuUsage.TotalTime;
                stop.CancelAfter(TimeSpan.FromSeconds(plan.Seconds));
            }
        }
    }

    private static LoadReport Report(IReadOnlyList<LoadConnection> connections, TimeSpan elapsed, TimeSpan cpu)
    {
        var latency = LoadReport.NewHistogram();
        foreach (var connection in connections)
        {
            latency.Add(connection.Latency);
        }

        return LoadReport.Of(latency, elapsed, cpu) with
        {
            Refused = connections
                .SelectMany(connection => connection.Refused)
                .GroupBy(pair => pair.Key)
                .ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value)),
            Unanswered = connections.Sum(connection => connection.Unanswered),
        };
    }
}
