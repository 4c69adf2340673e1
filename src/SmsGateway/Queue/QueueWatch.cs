using Microsoft.Extensions.Hosting;
using SmsGateway.Telemetry;

namespace SmsGateway.Queue;

/// <summary>
/// Looks how long the oldest message has waited, for the gauge of that name: twice a minute, because on Azure each look is a
/// charged operation, and only while somebody collects the gauge.
/// </summary>
internal sealed class QueueWatch(GatewayTelemetry telemetry, IQueueMonitor queue, TimeProvider time)
    : IHostedService,
        IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>A store that does not answer shows as no value rather than an old one; its own failures are told elsewhere.</summary>
    internal async Task LookAsync()
    {
        if (!telemetry.WantsOldest)
        {
            telemetry.OldestWaits(null);
            return;
        }

        try
        {
            var age = await queue.OldestSinceAsync(CancellationToken.None) is { } since
                ? time.GetUtcNow() - since
                : TimeSpan.Zero;
            // The clock of a storage service is not ours.
            telemetry.OldestWaits(age > TimeSpan.Zero ? age : TimeSpan.Zero);
        }
        catch (StoreUnavailableException)
        {
            telemetry.OldestWaits(null);
        }
    }
}
