using System.Buffers;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmsGateway.Admission;
using SmsGateway.Callers;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Telemetry;

namespace SmsGateway.Acceptance;

/// <summary>Takes one request from a caller: authenticate, read, check, store; 200 only when the queue has the message.</summary>
public sealed partial class AcceptanceHandler(
    CallerAuthenticator authenticator,
    Router router,
    ISendQueue queue,
    TextComposer texts,
    AdmissionControl admission,
    AcceptanceOptions options,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<AcceptanceHandler> logger
)
{
    /// <summary>The longest legal message is under 10 KiB; Auth0's request information adds about 1 KiB.</summary>
    public const int MaxBodyBytes = 16 * 1024;

    private static readonly KeyValuePair<string, string> Challenge = new("WWW-Authenticate", "Bearer");
    private static readonly KeyValuePair<string, string> RetrySoon = new("Retry-After", "1");

    // One for strangers and one for callers, so that noise from outside never hides what an operator must see.
    private readonly LogLimiter _strangerLog = new(time, perSecond: 20);
    private readonly LogLimiter _callerLog = new(time, perSecond: 20);
    private readonly LogLimiter _acceptedLog = new(time, perSecond: 20);

    /// <param name="authorization">Every value of the <c>Authorization</c> header.</param>
    /// <param name="body">
    /// The request's body; read only when the caller is known, and never beyond the limit. Null when the platform dropped it,
    /// as Functions does with one whose length was not declared.
    /// </param>
    /// <param name="contentLength">As declared, if it was.</param>
    /// <param name="cancellationToken">Ends reading and waiting; what is being stored at that moment is stored all the same.</param>
    public async ValueTask<HttpReply> HandleAsync(
        IReadOnlyList<string?> authorization,
        Stream? body,
        long? contentLength,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var check = await authenticator.CheckAsync(authorization, cancellationToken);
        if (check is not CallerResult.Authenticated { Caller: var caller } authenticated)
        {
            var (reason, claimed) = (CallerResult.Refused)check;
            return reason == RefusalReason.SecretUnavailable ? Unverifiable() : Unauthorized(reason, claimed);
        }

        if (body is null)
        {
            return LengthRequired(caller);
        }

        if (contentLength > MaxBodyBytes)
        {
            return TooLarge(caller);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBodyBytes + 1);
        var length = buffer.Length;
        try
        {
            length = await body.ReadAtLeastAsync(
                buffer.AsMemory(0, MaxBodyBytes + 1),
                MaxBodyBytes + 1,
                throwOnEndOfStream: false,
                cancellationToken
            );
            return length > MaxBodyBytes ? TooLarge(caller)
                : !authenticator.FitsBody(authenticated, buffer.AsSpan(0, length))
                    ? Unauthorized(RefusalReason.BodyHash, [caller.Name])
                : await AcceptAsync(authenticated, buffer.AsMemory(0, length), started, cancellationToken);
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException))
        {
            // The platform answers 500 for us; an alert that looks at our own count has to know. A client that goes away is no fault.
            telemetry.Refused(500, null);
            throw;
        }
        finally
        {
            // It held a code; all of it only if it is not known how much was read.
            buffer.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<HttpReply> AcceptAsync(
        CallerResult.Authenticated authenticated,
        ReadOnlyMemory<byte> body,
        long started,
        CancellationToken cancellationToken
    )
    {
        var caller = authenticated.Caller;
        using var activity = telemetry.StartAccept();
        var parsed = MessageParser.Parse(body, texts, caller.Name);
        if (parsed is MessageResult.Valid candidate)
        {
            parsed = RouteVerdict.Of(candidate, router.Offer(caller.Name, candidate.Message));
        }

        if (parsed is not MessageResult.Valid valid)
        {
            var errors = ((MessageResult.Invalid)parsed).Errors;
            if (_callerLog.Allows(out var unlogged))
            {
                Log.Invalid(logger, caller.Name, string.Join(", ", errors.Keys), unlogged);
            }

            telemetry.Refused(400, null);
            return HttpReply.Problem(400, "The message is not valid.", errors);
        }

        var now = time.GetUtcNow();
        var envelope = new Envelope(
            MessageId.New(now),
            caller.Name,
            valid.Message,
            valid.Context,
            now,
            now + caller.TimeToLive,
            [],
            Activity.Current is { Recorded: true } current ? current.Id : null
        )
        {
            Follow = valid.Follow,
        };
        AdmissionCase? admitting;
        MessageId? stored;
        try
        {
            admitting = await admission.OpenAsync(envelope, caller.Regions, cancellationToken);
            if (admitting?.Refusal is { } byFixedRule)
            {
                admission.Tell(admitting);
                return Refuse(byFixedRule, envelope.Id);
            }

            stored = admitting is { TestNumber: not null }
                ? await admission.KeepAsync(admitting, envelope, cancellationToken)
                : await queue.EnqueueAsync(
                    envelope,
                    DuplicateKey.Of(authenticated, valid, options.DuplicateWindow),
                    admitting is { Counts: true } ? admitting : null,
                    cancellationToken
                );
        }
        catch (StoreUnavailableException e)
        {
            if (_callerLog.Allows(out var unlogged))
            {
                Log.NotStored(logger, caller.Name, e.Message, unlogged);
            }

            telemetry.Refused(503, null);
            return NotAccepted();
        }

        if (admitting is not null)
        {
            admission.Tell(admitting);
        }

        if (stored is not { } id)
        {
            return admitting?.Refusal is { } refusal ? Refuse(refusal, envelope.Id) : NotCounted(caller);
        }

        if (id == envelope.Id)
        {
            telemetry.Accepted(caller.Name, time.GetElapsedTime(started));
            if (admitting is not { TestNumber: not null })
            {
                // What goes to a test number is sent by nobody and billed to nobody.
                TextComposer.Meter(telemetry, caller.Name, valid.Message);
            }

            if (logger.IsEnabled(LogLevel.Information) && _acceptedLog.Allows(out var unlogged))
            {
                Log.Accepted(logger, id, caller.Name, valid.Message.Recipient, valid.Message.Channel, unlogged);
            }
        }
        else
        {
            telemetry.Duplicate(caller.Name, time.GetElapsedTime(started));
            Log.Duplicate(logger, caller.Name, id);
        }

        return HttpReply.Id(id.ToString());
    }

    private HttpReply Refuse(AdmissionRefusal refusal, MessageId id)
    {
        var reply = RefusalReply.Of(refusal, id);
        telemetry.Refused(reply.Status, refusal.Reason);
        return reply;
    }

    private HttpReply NotCounted(CallerOptions caller)
    {
        if (_callerLog.Allows(out var unlogged))
        {
            Log.NotStored(logger, caller.Name, "the store of admission's counters does not answer", unlogged);
        }

        telemetry.Refused(503, null);
        return NotAccepted();
    }

    /// <param name="reason">What does not fit.</param>
    /// <param name="claimed">The callers whose subject and audience the token has.</param>
    private HttpReply Unauthorized(RefusalReason reason, IReadOnlyList<string> claimed)
    {
        telemetry.Refused(401, reason.ToString());
        if (_strangerLog.Allows(out var unlogged))
        {
            if (claimed.Count == 0)
            {
                Log.Unauthorized(logger, reason, unlogged);
            }
            else
            {
                Log.Misfit(logger, reason, string.Join(", ", claimed), unlogged);
            }
        }

        return HttpReply.Empty(401, Challenge);
    }

    /// <summary>The fault is ours, so a good caller is not told that it is a bad one, and may try again.</summary>
    private HttpReply Unverifiable()
    {
        telemetry.Refused(503, nameof(RefusalReason.SecretUnavailable));
        if (_strangerLog.Allows(out var unlogged))
        {
            Log.Unverifiable(logger, unlogged);
        }

        return NotAccepted();
    }

    private HttpReply TooLarge(CallerOptions caller)
    {
        if (_callerLog.Allows(out var unlogged))
        {
            Log.TooLarge(logger, caller.Name, MaxBodyBytes, unlogged);
        }

        telemetry.Refused(413, null);
        return HttpReply.Problem(413, $"The body is over {MaxBodyBytes} bytes.");
    }

    private HttpReply LengthRequired(CallerOptions caller)
    {
        if (_callerLog.Allows(out var unlogged))
        {
            Log.LengthRequired(logger, caller.Name, unlogged);
        }

        telemetry.Refused(411, null);
        return HttpReply.Problem(411, "The body did not arrive: it must be sent with a Content-Length, not in chunks.");
    }

    private static HttpReply NotAccepted() =>
        HttpReply.Problem(503, "The message was not accepted; try again.", null, RetrySoon);
}
