using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Functions;

/// <summary>The Functions app under Core Tools: <c>func start</c> in the build's output, where host.json is.</summary>
internal sealed class CoreTools : IAsyncDisposable
{
    /// <summary>Core Tools fetches its host's extensions at the first start.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http;

    private CoreTools(ChildProcess child, int port)
    {
        Child = child;
        _http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), Timeout = TimeSpan.FromSeconds(30) };
    }

    public ChildProcess Child { get; }

    public Uri Address => _http.BaseAddress!;

    /// <param name="tools">The command that starts Core Tools.</param>
    /// <param name="settings">The gateway's configuration; it comes before local.settings.json.</param>
    /// <param name="storage">The connection string of the host's own storage.</param>
    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    public static CoreTools Start(string tools, Dictionary<string, string> settings, string storage, int port, string logPath)
    {
        var folder = Path.GetDirectoryName(Artifacts.Program("SmsGateway.Functions"))!;
        var environment = new Dictionary<string, string>(settings)
        {
            ["AzureWebJobsStorage"] = storage,
            ["AzureWebJobsDisableHomepage"] = "true",
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"] = "2097152",
        };
        string[] arguments = ["start", "--no-build", "--port", port.ToString(CultureInfo.InvariantCulture)];
        // On Windows npm installs a script, which only the shell starts.
        return new CoreTools(
            OperatingSystem.IsWindows()
                ? ChildProcess.Start("cmd", ["/c", tools, .. arguments], folder, environment, logPath)
                : ChildProcess.Start(tools, arguments, folder, environment, logPath),
            port);
    }

    /// <summary>Waits until the app answers that it is well.</summary>
    /// <exception cref="HarnessException">It ended, or did not get well in time; points to the log.</exception>
    public async Task HealthyAsync(CancellationToken cancellationToken)
    {
        var healthy = false;
        await Poll.UntilAsync(async () => Child.HasExited || (healthy = await IsHealthyAsync(cancellationToken)), StartBound, cancellationToken);
        if (!healthy)
        {
            throw new HarnessException($"The Functions app {(Child.HasExited ? "has ended" : $"is not well after {StartBound.TotalMinutes:0} minutes")}; see {Child.LogPath}.");
        }
    }

    public Task<HttpResponseMessage> PostAsync(string json, string token, CancellationToken cancellationToken) =>
        GatewayProcess.PostAsync(_http, json, token, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Child.DisposeAsync();
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("api/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
