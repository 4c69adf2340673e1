using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using SmsGateway.Testing.FunctionsHost;

namespace SmsGateway.Testing;

/// <summary>The Functions app on the tests' Functions host, as a process of its own: one that can be killed.</summary>
public sealed partial class FunctionsHostProcess : GatewayProcess
{
    private FunctionsHostProcess(ChildProcess child, Uri address, string? functionKey)
        : base(child, address, functionKey) { }

    /// <summary>The id of the newest worker's process.</summary>
    public int WorkerId =>
        int.Parse(Started().Matches(Child.Log())[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>How many workers it has started.</summary>
    public int WorkersStarted => Started().Count(Child.Log());

    /// <param name="settings">The app settings, all of them.</param>
    /// <param name="logPath">Its output, and the worker's, is appended to this file.</param>
    /// <param name="port">0 for a free one.</param>
    /// <param name="app">The app's project.</param>
    public static Task<FunctionsHostProcess> StartAppAsync(
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        CancellationToken cancellationToken,
        int port = 0,
        string app = "SmsGateway.Functions"
    ) =>
        ListeningAsync(
            StartApp(settings, logPath, port, app),
            (child, address) =>
                new FunctionsHostProcess(
                    child,
                    address,
                    settings.GetValueOrDefault(FunctionsHostOptions.FunctionKeySetting)
                ),
            cancellationToken
        );

    /// <summary>The same, not awaited: "Now listening on" is its log's line when it is ready.</summary>
    public static ChildProcess StartApp(
        IReadOnlyDictionary<string, string> settings,
        string logPath,
        int port,
        string app = "SmsGateway.Functions"
    ) =>
        ChildProcess.Start(
            Artifacts.Program("SmsGateway.Testing"),
            [Path.GetDirectoryName(Artifacts.Program(app))!, port.ToString(CultureInfo.InvariantCulture)],
            settings,
            logPath
        );

    /// <summary>kill -9 of the worker alone.</summary>
    public void KillWorker()
    {
        using var worker = Process.GetProcessById(WorkerId);
        worker.Kill();
    }

    /// <summary>kill -9 of both; one that has ended already is no matter.</summary>
    public async Task KillWithWorkerAsync()
    {
        // In this order: the host starts another worker for one that dies.
        if (!Child.HasExited)
        {
            await KillAsync();
        }

        try
        {
            KillWorker();
        }
        catch (ArgumentException)
        {
            // There is no such process any more.
        }
    }

    /// <summary>The host's log has it as "Worker 4711 runs functions now".</summary>
    [GeneratedRegex("Worker ([0-9]+) runs functions now")]
    private static partial Regex Started();
}
