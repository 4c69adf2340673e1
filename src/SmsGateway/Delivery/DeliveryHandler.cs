using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Telemetry;

namespace SmsGateway.Delivery;

/// <summary>
/// One delivery run of one queue message: expiry first, then the carriers of its route in turn, each outcome decided by
/// <see cref="RecoverabilityPolicy"/> and acted on here. When a method returns, the queue's copy can be deleted; when it
/// throws, the platform hands the message out again.
/// </summary>
public sealed partial class DeliveryHandler(
    Router router,
    ISendQueue queue,
    IDeadLetterStore deadLetters,
    IDeliveryLog followed,
    AttemptRunner carriers,
    DeliveryOptions options,
    GatewayTelemetry telemetry,
    TimeProvider time,
    Func<double> random,
    ILogger<DeliveryHandler> logger)
{
    /// <param name="body">The queue message.</param>
    /// <param name="receiveCount">How often it was handed out, this time included.</param>
    /// <param name="cancellationToken">Shutdown: a call to a carrier that it cuts off is no attempt.</param>
    public async ValueTask HandleAsync(ReadOnlyMemory<byte> body, int receiveCount, CancellationToken cancellationToken)
    {
        if (EnvelopeSerializer.Deserialize(body.Span) is not EnvelopeResult.Readable { Envelope: var envelope })
        {
            await RecordUnreadableAsync(body, DeadLetterReason.Unreadable);
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
            await DeliverAsync(envelope, cancellationToken);
        }
        finally
        {
            telemetry.DeliveryEnded();
        }
    }

    /// <summary>Records a message that the platform gave up handing out.</summary>
    public async ValueTask HandlePoisonAsync(ReadOnlyMemory<byte> body)
    {
        if (EnvelopeSerializer.Deserialize(body.Span) is EnvelopeResult.Readable { Envelope: var envelope })
        {
            await GiveUpAsync(envelope, DeadLetterReason.Poison);
        }
        else
        {
            await RecordUnreadableAsync(body, DeadLetterReason.Poison);
        }
    }

    private async ValueTask DeliverAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        if (envelope.IsExpiredAt(time.GetUtcNow()))
        {
            await GiveUpAsync(envelope, DeadLetterReason.Expired);
            return;
        }

        var route = InTurn(router.Route(envelope.Caller, envelope.Message));
        if (route.IsEmpty)
        {
            await GiveUpAsync(envelope, DeadLetterReason.Unroutable);
            return;
        }

        var earlier = new List<SendOutcome>(route.Length);
        for (var i = 0; i < route.Length; i++)
        {
            var started = time.GetUtcNow();
            var outcome = await carriers.AttemptAsync(route[i], envelope, cancellationToken);
            envelope = envelope.With(new Attempt(route[i].Name, started, outcome.Name, outcome.Code, outcome.Detail));
            var now = time.GetUtcNow();
            switch (RecoverabilityPolicy.Decide(ForTheWholeRun(outcome, earlier), envelope, i + 1 < route.Length, options, now, random()))
            {
                case DeliveryDecision.Complete:
                    telemetry.Delivered(route[i].Name, now - envelope.AcceptedAt);
                    if (envelope.Follow)
                    {
                        await RecordFollowedAsync(envelope, route[i].Name, (outcome as SendOutcome.Accepted)?.CarrierMessageId, now);
                    }

                    return;
                case DeliveryDecision.NextCarrier:
                    earlier.Add(outcome);
                    continue;
                case DeliveryDecision.Retry(var delay):
                    if (outcome is SendOutcome.Refused)
                    {
                        Log.NobodyTakesIt(logger, envelope.Id, outcome.Code);
                    }

                    await queue.EnqueueAsync(envelope, delay, CancellationToken.None);
                    return;
                case DeliveryDecision.GiveUp(var reason):
                    await GiveUpAsync(envelope, reason);
                    return;
            }
        }
    }

    /// <summary>Carriers known to be failing go to the end, in their order.</summary>
    private static ImmutableArray<ConfiguredCarrier> InTurn(ImmutableArray<ConfiguredCarrier> route)
    {
        if (route.Length < 2)
        {
            return route;
        }

        var first = new List<ConfiguredCarrier>(route.Length);
        var last = new List<ConfiguredCarrier>();
        foreach (var carrier in route)
        {
            // A probe is only spent where the carrier would really be tried: behind a working one it would not.
            var inPlace = !carrier.Health.IsFailing || (first.Count == 0 && carrier.Health.TakesTurn());
            (inPlace ? first : last).Add(carrier);
        }

        return [.. first, .. last];
    }

    /// <summary>
    /// A wait that the last carrier asked for must not hold up the carriers before it: of the waits asked for in a run the
    /// shortest counts, and none when one carrier asked for none.
    /// </summary>
    private static SendOutcome ForTheWholeRun(SendOutcome outcome, IReadOnlyList<SendOutcome> earlier)
    {
        if (outcome is not SendOutcome.Throttled { RetryAfter: { } shortest } throttled)
        {
            return outcome;
        }

        foreach (var other in earlier)
        {
            if (other is not SendOutcome.Throttled { RetryAfter: { } wait })
            {
                return throttled with { RetryAfter = null };
            }

            shortest = wait < shortest ? wait : shortest;
        }

        return throttled with { RetryAfter = shortest };
    }

    private async ValueTask RecordFollowedAsync(Envelope envelope, string carrier, string? carrierMessageId, DateTimeOffset now)
    {
        try
        {
            await followed.RecordAsync(new DeliveryRecord(envelope.Id, carrier, carrierMessageId, now, envelope.Attempts.Length), CancellationToken.None);
        }
        catch (Exception e)
        {
            // The carrier has the message: whatever this is, no reason to send it again.
            Log.NotRecorded(logger, envelope.Id, e.GetType().Name);
        }
    }

    private ValueTask GiveUpAsync(Envelope envelope, DeadLetterReason reason) =>
        RecordAsync(new DeadLetter(envelope.Id, reason, envelope, null, null, time.GetUtcNow()));

    private ValueTask RecordUnreadableAsync(ReadOnlyMemory<byte> body, DeadLetterReason reason) =>
        RecordAsync(DeadLetterSerializer.Unreadable(body, reason, time.GetUtcNow()));

    private async ValueTask RecordAsync(DeadLetter deadLetter)
    {
        await deadLetters.RecordAsync(deadLetter, CancellationToken.None);
        telemetry.DeadLettered(deadLetter.Reason.ToString());
        Log.DeadLetter(logger, deadLetter.Id, deadLetter.Reason, deadLetter.Envelope?.Message.Recipient, deadLetter.Envelope?.Attempts.Length ?? 0);
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Warning, "Dead letter {Id}: {Reason}, to {Recipient} after {Attempts} attempts")]
        public static partial void DeadLetter(ILogger logger, MessageId id, DeadLetterReason reason, PhoneNumber? recipient, int attempts);

        [LoggerMessage(11, LogLevel.Error, "No carrier of the route accepts our account, sender or region for {Id} (last code {Code}); retrying")]
        public static partial void NobodyTakesIt(ILogger logger, MessageId id, string? code);

        [LoggerMessage(13, LogLevel.Warning, "The delivery of {Id}, which somebody follows, cannot be recorded: {Why}")]
        public static partial void NotRecorded(ILogger logger, MessageId id, string why);

        [LoggerMessage(12, LogLevel.Warning, "{Id} was handed out for the {ReceiveCount}. time: an earlier run did not finish, so a carrier may get it twice")]
        public static partial void Redelivered(ILogger logger, MessageId id, int receiveCount);
    }
}
