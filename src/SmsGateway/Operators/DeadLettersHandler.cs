using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Http;
using SmsGateway.Messages;

namespace SmsGateway.Operators;

/// <summary>Dead letters for operators: list, show, replay and delete them. Who may do so is the head's business; who did, the trail's.</summary>
public sealed class DeadLettersHandler(
    IDeadLetterStore deadLetters,
    OperatorTrail trail,
    IReadOnlyList<CallerOptions> callers,
    DeliveryOptions options,
    TimeProvider time
)
{
    private const int PageSize = 100;

    private const string InvalidQuery = "The query is not valid.";

    /// <param name="day">yyyy-MM-dd in UTC; null for all.</param>
    /// <param name="reason">A <see cref="DeadLetterReason"/>; null for all.</param>
    /// <param name="continuation">From the page before.</param>
    /// <param name="reveal">Show bodies and numbers.</param>
    /// <param name="who">Who asks.</param>
    public async ValueTask<HttpReply> ListAsync(
        string? day,
        string? reason,
        string? continuation,
        bool reveal,
        OperatorIdentity who,
        CancellationToken cancellationToken
    )
    {
        var errors = new Dictionary<string, string[]>();
        var onDay = ReadDay(day, errors);
        var forReason = ReadReason(reason, errors);
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
        var shown = 0;
        return reveal
            ? await trail.RecordAsync(who, OperatorAction.Reveal, () => $"a list of {shown} dead letters", ReadAsync)
            : await ReadAsync();

        ValueTask<HttpReply> ReadAsync() =>
            StoreGuard.AnswerAsync(async () =>
            {
                try
                {
                    var page = await deadLetters.ListAsync(query, cancellationToken);
                    shown = page.Items.Count;
                    return new HttpReply(200, "application/json", DeadLetterSerializer.Serialize(page, reveal), []);
                }
                catch (UnknownPageException)
                {
                    errors["continue"] = ["must be what the page before said"];
                    return HttpReply.Problem(400, InvalidQuery, errors);
                }
            });
    }

    public ValueTask<HttpReply> ShowAsync(
        string id,
        bool reveal,
        OperatorIdentity who,
        CancellationToken cancellationToken
    ) =>
        WithAsync(
            id,
            reveal ? OperatorAction.Reveal : null,
            who,
            deadLetter =>
                ValueTask.FromResult(
                    new HttpReply(200, "application/json", DeadLetterSerializer.Serialize(deadLetter, reveal), [])
                ),
            cancellationToken
        );

    /// <summary>Puts the message back into the queue; an expired one only when asked to, with a fresh life.</summary>
    public ValueTask<HttpReply> ReplayAsync(
        string id,
        bool allowExpired,
        OperatorIdentity who,
        CancellationToken cancellationToken
    ) =>
        WithAsync(
            id,
            OperatorAction.Replay,
            who,
            deadLetter => ReplayAsync(deadLetter, allowExpired, cancellationToken),
            cancellationToken
        );

    public ValueTask<HttpReply> DeleteAsync(string id, OperatorIdentity who, CancellationToken cancellationToken) =>
        WithAsync(
            id,
            OperatorAction.Delete,
            who,
            async deadLetter =>
            {
                await deadLetters.DeleteAsync(deadLetter, cancellationToken);
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
        if (deadLetter.Reason == DeadLetterReason.TestNumber)
        {
            return HttpReply.Problem(
                409,
                "The message went to a test number, and those are never sent. Reveal it to read its code."
            );
        }

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

        return HttpReply.Json(
            200,
            new JsonObject { ["id"] = deadLetter.Id.ToString(), ["expiresAt"] = envelope.ExpiresAt }
        );
    }

    /// <param name="id">As asked for. Only that of a dead letter that is there gets into the log: anything may stand in its place.</param>
    /// <param name="action">What the trail records; null for nothing.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="act">What is done with the dead letter.</param>
    private async ValueTask<HttpReply> WithAsync(
        string id,
        OperatorAction? action,
        OperatorIdentity who,
        Func<DeadLetter, ValueTask<HttpReply>> act,
        CancellationToken cancellationToken
    )
    {
        DeadLetter? found = null;
        return action is { } recorded
            ? await trail.RecordAsync(
                who,
                recorded,
                () => found is null ? "a dead letter" : $"dead letter {found.Id} ({found.Reason})",
                FindAsync
            )
            : await FindAsync();

        ValueTask<HttpReply> FindAsync() =>
            StoreGuard.AnswerAsync(async () =>
            {
                found = MessageId.TryParse(id, out var messageId)
                    ? await deadLetters.FindAsync(messageId, cancellationToken)
                    : null;
                return found is null ? NotFound() : await act(found);
            });
    }

    private static DateOnly? ReadDay(string? day, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(day))
        {
            return null;
        }

        if (DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        errors["day"] = ["must be a date, yyyy-MM-dd"];
        return null;
    }

    private static DeadLetterReason? ReadReason(string? reason, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(reason))
        {
            return null;
        }

        // By name alone: a number, and several names, would be parsed too.
        var names = Enum.GetNames<DeadLetterReason>();
        if (Array.Find(names, name => name.Equals(reason, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return Enum.Parse<DeadLetterReason>(known);
        }

        errors["reason"] = [$"must be one of {string.Join(", ", names)}"];
        return null;
    }

    private static HttpReply NotFound() => HttpReply.Problem(404, "There is no dead letter with this id.");
}
