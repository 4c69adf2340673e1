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
    /// <returns>Null when the carrier has no place: nothing was tried.</returns>
    public async ValueTask<SendOutcome?> TryAttemptAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        CancellationToken cancellationToken
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
            return await AttemptAsync(carrier, envelope, cancellationToken);
        }
        finally
        {
            carrier.Places.Leave(time.GetElapsedTime(taken));
        }
    }

    private async ValueTask<SendOutcome> AttemptAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        using var activity = telemetry.Activities.StartActivity("attempt", ActivityKind.Client);
        activity?.SetTag("carrier", carrier.Name);

        var now = time.GetUtcNow();
        var started = time.GetTimestamp();
        var outcome = await SendAsync(carrier, envelope, now, cancellationToken);
        var duration = time.GetElapsedTime(started);

        activity?.SetTag("outcome", outcome.Name);
        if (carrier.Health.Record(outcome))
        {
            routes.Look();
        }

        telemetry.Attempted(carrier.Name, outcome.Name, duration);
        var milliseconds = (long)duration.TotalMilliseconds;
        var sinceAcceptance = (long)(time.GetUtcNow() - envelope.AcceptedAt).TotalMilliseconds;
        if (outcome is SendOutcome.Accepted { CarrierMessageId: var carrierId })
        {
            Log.Accepted(
                logger,
                envelope.Id,
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
            foreach (var name in carrier.Options.SecretNames.Values)
            {
                _ = secrets.RefreshAsync(name, null, CancellationToken.None).AsTask();
            }
        }

        return outcome;
    }

    private async ValueTask<SendOutcome> SendAsync(
        ConfiguredCarrier carrier,
        Envelope envelope,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var message = new CarrierMessage(
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
        try
        {
            return await carrier.Api.SendAsync(message, cancellationToken);
        }
        catch (SecretUnavailableException)
        {
            return new SendOutcome.Unavailable("secret", "a credential could not be read; nothing was sent");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            20,
            LogLevel.Information,
            "Attempt {Number} of {Id} to {Recipient}: {Carrier} accepted as {CarrierId} in {Duration} ms, {SinceAcceptance} ms after acceptance"
        )]
        public static partial void Accepted(
            ILogger logger,
            MessageId id,
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
            "Attempt {Number} of {Id} to {Recipient}: {Carrier} {Outcome} {Code} ({Detail}) in {Duration} ms, {SinceAcceptance} ms after acceptance"
        )]
        public static partial void NotAccepted(
            ILogger logger,
            MessageId id,
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
