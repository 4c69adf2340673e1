using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SmsGateway.Tests.Azure;

/// <summary>
/// One running Azurite on ports of its own, in a folder of its own. (Its store in memory is cleaned up once a minute, and
/// stands still for seconds then, when there were thousands of messages.)
/// </summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    // The emulator's account, the same everywhere and no secret.
    private const string Account = "devstoreaccount1";
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly string _folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private readonly Process _process;
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];
    private long _requests;

    private AzuriteProcess(int blobPort, int queuePort)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = AzuriteInstallation.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            AzuriteInstallation.Script, "--disableTelemetry", "--skipApiVersionCheck", "--location", _folder,
            "--blobHost", "127.0.0.1", "--blobPort", Text(blobPort),
            "--queueHost", "127.0.0.1", "--queuePort", Text(queuePort),
            "--tableHost", "127.0.0.1", "--tablePort", "0",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("Azurite ended: " + string.Join(" | ", Output())));
    }

    public int BlobPort { get; private set; }

    public int QueuePort { get; private set; }

    /// <summary>Lines of its access log so far.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={AccountKey};"
        + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{Account};QueueEndpoint=http://127.0.0.1:{QueuePort}/{Account};";

    /// <param name="blobPort">Zero for a free one.</param>
    /// <param name="queuePort">Zero for a free one.</param>
    public static async Task<AzuriteProcess> StartAsync(int blobPort = 0, int queuePort = 0)
    {
        await AzuriteInstallation.EnsureAsync();
        var azurite = new AzuriteProcess(blobPort, queuePort);
        try
        {
            azurite._process.Start();
            azurite._process.BeginOutputReadLine();
            azurite._process.BeginErrorReadLine();
            await azurite._listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }
        catch (InvalidOperationException)
        {
            // It never started.
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
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
            (BlobPort, QueuePort) = match.Groups["service"].Value == "Blob" ? (port, QueuePort) : (BlobPort, port);
            if (BlobPort != 0 && QueuePort != 0)
            {
                _listening.TrySetResult();
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

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex Listening();
}
