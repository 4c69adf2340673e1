using System.Globalization;
using System.Text.RegularExpressions;

namespace SmsGateway.Testing;

/// <summary>The Functions app on the tests' Functions host, as a process of its own: one that can be killed.</summary>
public sealed partial class FunctionsHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(120);

    private FunctionsHostProcess(ChildProcess child, Uri address)
    {
        Child = child;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public ChildProcess Child { get; }

    public Uri Address => Http.BaseAddress!;

    public HttpClient Http { get; }

    /// <param name="settings">The app settings, all of them.</param>
    /// <param name="logPath">Its output, and the worker's, is appended to this file.</param>
    /// <param name="cancellationToken">Ends the wait and the process.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="app">The Functions app's project.</param>
    public static async Task<FunctionsHostProcess> StartAsync(
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        CancellationToken cancellationToken,
        int port = 0,
        string app = "SmsGateway.Functions")
    {
        var folder = Path.GetDirectoryName(Artifacts.Program(app))!;
        var child = ChildProcess.Start(
            Artifacts.Program("SmsGateway.Testing"), [folder, port.ToString(CultureInfo.InvariantCulture)], settings, logPath);
        try
        {
            return new FunctionsHostProcess(child, await child.ListeningAsync(StartBound, cancellationToken));
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>The id of the newest worker's process.</summary>
    public int WorkerId => int.Parse(Started().Matches(Child.Log())[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>How many workers it has started.</summary>
    public int WorkersStarted => Started().Count(Child.Log());

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Child.DisposeAsync();
    }

    [GeneratedRegex("Worker ([0-9]+) runs functions now")]
    private static partial Regex Started();
}
