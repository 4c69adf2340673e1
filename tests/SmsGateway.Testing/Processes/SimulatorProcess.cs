using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace SmsGateway.Testing;

/// <summary>The carrier simulator (SmsGateway.CarrierSimulator) as a process of its own; its address is every carrier's, and the inbox's.</summary>
public sealed class SimulatorProcess : ServerProcess
{
    private SimulatorProcess(ChildProcess child, Uri address)
        : base(child, address) { }

    /// <param name="settings">Its whole configuration.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="host">Where it listens.</param>
    public static Task<SimulatorProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        CancellationToken cancellationToken,
        int port = 0,
        string host = "127.0.0.1"
    ) =>
        ListeningAsync(
            Start(Artifacts.Program("SmsGateway.CarrierSimulator"), settings, logPath, port, host),
            (child, address) => new SimulatorProcess(child, address),
            cancellationToken
        );

    /// <param name="carrier">As the carrier simulator names it.</param>
    /// <param name="mode">down, slow, throttled, refused, flaky, hung or none.</param>
    /// <param name="seconds">How late a slow one answers; null for the carrier simulator's default.</param>
    public async Task OutageAsync(string carrier, string mode, CancellationToken cancellationToken, int? seconds = null)
    {
        using var response = await Http.PostAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"simulator/outage?carrier={carrier}&mode={mode}{(seconds is { } late ? $"&seconds={late}" : "")}"
            ),
            null,
            cancellationToken
        );
        response.EnsureSuccessStatusCode();
    }

    public async Task OutageOfAllAsync(string mode, CancellationToken cancellationToken)
    {
        foreach (var carrier in GatewaySettings.Carriers)
        {
            await OutageAsync(carrier, mode, cancellationToken);
        }
    }

    /// <summary>How often each message id arrived.</summary>
    public async Task<Dictionary<string, int>> SeenAsync(CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, int>();
        using var reader = new StreamReader(await Http.GetStreamAsync("simulator/seen", cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0)
            {
                seen[line[..space]] = int.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture);
            }
        }

        return seen;
    }

    /// <summary>What came to the carriers' endpoints, newest last; as many as the inbox holds.</summary>
    public async Task<IReadOnlyList<Arrival>> ArrivalsAsync(CancellationToken cancellationToken) =>
        await Http.GetFromJsonAsync<List<Arrival>>("simulator/messages", cancellationToken) ?? [];

    /// <summary>How many requests the carriers took since the start or the last <see cref="ForgetAsync"/>.</summary>
    public async Task<long> TakenAsync(CancellationToken cancellationToken)
    {
        using var stats = JsonDocument.Parse(await Http.GetStringAsync("simulator/stats", cancellationToken));
        return stats.RootElement.GetProperty("accepted").GetInt64();
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var response = await Http.DeleteAsync("simulator/messages", cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
