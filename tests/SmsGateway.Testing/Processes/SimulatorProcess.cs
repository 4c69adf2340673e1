using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace SmsGateway.Testing;

/// <summary>The carrier simulator (SmsGateway.CarrierSimulator) as a process of its own.</summary>
public sealed class SimulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(60);

    private SimulatorProcess(ChildProcess child, Uri address)
    {
        Child = child;
        Address = address;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public ChildProcess Child { get; }

    /// <summary>The base address of every carrier, and of the inbox.</summary>
    public Uri Address { get; }

    public HttpClient Http { get; }

    /// <param name="settings">Its whole configuration.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="host">Where it listens.</param>
    public static async Task<SimulatorProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        CancellationToken cancellationToken,
        int port = 0,
        string host = "127.0.0.1"
    )
    {
        var urls = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");
        var child = ChildProcess.Start(
            Artifacts.Program("SmsGateway.CarrierSimulator"),
            ["--urls", urls],
            settings,
            logPath
        );
        try
        {
            return new SimulatorProcess(child, Loopback.Of(await child.ListeningAsync(StartBound, cancellationToken)));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <param name="carrier">As the simulator names it.</param>
    /// <param name="mode">down, slow, throttled or none.</param>
    public async Task OutageAsync(string carrier, string mode, CancellationToken cancellationToken)
    {
        using var response = await Http.PostAsync(
            $"simulator/outage?carrier={carrier}&mode={mode}",
            null,
            cancellationToken
        );
        response.EnsureSuccessStatusCode();
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

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Child.DisposeAsync();
    }
}
