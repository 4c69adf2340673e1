using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Testing;

namespace SmsGateway.Tests.Host;

/// <summary>The Host in this process; where a published one is asked for, that, as a process of its own.</summary>
public sealed class HostFixture : GatewayFixture
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smsgateway-");
    private readonly CancellationTokenSource _stop = new();
    private GatewayProcess? _process;
    private Task _following = Task.CompletedTask;

    private protected override async Task<Uri> StartGatewayAsync(
        Dictionary<string, string?> settings,
        FakeLoggerProvider log
    )
    {
        if (Artifacts.Published("SmsGateway.Host") is null)
        {
            return await base.StartGatewayAsync(settings, log);
        }

        settings["Store:Path"] = _folder.FullName;
        settings["Logging:Format"] = "json";
        _process = await GatewayProcess.StartAsync(
            settings.ToDictionary(
                pair => pair.Key.Replace(":", "__", StringComparison.Ordinal),
                pair => pair.Value ?? ""
            ),
            Path.Combine(_folder.FullName, "gateway.log"),
            CancellationToken.None
        );
        _following = FollowAsync(_process.Child.LogPath, log.CreateLogger("published"), _stop.Token);
        return _process.Address;
    }

    private protected override async Task StopGatewayAsync()
    {
        await base.StopGatewayAsync();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>What it says, as if it were said in this process.</summary>
    private static async Task FollowAsync(string path, ILogger log, CancellationToken stop)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var rest = "";
        while (!stop.IsCancellationRequested)
        {
            var lines = (rest + await reader.ReadToEndAsync(CancellationToken.None)).Split('\n');
            rest = lines[^1];
            foreach (var line in lines[..^1])
            {
                using var json = JsonDocument.Parse(line);
                log.LogInformation("{Line}", json.RootElement.GetProperty("Message").GetString());
            }

            await Task.Delay(Glance, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
