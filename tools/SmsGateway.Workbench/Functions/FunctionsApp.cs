using System.Globalization;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Functions;

/// <summary>The running Functions app, under Core Tools or on the tests' Functions host.</summary>
internal sealed class FunctionsApp : IAsyncDisposable
{
    /// <summary>Core Tools fetches its host's extensions at the first start.</summary>
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http;

    private FunctionsApp(ChildProcess child, int port)
    {
        Child = child;
        _http = new HttpClient
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public ChildProcess Child { get; }

    public Uri Address => _http.BaseAddress!;

    /// <param name="withCoreTools">Under Core Tools; otherwise on the tests' own host.</param>
    /// <param name="settings">The app settings.</param>
    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="logPath">Its output is appended to this file.</param>
    /// <exception cref="HarnessException">It ended, or did not get well in time; points to the log.</exception>
    public static async Task<FunctionsApp> StartAsync(
        bool withCoreTools,
        Dictionary<string, string> settings,
        int port,
        string logPath,
        CancellationToken cancellationToken
    )
    {
        var child = withCoreTools
            ? CoreTools.Start(settings, port, logPath)
            : FunctionsHostProcess.StartApp(settings, logPath, port);
        var app = new FunctionsApp(child, port);
        try
        {
            await app.HealthyAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public Task<HttpResponseMessage> PostAsync(string json, string token, CancellationToken cancellationToken) =>
        GatewayProcess.PostAsync(_http, json, token, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Child.DisposeAsync();
    }

    private async Task HealthyAsync(CancellationToken cancellationToken)
    {
        var healthy = false;
        await Poll.UntilAsync(
            async () => Child.HasExited || (healthy = await IsHealthyAsync(cancellationToken)),
            StartBound,
            cancellationToken
        );
        if (!healthy)
        {
            throw new HarnessException(
                $"The Functions app {(Child.HasExited ? "has ended" : $"is not well after {StartBound.TotalMinutes:0} minutes")}; see {Child.LogPath}."
            );
        }
    }

    private async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("api/health", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return false;
        }
    }
}
