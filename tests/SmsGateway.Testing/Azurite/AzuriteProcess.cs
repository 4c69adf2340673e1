using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmsGateway.Testing;

/// <summary>
/// One Azurite on ports of its own, in a folder of its own, that can be stopped and started again there. (Its store in memory
/// is cleaned up once a minute, and stands still for seconds then, when there were thousands of messages.)
/// </summary>
public sealed partial class AzuriteProcess : IAsyncDisposable
{
    // The emulator's account, the same everywhere and no secret.
    private const string Account = "devstoreaccount1";
    private const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private readonly bool _isSilent;
    private readonly List<string> _output = [];
    private readonly HashSet<string> _services = [];
    private TaskCompletionSource _listening = null!;
    private TaskCompletionSource _closed = null!;
    private Process? _process;
    private OrphanGuard? _guard;
    private long _requests;

    private AzuriteProcess(bool isSilent) => _isSilent = isSilent;

    public int BlobPort { get; private set; }

    public int QueuePort { get; private set; }

    public int TablePort { get; private set; }

    /// <summary>Lines of its access log so far; a silent one has none.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
        + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{Account};QueueEndpoint=http://127.0.0.1:{QueuePort}/{Account};"
        + $"TableEndpoint=http://127.0.0.1:{TablePort}/{Account};";

    /// <param name="isSilent">Without an access log, for measurements.</param>
    /// <exception cref="HarnessException">It is not installed or does not start; says why.</exception>
    public static async Task<AzuriteProcess> StartAsync(bool isSilent = false)
    {
        var azurite = new AzuriteProcess(isSilent);
        try
        {
            await azurite.StartAgainAsync();
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it at the same addresses, with what it had stored when it was stopped.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("node", Arguments())
        {
            WorkingDirectory = NpmPackages.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var listening = _listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.Exited += (_, _) =>
            listening.TrySetException(new HarnessException("Azurite ended: " + string.Join(" | ", Output())));
        _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _services.Clear();
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new HarnessException(NpmPackages.NodeIsMissing, e);
        }

        _process = process;
        _guard = new OrphanGuard(process.Id);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await listening.Task.WaitAsync(Bound);
        }
        catch (TimeoutException e)
        {
            throw new HarnessException("Azurite does not listen: " + string.Join(" | ", Output()), e);
        }
    }

    /// <summary>
    /// Ends it by its id: SIGTERM first, upon which it answers nothing more and writes down what it has taken (otherwise only
    /// every five seconds, and the service that it stands for forgets nothing), then SIGKILL, whoever is still connected. On
    /// Windows, which has no SIGTERM, the last seconds are forgotten.
    /// </summary>
    public async Task StopAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Native.Kill(_process!.Id, Native.Terminate);
            await _closed.Task.WaitAsync(Bound);
        }

        await KillAsync(_process!);
    }

    /// <summary>Makes it stand still: it takes connections and answers nothing. Linux only.</summary>
    public void Pause() => _ = Native.Kill(_process!.Id, Native.Stop);

    public void Resume() => _ = Native.Kill(_process!.Id, Native.Continue);

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await KillAsync(process);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<string> Arguments() =>
        [
            NpmPackages.Script("azurite/dist/src/azurite.js"),
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--location",
            _folder,
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            Text(BlobPort),
            "--queueHost",
            "127.0.0.1",
            "--queuePort",
            Text(QueuePort),
            "--tableHost",
            "127.0.0.1",
            "--tablePort",
            Text(TablePort),
            .. _isSilent ? ["--silent"] : Array.Empty<string>(),
        ];

    private async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        _guard?.Dispose();
        process.Dispose();
        _process = null;
        // Nobody need wait for it any more.
        _ = _listening.Task.Exception;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.Contains(" HTTP/1.1\" ", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _requests);
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            var port = int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
            var service = match.Groups["service"].Value;
            (BlobPort, QueuePort, TablePort) = service switch
            {
                "Blob" => (port, QueuePort, TablePort),
                "Queue" => (BlobPort, port, TablePort),
                _ => (BlobPort, QueuePort, port),
            };
            _services.Add(service);
            if (_services.Count == 3)
            {
                _listening.TrySetResult();
            }
        }
        else if (Closed().Match(line) is { Success: true } closed)
        {
            _services.Remove(closed.Groups["service"].Value);
            if (_services.Count == 0)
            {
                _closed.TrySetResult();
            }
        }
    }

    private List<string> Output()
    {
        lock (_output)
        {
            return [.. _output];
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"Azurite (?<service>Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)"
    )]
    private static partial Regex Listening();

    [GeneratedRegex("Azurite (?<service>Blob|Queue|Table) service successfully closed")]
    private static partial Regex Closed();
}
