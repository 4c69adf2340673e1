using System.Collections.Concurrent;
using SmsGateway.Delivery;
using SmsGateway.Queue;

namespace SmsGateway.Host;

/// <summary>
/// Takes messages from the queue to the delivery handler, a bounded number at once; does for the Host what the queue trigger
/// does in Functions. On shutdown it stops receiving, lets calls to carriers end, and gives back what is left.
/// </summary>
internal sealed partial class QueuePump(
    IReceiveQueue queue,
    DeliveryHandler handler,
    DeliveryOptions options,
    TimeProvider time,
    ILogger<QueuePump> logger) : BackgroundService
{
    /// <summary>The queue trigger's default <c>maxDequeueCount</c>.</summary>
    private const int MaxReceives = 5;

    /// <summary>Wait after an error of our own or of the store.</summary>
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<QueueLease, bool> _inWork = new(ReferenceEqualityComparer.Instance);
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

        await using var renewal = time.CreateTimer(_ => _ = RenewAsync(), null, queue.LeaseTime / 3, queue.LeaseTime / 3);
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
                    _inWork[lease] = true;
                    ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.pump.WorkAsync(work.lease), (pump: this, lease), preferLocal: false);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (StoreUnavailableException e)
            {
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
            if (lease.ReceiveCount > MaxReceives)
            {
                await handler.HandlePoisonAsync(lease.Body);
            }
            else
            {
                await handler.HandleAsync(lease.Body, lease.ReceiveCount, _abort.Token);
            }

            await CompleteAsync(lease);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            await ReleaseAsync(lease, TimeSpan.Zero, countsAsReceived: false);
        }
        catch (Exception e)
        {
            // A bug or a store that does not answer: the message comes again, and ends as poison if that goes on.
            Log.Failed(logger, lease.ReceiveCount, e);
            await ReleaseAsync(lease, ErrorPause, countsAsReceived: true);
        }
        finally
        {
            _inWork.TryRemove(lease, out _);
            _free.Release();
        }
    }

    /// <summary>The delivery has ended; until that is written, the message must not be handed out again, so it insists.</summary>
    private async Task CompleteAsync(QueueLease lease)
    {
        while (true)
        {
            try
            {
                await queue.CompleteAsync(lease, CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException e) when (!_abort.IsCancellationRequested)
            {
                Log.CannotComplete(logger, e);
                await PauseAsync(_abort.Token);
            }
        }
    }

    private async Task ReleaseAsync(QueueLease lease, TimeSpan delay, bool countsAsReceived)
    {
        try
        {
            await queue.ReleaseAsync(lease, delay, countsAsReceived, CancellationToken.None);
        }
        catch (StoreUnavailableException e)
        {
            // Its lease ends by itself.
            Log.CannotRelease(logger, e);
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            if (!_inWork.IsEmpty)
            {
                await queue.RenewAsync([.. _inWork.Keys], CancellationToken.None);
            }
        }
        catch (StoreUnavailableException e)
        {
            Log.CannotRenew(logger, e);
        }
    }

    /// <summary>Calls in flight get the time an attempt may take; what is then left is cut off and counts as no attempt.</summary>
    private async Task DrainAsync()
    {
        Log.Draining(logger, _inWork.Count);
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
        catch (OperationCanceledException)
        {
        }
    }

    private static partial class Log
    {
        [LoggerMessage(60, LogLevel.Error, "The queue cannot be read; trying again in a second")]
        public static partial void CannotReceive(ILogger logger, Exception exception);

        [LoggerMessage(61, LogLevel.Error, "Handling failed on receive {ReceiveCount}; the message comes again")]
        public static partial void Failed(ILogger logger, int receiveCount, Exception exception);

        [LoggerMessage(62, LogLevel.Error, "A delivered message cannot be removed from the queue; trying again in a second")]
        public static partial void CannotComplete(ILogger logger, Exception exception);

        [LoggerMessage(63, LogLevel.Warning, "A message cannot be given back; its lease will end by itself")]
        public static partial void CannotRelease(ILogger logger, Exception exception);

        [LoggerMessage(64, LogLevel.Warning, "Leases cannot be renewed")]
        public static partial void CannotRenew(ILogger logger, Exception exception);

        [LoggerMessage(66, LogLevel.Warning, "Gateway__Delivery__MaxConcurrency is 0: this process accepts messages and leaves delivery to another")]
        public static partial void AcceptOnly(ILogger logger);

        [LoggerMessage(65, LogLevel.Information, "Stopping: {InWork} messages in work are let end")]
        public static partial void Draining(ILogger logger, int inWork);
    }
}
