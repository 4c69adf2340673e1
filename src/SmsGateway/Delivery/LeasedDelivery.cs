using Microsoft.Extensions.Logging;
using SmsGateway.Queue;
using SmsGateway.Secrets;

namespace SmsGateway.Delivery;

/// <summary>
/// What becomes of a message in hand, in both heads: it is delivered and then deleted, or given back. Whoever holds the newest
/// receipt decides: what is deleted or given back under a lease that has ended is another's by then, and stays as it is.
/// Shutdown cuts off calls to carriers and nothing else.
/// </summary>
public sealed partial class LeasedDelivery(
    IReceiveQueue queue,
    DeliveryHandler handler,
    MessageEnd end,
    TimeProvider time,
    ILogger<LeasedDelivery> logger
)
{
    /// <summary>From a failure of our own or of the store to the next try. Zero would spend every hand-out within one hiccup.</summary>
    public static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(5);

    /// <summary>How long a delivered message that cannot be deleted is tried again: until it is gone, it may be sent twice.</summary>
    private static readonly TimeSpan Insistence = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="lease">The message.</param>
    /// <param name="shutdown">Cuts off a call to a carrier, which is then no attempt.</param>
    /// <returns>False when it failed and is to be tried again.</returns>
    public async Task<bool> RunAsync(QueueLease lease, CancellationToken shutdown)
    {
        ArgumentNullException.ThrowIfNull(lease);
        try
        {
            return await DeliverAsync(lease, shutdown);
        }
        finally
        {
            lease.EndRun();
        }
    }

    private async Task<bool> DeliverAsync(QueueLease lease, CancellationToken shutdown)
    {
        try
        {
            if (lease.ReceiveCount > LeaseTerm.MaxHandOuts)
            {
                await end.PoisonAsync(lease);
            }
            else
            {
                await handler.HandleAsync(lease, shutdown);
            }
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            await ReleaseAsync(lease, TimeSpan.Zero, countsAsReceived: false, shutdown);
            return true;
        }
        catch (LeaseLostException)
        {
            Log.Lost(logger, lease.ReceiveCount);
            return true;
        }
        catch (SecretUnavailableException e)
        {
            // However long the key is away: that is no fault of the message, and makes no poison of it.
            Log.NotOpened(logger, lease.ReceiveCount, e.Message);
            await ReleaseAsync(lease, FailurePause, countsAsReceived: false, shutdown);
            return lease.ReceiveCount == LeaseTerm.MaxHandOuts;
        }
        catch (Exception e)
        {
            Log.Failed(logger, lease.ReceiveCount, e);
            // After the last try there is nothing to wait for: the next hand-out makes poison of it.
            var isLast = lease.ReceiveCount == LeaseTerm.MaxHandOuts;
            await ReleaseAsync(lease, isLast ? TimeSpan.Zero : FailurePause, countsAsReceived: true, shutdown);
            return isLast;
        }

        await CompleteAsync(lease, shutdown);
        return true;
    }

    private async Task CompleteAsync(QueueLease lease, CancellationToken shutdown)
    {
        for (var started = time.GetTimestamp(); ; )
        {
            try
            {
                if (!await queue.CompleteAsync(lease, CancellationToken.None))
                {
                    Log.Lost(logger, lease.ReceiveCount);
                }

                return;
            }
            catch (StoreUnavailableException e)
            {
                if (shutdown.IsCancellationRequested || time.GetElapsedTime(started) >= Insistence)
                {
                    Log.NotCompleted(logger, e.Message);
                    return;
                }

                Log.CannotComplete(logger, e.Message);
                await PauseAsync(shutdown);
            }
        }
    }

    /// <summary>What the run has tried is worth insisting, for as long as the message is ours.</summary>
    private async Task ReleaseAsync(QueueLease lease, TimeSpan delay, bool countsAsReceived, CancellationToken shutdown)
    {
        while (true)
        {
            try
            {
                await queue.ReleaseAsync(lease, delay, countsAsReceived, CancellationToken.None);
                return;
            }
            catch (StoreUnavailableException e)
            {
                if (lease.Tried is null || shutdown.IsCancellationRequested || lease.Term.HasEnded(time))
                {
                    Log.CannotRelease(logger, e.Message);
                    return;
                }

                await PauseAsync(shutdown);
            }
        }
    }

    private async Task PauseAsync(CancellationToken shutdown) =>
        await Task.Delay(Pause, time, shutdown).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static partial class Log
    {
        [LoggerMessage(16, LogLevel.Error, "Handling failed on hand-out {ReceiveCount}; the message comes again")]
        public static partial void Failed(ILogger logger, int receiveCount, Exception exception);

        [LoggerMessage(
            121,
            LogLevel.Error,
            "A message of hand-out {ReceiveCount} is sealed and cannot be opened now; it comes again: {Why}"
        )]
        public static partial void NotOpened(ILogger logger, int receiveCount, string why);

        [LoggerMessage(
            17,
            LogLevel.Warning,
            "A message whose run has ended cannot be removed from the queue; trying again in a second: {Why}"
        )]
        public static partial void CannotComplete(ILogger logger, string why);

        [LoggerMessage(
            18,
            LogLevel.Error,
            "A message whose run has ended could not be removed from the queue; a carrier may get it twice: {Why}"
        )]
        public static partial void NotCompleted(ILogger logger, string why);

        [LoggerMessage(
            100,
            LogLevel.Warning,
            "The lease on a message of hand-out {ReceiveCount} was lost before its run had ended; another decides what becomes of it, and a carrier may get it twice"
        )]
        public static partial void Lost(ILogger logger, int receiveCount);

        [LoggerMessage(19, LogLevel.Warning, "A message cannot be given back; its lease will end by itself: {Why}")]
        public static partial void CannotRelease(ILogger logger, string why);
    }
}
