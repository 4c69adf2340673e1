using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Telemetry;

namespace SmsGateway.Delivery;

/// <summary>
/// One delivery run of one queue message: expiry first, then the carriers of its route in turn, each outcome decided by
/// <see cref="RecoverabilityPolicy"/> and acted on here. When a method returns, the queue's copy can be deleted; when it
/// throws, the message is to be handed out again.
/// </summary>
public sealed partial class DeliveryHandler(
    Router router,
    IReceiveQueue queue,
    AttemptRunner carriers,
    MessageEnd end,
    DeliveryOptions options,
    GatewayTelemetry telemetry,
    TimeProvider time,
    Func<double> random,
    ILogger<DeliveryHandler> logger
)
{
    /// <param name="lease">The message.</param>
    /// <param name="cancellationToken">Shutdown: a call to a carrier that it cuts off is no attempt.</param>
    /// <exception cref="LeaseLostException">Another decides what becomes of the message.</exception>
    public async ValueTask HandleAsync(QueueLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var reading = EnvelopeSerializer.Deserialize(lease.Body.Span);
        if (reading is not EnvelopeResult.Readable { Envelope: var envelope })
        {
            await end.UnreadableAsync(lease, reading);
            return;
        }

        if (lease.ReceiveCount > 1)
        {
            telemetry.Redelivered();
            Log.Redelivered(logger, envelope.Id, lease.ReceiveCount);
        }

        using var activity = telemetry.Activities.StartActivity("deliver", ActivityKind.Consumer, envelope.TraceParent);
        telemetry.DeliveryBegan();
        try
        {
            await DeliverAsync(envelope, lease, cancellationToken);
        }
        finally
        {
            telemetry.DeliveryEnded();
        }
    }

    private async ValueTask DeliverAsync(Envelope envelope, QueueLease lease, CancellationToken cancellationToken)
    {
        if (envelope.IsExpiredAt(time.GetUtcNow()))
        {
            await end.GivenUpAsync(envelope, DeadLetterReason.Expired, lease);
            return;
        }

        var (route, tried) = Turns.Of(router.Route(envelope.Caller, envelope.Message), envelope);
        if (route.IsEmpty)
        {
            await end.GivenUpAsync(envelope, DeadLetterReason.Unroutable, lease);
            return;
        }

        envelope = envelope with { Unfinished = 0 };
        // How long each carrier tried in this run wants to be waited for; what the run's earlier part was told is forgotten.
        var waits = new List<TimeSpan?>(Enumerable.Repeat((TimeSpan?)null, tried));
        for (var i = 0; i < route.Length; i++)
        {
            if (!lease.Term.Covers(options.AttemptTimeout, time))
            {
                Log.PutBack(logger, envelope.Id, tried + i);
                await RetryAsync(envelope with { Unfinished = tried + i }, TimeSpan.Zero, lease);
                return;
            }

            var started = time.GetUtcNow();
            var outcome = await carriers.AttemptAsync(route[i], envelope, cancellationToken);
            envelope = envelope.With(new Attempt(route[i].Name, started, outcome.Name, outcome.Code, outcome.Detail));
            var now = time.GetUtcNow();
            switch (
                RecoverabilityPolicy.Decide(
                    Turns.ForTheWholeRun(outcome, waits),
                    envelope,
                    i + 1 < route.Length,
                    options,
                    now,
                    random()
                )
            )
            {
                case DeliveryDecision.Complete:
                    await end.DeliveredAsync(envelope, (outcome as SendOutcome.Accepted)?.CarrierMessageId, now);
                    return;
                case DeliveryDecision.NextCarrier:
                    waits.Add((outcome as SendOutcome.Throttled)?.RetryAfter);
                    continue;
                case DeliveryDecision.Retry(var delay):
                    if (outcome is SendOutcome.Refused)
                    {
                        Log.NobodyTakesIt(logger, envelope.Id, outcome.Code);
                    }

                    await RetryAsync(envelope, delay, lease);
                    return;
                case DeliveryDecision.GiveUp(var reason):
                    await end.GivenUpAsync(envelope, reason, lease);
                    return;
            }
        }
    }

    private async ValueTask RetryAsync(Envelope envelope, TimeSpan delay, QueueLease lease)
    {
        if (!await queue.RetryAsync(lease, envelope, delay, CancellationToken.None))
        {
            throw new LeaseLostException();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            11,
            LogLevel.Error,
            "No carrier of the route accepts our account, sender or region for {Id} (last code {Code}); retrying"
        )]
        public static partial void NobodyTakesIt(ILogger logger, MessageId id, string? code);

        [LoggerMessage(
            14,
            LogLevel.Warning,
            "The rest of the run of {Id} ({Tried} carriers tried) is put back: its lease does not cover another attempt"
        )]
        public static partial void PutBack(ILogger logger, MessageId id, int tried);

        [LoggerMessage(
            12,
            LogLevel.Warning,
            "{Id} was handed out for the {ReceiveCount}. time: an earlier run did not finish, so a carrier may get it twice"
        )]
        public static partial void Redelivered(ILogger logger, MessageId id, int receiveCount);
    }
}
