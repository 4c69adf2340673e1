using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.Admission;

/// <summary>
/// Which messages of the last day were to a number, or had an id. Nobody keeps the number for that: admission's notes hold a keyed
/// hash of it and the message's id.
/// </summary>
public sealed class NumberSearch(AdmissionControl admission, IAdmissionStore store, TimeProvider time) : IDisposable
{
    /// <summary>Somebody waits for the answer.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>A day's notes can be many, so one search goes through them at a time; another waits so long for its turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What clocks differ by, and a note that is written late, from the time in a message's id.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Why what is accepted cannot be found, in words for an operator; null: it can.</summary>
    public string? WhyNot =>
        !admission.Counts
            ? "Messages are found by what admission notes of them, and it notes nothing: every limit of Gateway__Admission is off."
        : !store.KeepsNotes
            ? "Messages are found by what admission notes of them, and the settings name no table for that (Store__ConnectionString)."
        : null;

    /// <param name="recipient">The number.</param>
    /// <param name="max">How many, the newest.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null when another search is on for longer than is waited.</returns>
    /// <exception cref="StoreUnavailableException">The store, or the key under which numbers are hashed, cannot be had now.</exception>
    public async ValueTask<NumberSearchResult?> FindAsync(
        PhoneNumber recipient,
        int max,
        CancellationToken cancellationToken
    )
    {
        if (!await TakeTurnAsync(cancellationToken))
        {
            return null;
        }

        try
        {
            return await SearchAsync(recipient, max, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads a few minutes of notes, those around the time in the id.</summary>
    /// <returns>Null when none of the last day has it.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer, or not in time.</exception>
    public async ValueTask<NotedMessage?> FindAsync(MessageId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            id is not { Number: { } number, AcceptedAt: { } at }
            || at > now + Around
            || at < now - IAdmissionStore.Kept - Around
        )
        {
            return null;
        }

        var found = new Dictionary<MessageId, NotedMessage>();
        var searched = await ReadAsync(
            some => AdmissionNote.Of(some.Span, number),
            (at - Around, at + Around),
            found,
            // One that was taken back has that told later than it was admitted, and what is later is read first.
            enough: 0,
            cancellationToken
        );
        return found.TryGetValue(id, out var message) ? message
            : searched <= at - Around ? null
            : throw new StoreUnavailableException("The notes of admission cannot be read in time.");
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<bool> TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async ValueTask<NumberSearchResult> SearchAsync(
        PhoneNumber recipient,
        int max,
        CancellationToken cancellationToken
    )
    {
        var numbers = (await admission.Seal.PenAsync(cancellationToken)).AllOf(recipient);
        var dayAgo = time.GetUtcNow() - IAdmissionStore.Kept;
        var found = new Dictionary<MessageId, NotedMessage>();
        var searched = await ReadAsync(
            some => AdmissionNote.Of(some.Span, numbers),
            (dayAgo, null),
            found,
            max,
            cancellationToken
        );
        NotedMessage[] newest = [.. found.Values.OrderByDescending(message => message.At).Take(max)];
        return newest.Length < found.Count
            ? new NumberSearchResult(newest, true, newest[^1].At)
            : new NumberSearchResult(newest, searched is null || searched > dayAgo, searched);
    }

    /// <param name="pick">Takes the notes that are wanted.</param>
    /// <param name="range">From when on, and until when; null: until now.</param>
    /// <param name="found">Gets what they tell of.</param>
    /// <param name="enough">More than so many are not looked for.</param>
    /// <param name="cancellationToken">Ends it with an exception; the limit ends it without one.</param>
    /// <returns>From when on all has been read; null: nothing has.</returns>
    private async ValueTask<DateTimeOffset?> ReadAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        (DateTimeOffset Since, DateTimeOffset? Until) range,
        Dictionary<MessageId, NotedMessage> found,
        int enough,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        DateTimeOffset? searched = null;
        try
        {
            await foreach (var stretch in store.LookBackAsync(pick, range.Since, range.Until, either.Token))
            {
                Read(stretch.Picked.Span, found);
                searched = stretch.Since;
                if (found.Count > enough)
                {
                    return searched;
                }
            }

            return range.Since;
        }
        catch (OperationCanceledException)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // What has been read by now is told.
            return searched;
        }
    }

    private static void Read(ReadOnlySpan<byte> notes, Dictionary<MessageId, NotedMessage> found)
    {
        while (AdmissionNote.TryRead(ref notes, out var note))
        {
            if (note is null or { Kind: NoteKind.Verified } || note.Message == Guid.Empty)
            {
                continue;
            }

            var message = new NotedMessage(
                MessageId.Of(note.Message),
                DateTimeOffset.FromUnixTimeMilliseconds(note.At),
                note.Caller,
                note.Kind == NoteKind.Refused ? AdmissionRules.ReasonOf(note.Rule) : null,
                note.Kind == NoteKind.TakenBack
            );
            // A message that was taken back was admitted before, and nobody knows which of the notes is read first.
            if (message.IsTakenBack || !found.ContainsKey(message.Id))
            {
                found[message.Id] = message;
            }
        }
    }
}

/// <param name="Messages">Newest first.</param>
/// <param name="IsTruncated">Whether there are more, or may be.</param>
/// <param name="SearchedSince">From when on all are told; null when the time was up before anything was read.</param>
public sealed record NumberSearchResult(
    IReadOnlyList<NotedMessage> Messages,
    bool IsTruncated,
    DateTimeOffset? SearchedSince
);

/// <summary>A message as admission has noted it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was accepted or refused.</param>
/// <param name="Caller">Who posted it.</param>
/// <param name="RefusedBy">The reason code of the rule that refused it; null: none did.</param>
/// <param name="IsTakenBack">Whether it was admitted, and then not stored.</param>
public sealed record NotedMessage(MessageId Id, DateTimeOffset At, string Caller, string? RefusedBy, bool IsTakenBack);
