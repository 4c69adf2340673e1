using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Secrets;
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
    EnvelopeCodec envelopes,
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
    /// <exception cref="SecretUnavailableException">It is sealed, and the key cannot be had now.</exception>
    public async ValueTask HandleAsync(QueueLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var reading = await envelopes.ReadAsync(lease.Body, cancellationToken);
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
            await end.GivenUpAsync(envelope, RecoverabilityPolicy.TooLate(envelope).Reason, lease);
            return;
        }

        var whole = router.Route(envelope.Caller, envelope.Message);
        var open = Turns.Open(whole, envelope, options);
        if (open.IsEmpty)
        {
            var reason = whole.IsEmpty ? DeadLetterReason.Unroutable : DeadLetterReason.Unknown;
            await end.GivenUpAsync(envelope, reason, lease);
            return;
        }

        var (route, tried) = Turns.Of(open, envelope);
        envelope = envelope with { Unfinished = 0 };
        SendOutcome? last = null;
        // How long each carrier tried in this run wants to be waited for; what the run's earlier part was told is forgotten.
        var waits = new List<TimeSpan?>(Enumerable.Repeat((TimeSpan?)null, tried));
        for (var i = 0; i < route.Length; i++)
        {
            if (!lease.Term.Covers(options.AttemptTimeout, time))
            {
                Log.PutBack(logger, envelope.Id, new Quantity(tried, "carrier"));
                await RetryAsync(envelope with { Unfinished = tried }, TimeSpan.Zero, lease);
                return;
            }

            var started = time.GetUtcNow();
            var outcome = await carriers.TryAttemptAsync(route[i], envelope, options.AttemptTimeout, cancellationToken);
            if (outcome is null)
            {
                waits.Add(null);
                continue;
            }

            tried++;
            envelope = envelope.With(outcome.At(route[i].Name, started));
            lease.Tried = envelope with { Unfinished = tried };
            last = outcome;
            var left = i + 1 < route.Length ? CarriersLeft.InThisRun : Turns.Later(whole, envelope, options);
            if (await DecideAsync(Turns.ForTheWholeRun(outcome, waits), left, envelope, lease))
            {
                return;
            }

            waits.Add((outcome as SendOutcome.Throttled)?.RetryAfter);
        }

        // The carriers at the end had no place.
        if (last is not null)
        {
            var left = Turns.Later(whole, envelope, options);
            await DecideAsync(Turns.ForTheWholeRun(last, waits), left, envelope, lease);
            return;
        }

        await ParkAsync(route, envelope, lease);
    }

    /// <summary>Puts the message back until the first of the carriers will have a place.</summary>
    private async ValueTask ParkAsync(ImmutableArray<ConfiguredCarrier> route, Envelope envelope, QueueLease lease)
    {
        var now = time.GetUtcNow();
        var soonest = route.MinBy(carrier => carrier.Places.Ahead)!;
        var turn = soonest.Places.Turn(RecoverabilityPolicy.LongestWait(envelope, now));
        telemetry.Parked(soonest.Name);
        await DoAsync(RecoverabilityPolicy.WithoutPlace(envelope, now, turn, random()), null, envelope, lease);
    }

    /// <returns>False when the next carrier is to be tried.</returns>
    private ValueTask<bool> DecideAsync(SendOutcome outcome, CarriersLeft left, Envelope envelope, QueueLease lease) =>
        DoAsync(
            RecoverabilityPolicy.Decide(outcome, envelope, left, options, time.GetUtcNow(), random()),
            outcome,
            envelope,
            lease
        );

    private async ValueTask<bool> DoAsync(
        DeliveryDecision decision,
        SendOutcome? outcome,
        Envelope envelope,
        QueueLease lease
    )
    {
        switch (decision)
        {
            case DeliveryDecision.Complete(var isAssumed):
                var carrierMessageId = (outcome as SendOutcome.Accepted)?.CarrierMessageId;
                end.Delivered(envelope, carrierMessageId, time.GetUtcNow(), isAssumed, lease);
                return true;
            case DeliveryDecision.Retry(var delay):
                if (outcome is SendOutcome.Refused)
                {
                    Log.NobodyTakesIt(logger, envelope.Id, outcome.Code);
                }

                await RetryAsync(envelope, delay, lease);
                Log.Retry(
                    logger,
                    envelope.Id,
                    envelope.Caller,
                    delay.TotalSeconds,
                    (envelope.ExpiresAt - time.GetUtcNow()).TotalSeconds
                );
                return true;
            case DeliveryDecision.Park(var delay):
                await RetryAsync(envelope, delay, lease);
                return true;
            case DeliveryDecision.BecomeCall:
                var call = envelope with { Message = envelope.Message with { Channel = Channel.Voice } };
                if (!router.Offer(call.Caller, call.Message).CanSend)
                {
                    return await DoAsync(
                        new DeliveryDecision.GiveUp(DeadLetterReason.Rejected),
                        outcome,
                        envelope,
                        lease
                    );
                }

                Log.BecomesACall(logger, envelope.Id, outcome?.Code);
                // Not queued, it is given back as a call: no other carrier gets the text.
                lease.Tried = call;
                await RetryAsync(call, TimeSpan.Zero, lease);
                return true;
            case DeliveryDecision.GiveUp(var reason):
                // Not recorded, it comes to the same end again: the carriers that are left do not get it.
                lease.Tried = envelope;
                await end.GivenUpAsync(envelope, reason, lease);
                return true;
            default:
                return false;
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
            36,
            LogLevel.Information,
            "{Id} from {Caller}: next try in {Delay:0.0} s; its code lives for {Left:0} s"
        )]
        public static partial void Retry(ILogger logger, MessageId id, string caller, double delay, double left);

        [LoggerMessage(33, LogLevel.Information, "{Id} goes to a landline ({Code}): it becomes a call")]
        public static partial void BecomesACall(ILogger logger, MessageId id, string? code);

        [LoggerMessage(
            14,
            LogLevel.Warning,
            "The rest of the run of {Id} ({Tried} tried) is put back: its lease does not cover another attempt"
        )]
        public static partial void PutBack(ILogger logger, MessageId id, Quantity tried);

        [LoggerMessage(
            12,
            LogLevel.Warning,
            "{Id} was handed out for the {ReceiveCount}. time: an earlier run did not finish, so a carrier may get it twice"
        )]
        public static partial void Redelivered(ILogger logger, MessageId id, int receiveCount);
    }
}
