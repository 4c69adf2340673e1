using SmsGateway.Queue;

namespace SmsGateway.Admission;

/// <summary>
/// What all gateways on one store share about admission: the notes of what each has decided, kept for a day, and the operators'
/// lists. The notes of messages that go through <see cref="ISendQueue"/> are written by the queue itself, in its own step.
/// </summary>
public interface IAdmissionStore
{
    /// <summary>How long notes are kept: the longest time that any rule looks back.</summary>
    static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <value>Whether notes are written down for others at all.</value>
    bool KeepsNotes { get; }

    /// <summary>
    /// What others have written since this process last read, here or through a <see cref="IQueueGate"/>; the first time also what
    /// was written before it started.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadNotesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The notes of the last day or a part of it, whoever wrote them and whoever has read them: one stretch of time after the other, the
    /// newest first.
    /// </summary>
    /// <param name="pick">Takes from some notes those that are wanted: a day's may be more than there is room for.</param>
    /// <param name="since">From when on.</param>
    /// <param name="until">Until when; null: to the end, which may be ahead where another machine's clock is.</param>
    /// <param name="cancellationToken">Ends it, a read that is on its way included.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    IAsyncEnumerable<NoteStretch> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        DateTimeOffset since,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    );

    /// <exception cref="StoreUnavailableException">It was not written.</exception>
    ValueTask WriteNoteAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken);

    /// <param name="known">The version that is known; null: none.</param>
    /// <returns>Null when it is still that one.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    ValueTask<StoredLists?> ReadListsAsync(string? known, CancellationToken cancellationToken);

    /// <summary>Writes over exactly the version that is known.</summary>
    /// <param name="lists">The whole document.</param>
    /// <param name="known">The version that was read.</param>
    /// <param name="cancellationToken">Ends the wait, when nothing has been written yet.</param>
    /// <returns>False when somebody else has written since: read again.</returns>
    /// <exception cref="StoreUnavailableException">It was not written.</exception>
    ValueTask<bool> WriteListsAsync(ReadOnlyMemory<byte> lists, string known, CancellationToken cancellationToken);
}

/// <param name="Picked">What was picked of a stretch of time, in no order.</param>
/// <param name="Since">With it, all from that moment on has been looked through.</param>
public sealed record NoteStretch(ReadOnlyMemory<byte> Picked, DateTimeOffset Since);

/// <param name="Lists">The document; empty when none was written yet.</param>
/// <param name="Version">Changes with every write; also told when none was written yet.</param>
public sealed record StoredLists(ReadOnlyMemory<byte> Lists, string Version);
