namespace SmsGateway.Azure.Storage;

/// <summary>Notes from before the looks that are still to be read.</summary>
/// <param name="From">The moment it begins with, in Unix milliseconds of the service's clock.</param>
/// <param name="Until">The moment it ends before.</param>
/// <param name="Next">Where its next page begins; null: none is read yet.</param>
/// <param name="Known">Keys in it that are read already.</param>
internal sealed record OldNotes(long From, long Until, string? Next, HashSet<string> Known);

/// <param name="Batches">Oldest first.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
internal readonly record struct NotePage(IReadOnlyList<NoteBatch> Batches, string? Next);
