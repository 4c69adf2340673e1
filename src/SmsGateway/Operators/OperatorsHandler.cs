using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SmsGateway.Callers;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Delivery;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Operators;

/// <summary>The operators' endpoints: list, show, replay and delete dead letters, and the end of a followed message. Who may call them is the head's business.</summary>
public sealed partial class OperatorsHandler(
    IDeadLetterStore deadLetters,
    IDeliveryLog followed,
    IReadOnlyList<CallerOptions> callers,
    DeliveryOptions options,
    TimeProvider time,
    ILogger<OperatorsHandler> logger
)
{
    private const int PageSize = 100;

    private const string InvalidQuery = "The query is not valid.";

    /// <param name="day">yyyy-MM-dd in UTC; null for all.</param>
    /// <param name="reason">A <see cref="DeadLetterReason"/>; null for all.</param>
    /// <param name="continuation">From the page before.</param>
    /// <param name="reveal">Show bodies and numbers.</param>
    public async ValueTask<HttpReply> ListAsync(
        string? day,
        string? reason,
        string? continuation,
        bool reveal,
        CancellationToken cancellationToken
    )
    {
        var errors = new Dictionary<string, string[]>();
        DateOnly? onDay = null;
        if (!string.IsNullOrEmpty(day))
        {
            if (
                DateOnly.TryParseExact(
                    day,
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var date
                )
            )
            {
                onDay = date;
            }
            else
            {
                errors["day"] = ["must be a date, yyyy-MM-dd"];
            }
        }

        DeadLetterReason? forReason = null;
        if (!string.IsNullOrEmpty(reason))
        {
            if (
                Enum.GetNames<DeadLetterReason>()
                    .FirstOrDefault(name => name.Equals(reason, StringComparison.OrdinalIgnoreCase)) is
                { } known
            )
            {
                forReason = Enum.Parse<DeadLetterReason>(known);
            }
            else
            {
                errors["reason"] = [$"must be one of {string.Join(", ", Enum.GetNames<DeadLetterReason>())}"];
            }
        }

        if (errors.Count > 0)
        {
            return HttpReply.Problem(400, InvalidQuery, errors);
        }

        var query = new DeadLetterQuery(
            onDay,
            forReason,
            string.IsNullOrEmpty(continuation) ? null : continuation,
            PageSize
        );
        return await GuardedAsync(async () =>
        {
            try
            {
                var page = await deadLetters.ListAsync(query, cancellationToken);
                return new HttpReply(200, "application/json", DeadLetterSerializer.Serialize(page, reveal), []);
            }
            catch (UnknownPageException)
            {
                return HttpReply.Problem(
                    400,
                    InvalidQuery,
                    new Dictionary<string, string[]> { ["continue"] = ["must be what the page before said"] }
                );
            }
        });
    }

    public ValueTask<HttpReply> ShowAsync(string id, bool reveal, CancellationToken cancellationToken) =>
        WithAsync(
            id,
            deadLetter =>
                ValueTask.FromResult(
                    new HttpReply(200, "application/json", DeadLetterSerializer.Serialize(deadLetter, reveal), [])
                ),
            cancellationToken
        );

    /// <summary>How a message ended: delivered, if it is followed, or dead. 404 while it is on its way.</summary>
    public async ValueTask<HttpReply> ShowMessageAsync(string id, CancellationToken cancellationToken) =>
        await GuardedAsync(async () =>
        {
            if (MessageId.TryParse(id, out var messageId))
            {
                if (await followed.FindDeliveredAsync(messageId, cancellationToken) is { } delivered)
                {
                    return new HttpReply(200, "application/json", DeliverySerializer.Serialize(delivered), []);
                }

                if (await deadLetters.FindAsync(messageId, cancellationToken) is { } dead)
                {
                    return HttpReply.Json(
                        200,
                        new JsonObject
                        {
                            ["id"] = dead.Id.ToString(),
                            ["state"] = "dead",
                            ["reason"] = dead.Reason.ToString(),
                            ["at"] = dead.DiedAt,
                            ["attempts"] = dead.Attempts.Length,
                        }
                    );
                }
            }

            return HttpReply.Problem(
                404,
                "This message is still on its way, or was not sent to be followed, or never was."
            );
        });

    /// <summary>Puts the message back into the queue; an expired one only when asked to, with a fresh life.</summary>
    public ValueTask<HttpReply> ReplayAsync(string id, bool allowExpired, CancellationToken cancellationToken) =>
        WithAsync(id, deadLetter => ReplayAsync(deadLetter, allowExpired, cancellationToken), cancellationToken);

    public ValueTask<HttpReply> DeleteAsync(string id, CancellationToken cancellationToken) =>
        WithAsync(
            id,
            async deadLetter =>
            {
                await deadLetters.DeleteAsync(deadLetter, cancellationToken);
                Log.Deleted(logger, deadLetter.Id, deadLetter.Reason);
                return HttpReply.Empty(204);
            },
            cancellationToken
        );

    private async ValueTask<HttpReply> ReplayAsync(
        DeadLetter deadLetter,
        bool allowExpired,
        CancellationToken cancellationToken
    )
    {
        if (deadLetter.Envelope is not { } envelope)
        {
            return HttpReply.Problem(
                409,
                deadLetter.Sealed is null
                    ? "This dead letter holds no readable message; there is nothing to replay."
                    : $"The message cannot be opened: {deadLetter.Detail}."
            );
        }

        var now = time.GetUtcNow();
        if (envelope.IsExpiredAt(now))
        {
            if (!allowExpired)
            {
                return HttpReply.Problem(
                    409,
                    "The message has expired. Nobody wants an old code; to send it all the same, add allowExpired=true."
                );
            }

            var caller = callers.FirstOrDefault(caller => caller.Name == envelope.Caller);
            envelope = envelope with { ExpiresAt = now + (caller?.TimeToLive ?? options.TimeToLive) };
        }

        // A fresh start has a fresh backoff.
        envelope = envelope with
        {
            Attempts = [],
            Unfinished = 0,
        };
        if (!await deadLetters.ReplayAsync(deadLetter, envelope, cancellationToken))
        {
            return NotFound();
        }

        Log.Replayed(logger, deadLetter.Id, deadLetter.Reason);
        return HttpReply.Json(
            200,
            new JsonObject { ["id"] = deadLetter.Id.ToString(), ["expiresAt"] = envelope.ExpiresAt }
        );
    }

    private async ValueTask<HttpReply> WithAsync(
        string id,
        Func<DeadLetter, ValueTask<HttpReply>> act,
        CancellationToken cancellationToken
    ) =>
        await GuardedAsync(async () =>
            MessageId.TryParse(id, out var messageId)
            && await deadLetters.FindAsync(messageId, cancellationToken) is { } deadLetter
                ? await act(deadLetter)
                : NotFound()
        );

    private static HttpReply NotFound() => HttpReply.Problem(404, "There is no dead letter with this id.");

    private static async ValueTask<HttpReply> GuardedAsync(Func<ValueTask<HttpReply>> act)
    {
        try
        {
            return await act();
        }
        catch (StoreUnavailableException)
        {
            return HttpReply.Problem(
                503,
                "The store does not answer; try again.",
                null,
                new KeyValuePair<string, string>("Retry-After", "1")
            );
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            30,
            LogLevel.Information,
            "Dead letter {Id} ({Reason}) was put back into the queue by an operator"
        )]
        public static partial void Replayed(ILogger logger, MessageId id, DeadLetterReason reason);

        [LoggerMessage(31, LogLevel.Information, "Dead letter {Id} ({Reason}) was deleted by an operator")]
        public static partial void Deleted(ILogger logger, MessageId id, DeadLetterReason reason);
    }
}
