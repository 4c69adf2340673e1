using Microsoft.Extensions.Logging;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;

namespace SmsGateway.Azure.Storage;

/// <summary>
/// The queue, and beside the deletion of a delivered message the record of it. That is as good as the table is: whoever has the
/// message has it, whether that can be looked up or not.
/// </summary>
/// <param name="telemetry">Counts what is delivered and not recorded; null: nobody does.</param>
internal sealed partial class OutcomeKeeper(
    IReceiveQueue queue,
    TableOutcomes table,
    TimeProvider time,
    ILogger<OutcomeKeeper> logger,
    GatewayTelemetry? telemetry = null
) : IReceiveQueue
{
    /// <summary>While the table is away one message in this time finds out whether it is back; no other waits for it.</summary>
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private bool _isAway;
    private long _triedAt;

    public ValueTask<IReadOnlyList<QueueLease>> ReceiveAsync(int max, CancellationToken cancellationToken) =>
        queue.ReceiveAsync(max, cancellationToken);

    public async ValueTask<bool> CompleteAsync(QueueLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        // At the same time as the deletion, which is the one that others wait for.
        var keeping = lease.Outcome is { } outcome ? KeepAsync(outcome) : Task.CompletedTask;
        lease.Outcome = null;
        try
        {
            return await queue.CompleteAsync(lease, cancellationToken);
        }
        finally
        {
            await keeping;
        }
    }

    public ValueTask<bool> RetryAsync(
        QueueLease lease,
        Envelope envelope,
        TimeSpan delay,
        CancellationToken cancellationToken
    ) => queue.RetryAsync(lease, envelope, delay, cancellationToken);

    public ValueTask<bool> ReleaseAsync(
        QueueLease lease,
        TimeSpan delay,
        bool countsAsReceived,
        CancellationToken cancellationToken
    ) => queue.ReleaseAsync(lease, delay, countsAsReceived, cancellationToken);

    private bool IsToBeTried()
    {
        var triedAt = Volatile.Read(ref _triedAt);
        return !Volatile.Read(ref _isAway)
            || (
                time.GetElapsedTime(triedAt) >= BetweenTries
                && Interlocked.CompareExchange(ref _triedAt, time.GetTimestamp(), triedAt) == triedAt
            );
    }

    private async Task KeepAsync(MessageOutcome outcome)
    {
        if (!IsToBeTried())
        {
            telemetry?.DeliveriesNotRecorded(1);
            return;
        }

        try
        {
            await table.WriteAsync(outcome);
            if (Volatile.Read(ref _isAway) && Interlocked.Exchange(ref _isAway, false))
            {
                Log.Back(logger);
            }
        }
        catch (StoreUnavailableException e)
        {
            telemetry?.DeliveriesNotRecorded(1);
            Volatile.Write(ref _triedAt, time.GetTimestamp());
            // Told once: a table that is away fails for every message.
            if (!Interlocked.Exchange(ref _isAway, true))
            {
                Log.Away(logger, e.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(13, LogLevel.Warning, "Messages are delivered, and that cannot be looked up later: {Why}")]
        public static partial void Away(ILogger logger, string why);

        [LoggerMessage(30, LogLevel.Information, "Deliveries are recorded again")]
        public static partial void Back(ILogger logger);
    }
}
