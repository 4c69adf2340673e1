using SmsGateway.Messages;
using SmsGateway.Queue;

namespace SmsGateway.DeadLetters;

/// <summary>Where given-up messages are recorded, one record per message id.</summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Records durably; a second record with the same id replaces the first. The message's idempotency key is free from then on
    /// (<see cref="ISendQueue"/>).
    /// </summary>
    /// <exception cref="StoreUnavailableException">It was not recorded.</exception>
    ValueTask RecordAsync(DeadLetter deadLetter, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a message in hand, which is then still to be completed; a store that has removed it in the same step has
    /// nothing to do then.
    /// </summary>
    /// <returns>False when the lease is lost: nothing was recorded.</returns>
    /// <exception cref="StoreUnavailableException">It was not recorded.</exception>
    ValueTask<bool> RecordAsync(DeadLetter deadLetter, QueueLease lease, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="query">Which, how many, from where.</param>
    /// <exception cref="UnknownPageException">The query continues a page that this store never gave out.</exception>
    ValueTask<DeadLetterPage> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken);

    ValueTask<DeadLetter?> FindAsync(MessageId id, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes this record, but not a later one of the same message: a replayed message can die again before its old record is
    /// deleted.
    /// </summary>
    /// <returns>False when it was not there any more.</returns>
    ValueTask<bool> DeleteAsync(DeadLetter deadLetter, CancellationToken cancellationToken);

    /// <summary>
    /// Takes this record and puts its message back into the queue, due at once: of any number of concurrent calls one does both,
    /// and the others nothing.
    /// </summary>
    /// <param name="deadLetter">As found.</param>
    /// <param name="envelope">Its message, as it is to be sent.</param>
    /// <param name="cancellationToken">Ends the wait, when nothing has been written yet.</param>
    /// <returns>False when it was not there any more.</returns>
    /// <exception cref="StoreUnavailableException">The message was not put back, and the record is still there.</exception>
    ValueTask<bool> ReplayAsync(DeadLetter deadLetter, Envelope envelope, CancellationToken cancellationToken);
}

/// <summary>What a listing was asked to continue is nothing that the store has said.</summary>
public sealed class UnknownPageException : Exception
{
    public UnknownPageException() { }

    public UnknownPageException(string message)
        : base(message) { }

    public UnknownPageException(string message, Exception innerException)
        : base(message, innerException) { }
}

/// <param name="Day">UTC day of death; null for all days.</param>
/// <param name="Reason">Null for all reasons.</param>
/// <param name="Continue">The <see cref="DeadLetterPage.Continue"/> of the page before; null for the first.</param>
/// <param name="Max">Page size, 1 to 1000.</param>
public sealed record DeadLetterQuery(DateOnly? Day, DeadLetterReason? Reason, string? Continue, int Max = 100);

/// <param name="Items">Newest first.</param>
/// <param name="Continue">Give it back for the next page; null when this was the last.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, string? Continue);
