using SmsGateway.Delivery;
using SmsGateway.Queue;

namespace SmsGateway.Host;

/// <summary>
/// Takes messages from the queue to the delivery handler, a bounded number at once; does for the Host what the queue trigger
/// does in Functions. On shutdown it stops receiving, lets calls to carriers end, and gives back what is left.
/// </summary>
internal sealed partial class QueuePump(
    IReceiveQueue queue,
    LeasedDelivery delivery,
    DeliveryOptions options,
    TimeProvider time,
    ILogger<QueuePump> logger
) : BackgroundService
{
    /// <summary>Wait after an error of the store.</summary>
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(options.MaxConcurrency);
    private readonly CancellationTokenSource _abort = new();

    public override void Dispose()
    {
        base.Dispose();
        _free.Dispose();
        _abort.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.MaxConcurrency == 0)
        {
            Log.AcceptOnly(logger);
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _free.WaitAsync(stoppingToken);
                _free.Release();
                // Only this loop takes places, so those counted here are still free below.
                var leases = await queue.ReceiveAsync(_free.CurrentCount, stoppingToken);
                foreach (var lease in leases)
                {
                    await _free.WaitAsync(CancellationToken.None);
                    ThreadPool.UnsafeQueueUserWorkItem(
                        static work => _ = work.pump.WorkAsync(work.lease),
                        (pump: this, lease),
                        preferLocal: false
                    );
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
            catch (Exception e)
            {
                // Whatever it is: a pump that ends leaves every accepted message where it lies.
                Log.CannotReceive(logger, e);
                await PauseAsync(stoppingToken);
            }
        }

        await DrainAsync();
    }

    private async Task WorkAsync(QueueLease lease)
    {
        try
        {
            await delivery.RunAsync(lease, _abort.Token);
        }
        catch (Exception e)
        {
            // The lease ends by itself, and the message comes again.
            Log.Broke(logger, e);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Calls in flight get the time an attempt may take; what is then left is cut off and counts as no attempt.</summary>
    private async Task DrainAsync()
    {
        Log.Draining(logger, options.MaxConcurrency - _free.CurrentCount);
        for (var i = 0; i < options.MaxConcurrency; i++)
        {
            if (i == 0)
            {
                _abort.CancelAfter(options.AttemptTimeout + ErrorPause);
            }

            await _free.WaitAsync(CancellationToken.None);
        }
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(ErrorPause, time, cancellationToken);
        }
        catch (OperationCanceledException) { }
    }

    private static partial class Log
    {
        [LoggerMessage(60, LogLevel.Error, "The queue cannot be read; trying again in a second")]
        public static partial void CannotReceive(ILogger logger, Exception exception);

        [LoggerMessage(67, LogLevel.Error, "A delivery broke off; its message comes again when its lease ends")]
        public static partial void Broke(ILogger logger, Exception exception);

        [LoggerMessage(
            66,
            LogLevel.Warning,
            "Gateway__Delivery__MaxConcurrency is 0: this process accepts messages and leaves delivery to another"
        )]
        public static partial void AcceptOnly(ILogger logger);

        [LoggerMessage(65, LogLevel.Information, "Stopping: {InWork} messages in work are let end")]
        public static partial void Draining(ILogger logger, int inWork);
    }
}
