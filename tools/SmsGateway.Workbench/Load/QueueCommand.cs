using System.Diagnostics;
using System.Text.Json;
using Azure.Storage.Queues;
using HdrHistogram;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Load;

/// <summary>
/// The measure of accepting on Azure Storage: <see cref="QueueClient.SendMessageAsync(string)"/> in closed loops and nothing
/// else, with the client as it is when no option is touched. A process of its own, like the load generator; one for all
/// measurements, so that its code is as warm as the gateway's.
/// </summary>
internal static class QueueCommand
{
    public const string Name = "queue-load";

    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        var plan = JsonSerializer.Deserialize<QueuePlan>(
            await input.ReadLineAsync() ?? throw new HarnessException("The loop got no plan.")
        )!;
        var queue = new QueueClient(plan.ConnectionString, plan.Queue);
        await queue.CreateIfNotExistsAsync();
        await SendAsync(plan, queue, plan.WarmUpSeconds);

        // Until whoever started this has enough, or is no more.
        while (await input.ReadLineAsync() is not null)
        {
            var started = Stopwatch.GetTimestamp();
            var cpu = Environment.CpuUsage.TotalTime;
            var latency = await SendAsync(plan, queue, plan.Seconds);
            await output.WriteLineAsync(
                JsonSerializer.Serialize(
                    LoadReport.Of(latency, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu)
                )
            );
        }

        return 0;
    }

    private static async Task<LongHistogram> SendAsync(QueuePlan plan, QueueClient queue, double seconds)
    {
        var started = Stopwatch.GetTimestamp();
        var loops = await Task.WhenAll(Enumerable.Range(0, plan.Concurrency).Select(_ => LoopAsync()));
        var latency = LoadReport.NewHistogram();
        foreach (var loop in loops)
        {
            latency.Add(loop);
        }

        return latency;

        async Task<LongHistogram> LoopAsync()
        {
            var own = LoadReport.NewHistogram();
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var begun = Stopwatch.GetTimestamp();
                await queue.SendMessageAsync(plan.Text);
                own.RecordValue((long)Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
            }

            return own;
        }
    }
}
