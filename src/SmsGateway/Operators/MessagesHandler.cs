using System.Text.Json.Nodes;
using SmsGateway.Admission;
using SmsGateway.Http;
using SmsGateway.Messages;

namespace SmsGateway.Operators;

/// <summary>How messages fare, for operators. Who may ask is the head's business.</summary>
public sealed class MessagesHandler(MessageEnds ends, NumberSearch search, OperatorTrail trail, TimeProvider time)
{
    /// <summary>The most that are told of one number.</summary>
    public const int Most = 100;

    private const string Recipient = "recipient";

    /// <summary>How many ends are looked for at once.</summary>
    private const int AtOnce = 8;

    /// <summary>How a message ended, or what is known of it until then: as <see cref="FindAsync(string?, OperatorIdentity, CancellationToken)"/> tells it, but for the number.</summary>
    public ValueTask<HttpReply> ShowAsync(string id, CancellationToken cancellationToken) =>
        StoreGuard.AnswerAsync(async () =>
            !MessageId.TryParse(id, out var messageId) ? Unknown()
            : await ends.FindAsync(messageId, cancellationToken) is { } end ? HttpReply.Json(200, end)
            : search.WhyNot is null && await search.FindAsync(messageId, cancellationToken) is { } noted
                ? HttpReply.Json(200, await ends.TellAsync(noted, null, cancellationToken))
            : Unknown()
        );

    /// <summary>The messages of the last day to a number, newest first: waiting, delivered, dead, refused or not accepted.</summary>
    /// <param name="recipient">The number.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<HttpReply> FindAsync(
        string? recipient,
        OperatorIdentity who,
        CancellationToken cancellationToken
    )
    {
        var fields = OrderFields.Of(_ => recipient, [Recipient]);
        PhoneNumber number = default;
        if (fields.Find(Recipient) is not { } text)
        {
            fields.Error(Recipient, "is required");
        }
        else if (!PhoneNumber.TryParse(text, out number))
        {
            fields.Error(Recipient, EntryRules.MistakeOf(EntryKind.Number, text));
        }

        return fields.Errors.Count > 0
            ? HttpReply.Problem(400, "The query is not valid.", fields.Errors)
            : await trail.RecordAsync(
                who,
                OperatorAction.LookUp,
                number.ToString,
                () => StoreGuard.AnswerAsync(() => FindAsync(number, cancellationToken))
            );
    }

    private async ValueTask<HttpReply> FindAsync(PhoneNumber recipient, CancellationToken cancellationToken)
    {
        if (search.WhyNot is { } why)
        {
            return HttpReply.Problem(409, why);
        }

        if (await search.FindAsync(recipient, Most, cancellationToken) is not { } result)
        {
            return Later("Another number is being looked up; one is at a time. Try again.");
        }

        var (messages, isTruncated, searchedSince) = result;
        if (searchedSince is null)
        {
            return Later(
                $"The store was too slow: nothing could be looked through within {NumberSearch.Limit.TotalSeconds:0} seconds. Try again."
            );
        }

        return await TellAsync(messages, recipient, cancellationToken) is { } told
            ? HttpReply.Json(
                200,
                new JsonObject
                {
                    ["items"] = new JsonArray([.. told]),
                    ["truncated"] = isTruncated,
                    ["searchedSince"] = searchedSince,
                }
            )
            : Later(
                $"The store was too slow: messages were found ({messages.Count}), and how they ended could not be read within {NumberSearch.Limit.TotalSeconds:0} seconds. Try again."
            );
    }

    /// <returns>Null when that takes as long as a search may.</returns>
    private async Task<JsonObject[]?> TellAsync(
        IReadOnlyList<NotedMessage> messages,
        PhoneNumber recipient,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(NumberSearch.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var told = new JsonObject[messages.Count];
        try
        {
            await Parallel.ForAsync(
                0,
                told.Length,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = either.Token },
                async (i, token) => told[i] = await ends.TellAsync(messages[i], recipient, token)
            );
            return told;
        }
        catch (OperationCanceledException)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static HttpReply Later(string why) =>
        HttpReply.Problem(503, why, null, KeyValuePair.Create("Retry-After", "5"));

    private HttpReply Unknown() =>
        HttpReply.Problem(
            404,
            search.WhyNot is { } why
                ? $"This message is still on its way, or was delivered longer ago than is recorded, or never was. {why}"
                : "Nothing is known of this id: it was given to no message within a day, to one that was refused in a wave, or to one whose note was written late or not at all."
        );
}
