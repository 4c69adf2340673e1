using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Admission;

/// <summary>
/// Which messages of the last day were to a number. Nobody keeps the number for that: admission's notes hold a keyed hash of it and
/// the message's id.
/// </summary>
public sealed class NumberSearch(AdmissionControl admission, IAdmissionStore store, TimeProvider time)
{
    /// <summary>Somebody waits for the answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Whether what is accepted is noted: otherwise only some of what is refused can be found.</summary>
    public bool IsWhole => admission.Counts;

    /// <param name="recipient">The number.</param>
    /// <param name="max">How many, the newest.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="StoreUnavailableException">The store, or the key under which numbers are hashed, cannot be had now.</exception>
    public async ValueTask<NumberSearchResult> FindAsync(
        PhoneNumber recipient,
        int max,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        var numbers = (await admission.Seal.PenAsync(cancellationToken)).AllOf(recipient);
        var found = new Dictionary<MessageId, NotedMessage>();
        var isTruncated = false;
        await foreach (
            var notes in store.LookBackAsync(some => AdmissionNote.Of(some.Span, numbers), cancellationToken)
        )
        {
            Read(notes.Span, found);
            isTruncated = found.Count > max || time.GetElapsedTime(began) > Limit;
            if (isTruncated)
            {
                break;
            }
        }

        NotedMessage[] newest = [.. found.Values.OrderByDescending(message => message.At)];
        return new NumberSearchResult([.. newest.Take(max)], isTruncated);
    }

    private static void Read(ReadOnlySpan<byte> notes, Dictionary<MessageId, NotedMessage> found)
    {
        while (AdmissionNote.TryRead(ref notes, out var note))
        {
            if (note is { Kind: not NoteKind.Verified } && note.Message != Guid.Empty)
            {
                var message = new NotedMessage(
                    MessageId.Of(note.Message),
                    DateTimeOffset.FromUnixTimeMilliseconds(note.At),
                    note.Caller,
                    note.Kind == NoteKind.Refused ? AdmissionRules.ReasonOf(note.Rule) : null
                );
                found[message.Id] = message;
            }
        }
    }
}

/// <param name="Messages">Newest first.</param>
/// <param name="IsTruncated">Whether there are more, or may be.</param>
public sealed record NumberSearchResult(IReadOnlyList<NotedMessage> Messages, bool IsTruncated);

/// <summary>A message as admission has noted it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was accepted or refused.</param>
/// <param name="Caller">Who posted it.</param>
/// <param name="RefusedBy">The reason code of the rule that refused it; null: none did.</param>
public sealed record NotedMessage(MessageId Id, DateTimeOffset At, string Caller, string? RefusedBy);
