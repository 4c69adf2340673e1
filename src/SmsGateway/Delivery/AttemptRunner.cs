using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Routing;
using SmsGateway.Secrets;
using SmsGateway.Telemetry;

namespace SmsGateway.Delivery;

/// <summary>
/// Makes one attempt at one carrier, in one of its places, and keeps the books: the carrier's health and its routes', metrics, the
/// one log line, a fresh look at refused credentials.
/// </summary>
public sealed partial class AttemptRunner(
    ISecretStore secrets,
    RouteHealth routes,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<AttemptRunner> logger
)
{
    /// <param name="limit">For the whole attempt, reading the carrier's credentials included.</param>
    /// <param name="shutdown">Cuts the attempt off, which is then none.</param>
    /// <returns>Null when the carrier has no place: nothing was tried.</returns>
    public async ValueTask<SendOutcome?> TryAttemptAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        TimeSpan limit,
        CancellationToken shutdown
    )
    {
        ArgumentNullException.ThrowIfNull(carrier);
        ArgumentNullException.ThrowIfNull(envelope);
        if (!carrier.Places.TryTake())
        {
            return null;
        }

        var taken = time.GetTimestamp();
        try
        {
            return await AttemptAsync(carrier, envelope, limit, shutdown);
        }
        finally
        {
            carrier.Places.Leave(time.GetElapsedTime(taken));
        }
    }

    private async ValueTask<SendOutcome> AttemptAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        TimeSpan limit,
        CancellationToken shutdown
    )
    {
        using var activity = telemetry.Activities.StartActivity("attempt", ActivityKind.Client);
        activity?.SetTag("carrier", carrier.Name);

        var started = time.GetTimestamp();
        var outcome = await SendAsync(carrier, envelope, limit, shutdown);
        var duration = time.GetElapsedTime(started);

        activity?.SetTag("outcome", outcome.Name);
        // A look at the whole number, and of no use to a carrier that is alone.
        var region = carrier.Health.IsByRegion ? envelope.Message.Recipient.Region : "";
        routes.Note(carrier, carrier.Health.Record(outcome, duration, region), region);

        telemetry.Attempted(carrier.Name, outcome.Name, duration);
        var milliseconds = (long)duration.TotalMilliseconds;
        var sinceAcceptance = (long)(time.GetUtcNow() - envelope.AcceptedAt).TotalMilliseconds;
        if (outcome is SendOutcome.Accepted { CarrierMessageId: var carrierId })
        {
            Log.Accepted(
                logger,
                envelope.Id,
                envelope.Caller,
                carrier.Name,
                carrierId,
                envelope.Message.Recipient,
                envelope.Attempts.Length + 1,
                milliseconds,
                sinceAcceptance
            );
        }
        else
        {
            Log.NotAccepted(
                logger,
                envelope.Id,
                envelope.Caller,
                carrier.Name,
                outcome.Name,
                outcome.Code,
                outcome.Detail,
                envelope.Message.Recipient,
                envelope.Attempts.Length + 1,
                milliseconds,
                sinceAcceptance
            );
        }

        if (outcome is SendOutcome.Refused { Credentials: true })
        {
            // A rotated secret is the likeliest reason; the next try then has the new one. Not waited for: the next carrier
            // must not wait for a slow vault.
            foreach (var name in carrier.SecretNames)
            {
                _ = secrets.RefreshAsync(name, null, CancellationToken.None).AsTask();
            }
        }

        return outcome;
    }

    /// <summary>
    /// The credentials come first: a vault that takes its time takes it from the request, and not from the code's life or the lease,
    /// which covers an attempt. The carrier then has them from memory.
    /// </summary>
    private async ValueTask<SendOutcome> SendAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        TimeSpan limit,
        CancellationToken shutdown
    )
    {
        var began = time.GetTimestamp();
        if (Pending(carrier, shutdown) is { } pending)
        {
            var isRead = await InTimeAsync(pending, limit, shutdown);
            // By the clock, for a process that stood still and whose timers are yet to ring.
            var left = limit - time.GetElapsedTime(began);
            if (!isRead || left <= TimeSpan.Zero || envelope.IsExpiredAt(time.GetUtcNow()))
            {
                return new SendOutcome.Unavailable(
                    "secret",
                    "a credential could not be read in time; nothing was sent"
                );
            }

            using var timeout = new CancellationTokenSource(left, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, shutdown);
            return await CallAsync(carrier, envelope, end.Token, shutdown);
        }

        // With everything in memory the carrier's own limit is the attempt's.
        return await CallAsync(carrier, envelope, shutdown, shutdown);
    }

    private async ValueTask<SendOutcome> CallAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        CancellationToken end,
        CancellationToken shutdown
    )
    {
        try
        {
            return await carrier.Api.SendAsync(MessageFor(carrier, envelope, time.GetUtcNow()), end);
        }
        catch (SecretUnavailableException)
        {
            return new SendOutcome.Unavailable("secret", "a credential could not be read; nothing was sent");
        }
        catch (CutOffException cutOff) when (!shutdown.IsCancellationRequested)
        {
            return cutOff.Outcome;
        }
        catch (OperationCanceledException) when (!shutdown.IsCancellationRequested)
        {
            return new SendOutcome.Unknown("timeout", "no complete answer in time");
        }
    }

    /// <returns>The reads that take time, all begun; null when everything was at hand, as it nearly always is.</returns>
    private List<Task>? Pending(ConfiguredCarrier carrier, CancellationToken shutdown)
    {
        List<Task>? pending = null;
        var preparing = carrier.Api.PrepareAsync(shutdown);
        if (!preparing.IsCompletedSuccessfully)
        {
            (pending ??= []).Add(preparing.AsTask());
        }

        foreach (var name in carrier.SecretNames)
        {
            var reading = secrets.GetAsync(name, shutdown);
            if (!reading.IsCompletedSuccessfully)
            {
                (pending ??= []).Add(reading.AsTask());
            }
        }

        return pending;
    }

    /// <summary>A read that is given up goes on: the next attempt may find it done.</summary>
    /// <returns>False when one failed, or did not come in time.</returns>
    private async ValueTask<bool> InTimeAsync(List<Task> reads, TimeSpan limit, CancellationToken shutdown)
    {
        try
        {
            await Task.WhenAll(reads).WaitAsync(limit, time, shutdown);
            return true;
        }
        catch (Exception e) when (e is SecretUnavailableException or OperationCanceledException or TimeoutException)
        {
            shutdown.ThrowIfCancellationRequested();
            return false;
        }
    }

    private CarrierMessage MessageFor(ConfiguredCarrier carrier, Envelope envelope, DateTimeOffset now) =>
        new(
            envelope.Id,
            envelope.Message,
            carrier.Options.SenderFor(envelope.Message),
            SteadyTime.ByMachine(time, now),
            SteadyTime.ByMachine(time, envelope.ExpiresAt)
        )
        {
            AcceptedAt = envelope.AcceptedAt,
            RecordedExpiry = envelope.ExpiresAt,
            DeclinedAt = envelope.DeclinedAt(carrier.Name),
        };

    private static partial class Log
    {
        [LoggerMessage(
            20,
            LogLevel.Information,
            "Attempt {Number} of {Id} from {Caller} to {Recipient}: {Carrier} accepted as {CarrierId} in {Duration} ms, {SinceAcceptance} ms after acceptance"
        )]
        public static partial void Accepted(
            ILogger logger,
            MessageId id,
            string caller,
            string carrier,
            string? carrierId,
            PhoneNumber recipient,
            int number,
            long duration,
            long sinceAcceptance
        );

        [LoggerMessage(
            21,
            LogLevel.Warning,
            "Attempt {Number} of {Id} from {Caller} to {Recipient}: {Carrier} {Outcome} {Code} ({Detail}) in {Duration} ms, {SinceAcceptance} ms after acceptance"
        )]
        public static partial void NotAccepted(
            ILogger logger,
            MessageId id,
            string caller,
            string carrier,
            string outcome,
            string? code,
            string? detail,
            PhoneNumber recipient,
            int number,
            long duration,
            long sinceAcceptance
        );
    }
}
