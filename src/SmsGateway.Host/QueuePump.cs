using SmsGateway.Carriers;
using SmsGateway.Delivery;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Host;

/// <summary>
/// Takes messages from the queue to the delivery handler, a bounded number at once; does for the Host what the queue trigger
/// does in Functions. On shutdown it stops receiving, lets calls to carriers end, and gives back what is left.
/// </summary>
internal sealed partial class QueuePump(
    IReceiveQueue queue,
    LeasedDelivery delivery,
    CarrierRegistry carriers,
    DeliveryOptions options,
    TimeProvider time,
    ILogger<QueuePump> logger
) : BackgroundService
{
    /// <summary>Wait after an error of the store.</summary>
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);

    /// <summary>With as much in hand as it pays to have, it may pay to have more although nothing has ended: a carrier has fallen silent.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Whoever has a place has a hand, and a message that finds none passes through another.</summary>
    private readonly int _hands = Math.Max(carriers.Places, options.MaxConcurrency);

    private readonly SemaphoreSlim _ended = new(0);
    private readonly CancellationTokenSource _abort = new();
    private int _inHand;

    private int InHand => Volatile.Read(ref _inHand);

    public override void Dispose()
    {
        base.Dispose();
        _ended.Dispose();
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
                var free = carriers.WorthInHand(_hands) - InHand;
                if (free <= 0)
                {
                    await _ended.WaitAsync(LookAgain, stoppingToken);
                    continue;
                }

                var leases = await queue.ReceiveAsync(free, stoppingToken);
                Interlocked.Add(ref _inHand, leases.Count);
                foreach (var lease in leases)
                {
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
            Interlocked.Decrement(ref _inHand);
            if (_ended.CurrentCount == 0)
            {
                _ended.Release();
            }
        }
    }

    /// <summary>Calls in flight get the time an attempt may take; what is then left is cut off and counts as no attempt.</summary>
    private async Task DrainAsync()
    {
        Log.Draining(logger, new Quantity(InHand, "message"));
        if (InHand > 0)
        {
            _abort.CancelAfter(options.AttemptTimeout + ErrorPause);
        }

        while (InHand > 0)
        {
            await _ended.WaitAsync(LookAgain, CancellationToken.None);
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

        [LoggerMessage(65, LogLevel.Information, "Stopping: what is in work ({InWork}) may end first")]
        public static partial void Draining(ILogger logger, Quantity inWork);
    }
}
