using System.Globalization;
using SmsGateway.Testing;
using SmsGateway.Workbench.Load;

namespace SmsGateway.Workbench.Bench;

/// <summary>
/// A Host that was compiled natively and the one that the build makes, which is compiled as it runs, in turn: start, memory, and
/// accepting. Each has a store of its own, and is measured from outside, so that allocations are not known.
/// </summary>
internal sealed class NativeComparison(
    BenchOptions options,
    string native,
    string folder,
    CancellationToken cancellationToken
)
{
    private static readonly int[] Connections = [1, 16, 64];

    private readonly RunSecrets _secrets = new();

    public async Task WriteAsync(TextWriter output)
    {
        (string Name, string Program)[] hosts = [("native", native), ("JIT", Artifacts.Program("SmsGateway.Host"))];
        await output.WriteLineAsync(BenchRow.Heading);
        var starts = hosts.ToDictionary(host => host.Name, _ => new List<(double Milliseconds, double Memory)>());
        for (var i = 0; i < options.Starts; i++)
        {
            foreach (var (name, program) in hosts)
            {
                starts[name].Add(await StartedAsync(name, program));
            }
        }

        foreach (var (name, seen) in starts)
        {
            var times = seen.Select(start => start.Milliseconds).Order().ToList();
            await output.WriteLineAsync(
                new BenchRow(Invariant($"{name}, start to first 200 ({seen.Count} starts)"))
                {
                    P50 = times[times.Count / 2],
                    Max = times[^1],
                    Memory = seen.Select(start => start.Memory).Order().ElementAt(seen.Count / 2),
                }.ToString()
            );
        }

        await using var first = await StartAsync(hosts[0].Name, hosts[0].Program);
        await using var second = await StartAsync(hosts[1].Name, hosts[1].Program);
        (string Name, GatewayProcess Gateway)[] running = [(hosts[0].Name, first), (hosts[1].Name, second)];
        foreach (var (_, gateway) in running)
        {
            await LoadAsync(gateway, Connections[^1], options.WarmUp);
        }

        foreach (var connections in Connections)
        {
            foreach (var (name, gateway) in running)
            {
                await output.WriteLineAsync((await AcceptAsync(name, gateway, connections)).ToString());
            }
        }
    }

    private async Task<BenchRow> AcceptAsync(string name, GatewayProcess gateway, int connections)
    {
        var cpu = gateway.Child.CpuTime;
        var load = await LoadAsync(gateway, connections, options.Duration);
        return Measurements.Latency(
            new BenchRow(Invariant($"{name}, accept, {connections} connection{(connections > 1 ? "s" : "")}"))
            {
                PerSecond = load.PerSecond,
                Cpu = (gateway.Child.CpuTime - cpu).TotalMicroseconds / load.Accepted,
                Memory = Mebibytes(gateway.Child.PeakMemory),
            },
            load
        );
    }

    /// <summary>How long until it has accepted a message, and how much memory it has then.</summary>
    private async Task<(double Milliseconds, double Memory)> StartedAsync(string name, string program)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var gateway = await StartAsync(name, program);
        await gateway.AcceptAsync(RequestTemplate.NewMessage(), _secrets.Auth0.Token(), cancellationToken);
        return (TimeProvider.System.GetElapsedTime(began).TotalMilliseconds, Mebibytes(gateway.Child.Memory));
    }

    private Task<GatewayProcess> StartAsync(string name, string program) =>
        GatewayProcess.StartAsync(
            GatewaySettings.Gateway(
                _secrets,
                [_secrets.Auth0],
                Measurements.NoCarrier,
                Path.Combine(folder, $"store-{name}"),
                maxConcurrency: 0
            ),
            Path.Combine(folder, $"{name}.log"),
            cancellationToken,
            program: program
        );

    private async Task<LoadReport> LoadAsync(GatewayProcess gateway, int connections, TimeSpan duration) =>
        (
            await LoadProcess.RunAsync(
                new LoadPlan
                {
                    Address = gateway.Address,
                    Connections = connections,
                    Tokens = [.. Enumerable.Range(0, connections).Select(number => _secrets.Auth0.Token(number))],
                    Seconds = duration.TotalSeconds,
                },
                cancellationToken
            )
        ).MustBeClean();

    private static double Mebibytes(long bytes) => bytes / (1024.0 * 1024);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
