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
    ISendQueue queue,
    AttemptRunner carriers,
    MessageEnd end,
    DeliveryOptions options,
    GatewayTelemetry telemetry,
    TimeProvider time,
    Func<double> random,
    ILogger<DeliveryHandler> logger
)
{
    /// <param name="body">The queue message.</param>
    /// <param name="receiveCount">How often it was handed out, this time included.</param>
    /// <param name="term">How long it is ours.</param>
    /// <param name="cancellationToken">Shutdown: a call to a carrier that it cuts off is no attempt.</param>
    public async ValueTask HandleAsync(
        ReadOnlyMemory<byte> body,
        int receiveCount,
        LeaseTerm term,
        CancellationToken cancellationToken
    )
    {
        var reading = EnvelopeSerializer.Deserialize(body.Span);
        if (reading is not EnvelopeResult.Readable { Envelope: var envelope })
        {
            await end.UnreadableAsync(body, reading);
            return;
        }

        if (receiveCount > 1)
        {
            telemetry.Redelivered();
            Log.Redelivered(logger, envelope.Id, receiveCount);
        }

        using var activity = telemetry.Activities.StartActivity("deliver", ActivityKind.Consumer, envelope.TraceParent);
        telemetry.DeliveryBegan();
        try
        {
            await DeliverAsync(envelope, term, cancellationToken);
        }
        finally
        {
            telemetry.DeliveryEnded();
        }
    }

    private async ValueTask DeliverAsync(Envelope envelope, LeaseTerm term, CancellationToken cancellationToken)
    {
        if (envelope.IsExpiredAt(time.GetUtcNow()))
        {
            await GiveUpAsync(envelope, RecoverabilityPolicy.TooLate(envelope).Reason, term);
            return;
        }

        var whole = router.Route(envelope.Caller, envelope.Message);
        var open = Turns.Open(whole, envelope, options);
        if (open.IsEmpty)
        {
            var reason = whole.IsEmpty ? DeadLetterReason.Unroutable : DeadLetterReason.Unknown;
            await GiveUpAsync(envelope, reason, term);
            return;
        }

        var (route, tried) = Turns.Of(open, envelope);
        envelope = envelope with { Unfinished = 0 };
        SendOutcome? last = null;
        // How long each carrier tried in this run wants to be waited for; what the run's earlier part was told is forgotten.
        var waits = new List<TimeSpan?>(Enumerable.Repeat((TimeSpan?)null, tried));
        for (var i = 0; i < route.Length; i++)
        {
            if (!term.Covers(options.AttemptTimeout, time))
            {
                Log.PutBack(logger, envelope.Id, tried);
                await EnqueueAsync(envelope with { Unfinished = tried }, TimeSpan.Zero, term);
                return;
            }

            var started = time.GetUtcNow();
            if (await carriers.TryAttemptAsync(route[i], envelope, cancellationToken) is not { } outcome)
            {
                waits.Add(null);
                continue;
            }

            tried++;
            envelope = envelope.With(outcome.At(route[i].Name, started));
            last = outcome;
            var left = i + 1 < route.Length ? CarriersLeft.InThisRun : Turns.Later(whole, envelope, options);
            if (await DecideAsync(Turns.ForTheWholeRun(outcome, waits), left, envelope, term))
            {
                return;
            }

            waits.Add((outcome as SendOutcome.Throttled)?.RetryAfter);
        }

        // The carriers at the end had no place.
        if (last is not null)
        {
            var left = Turns.Later(whole, envelope, options);
            await DecideAsync(Turns.ForTheWholeRun(last, waits), left, envelope, term);
            return;
        }

        var decision = RecoverabilityPolicy.WithoutPlace(envelope, time.GetUtcNow(), route[0].Places.Turn());
        telemetry.Parked(route[0].Name);
        await DoAsync(decision, null, envelope, term);
    }

    /// <returns>False when the next carrier is to be tried.</returns>
    private ValueTask<bool> DecideAsync(SendOutcome outcome, CarriersLeft left, Envelope envelope, LeaseTerm term) =>
        DoAsync(
            RecoverabilityPolicy.Decide(outcome, envelope, left, options, time.GetUtcNow(), random()),
            outcome,
            envelope,
            term
        );

    private async ValueTask<bool> DoAsync(
        DeliveryDecision decision,
        SendOutcome? outcome,
        Envelope envelope,
        LeaseTerm term
    )
    {
        switch (decision)
        {
            case DeliveryDecision.Complete(var isAssumed):
                var carrierMessageId = (outcome as SendOutcome.Accepted)?.CarrierMessageId;
                await end.DeliveredAsync(envelope, carrierMessageId, time.GetUtcNow(), isAssumed);
                return true;
            case DeliveryDecision.Retry(var delay):
                if (outcome is SendOutcome.Refused)
                {
                    Log.NobodyTakesIt(logger, envelope.Id, outcome.Code);
                }

                await EnqueueAsync(envelope, delay, term);
                return true;
            case DeliveryDecision.Park(var delay):
                await EnqueueAsync(envelope, delay, term);
                return true;
            case DeliveryDecision.GiveUp(var reason):
                await GiveUpAsync(envelope, reason, term);
                return true;
            default:
                return false;
        }
    }

    private ValueTask EnqueueAsync(Envelope envelope, TimeSpan delay, LeaseTerm term)
    {
        ThrowIfEnded(term);
        return queue.EnqueueAsync(envelope, delay, CancellationToken.None);
    }

    private ValueTask GiveUpAsync(Envelope envelope, DeadLetterReason reason, LeaseTerm term)
    {
        ThrowIfEnded(term);
        return end.GivenUpAsync(envelope, reason);
    }

    /// <summary>By then the message may be another's, whose run decides what becomes of it.</summary>
    private void ThrowIfEnded(LeaseTerm term)
    {
        if (term.HasEnded(time))
        {
            throw new TimeoutException(
                "The lease on the message ended before the run did; what came of the run is not written down."
            );
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
