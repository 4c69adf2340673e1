using Azure;
using SmsGateway.Admission;

namespace SmsGateway.Azure.Storage;

/// <summary>Notes in a table, and the operators' lists in one blob, which no life cycle rule deletes.</summary>
internal sealed class StorageAdmissionStore(SharedNotes notes, BlobTexts blobs, TimeProvider time) : IAdmissionStore
{
    /// <summary>The blob with the lists, in base64: sealed, they are no text.</summary>
    public const string Lists = "admission/lists";

    private const string NeverWritten = "none";

    /// <summary>Read every few seconds, by somebody who comes back.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(5);

    public async ValueTask<ReadOnlyMemory<byte>> ReadNotesAsync(CancellationToken cancellationToken) =>
        await notes.TakeAsync(cancellationToken);

    public bool KeepsNotes => notes.KeepsNotes;

    public IAsyncEnumerable<NoteStretch> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        DateTimeOffset since,
        DateTimeOffset? until,
        CancellationToken cancellationToken
    ) => notes.LookBackAsync(pick, since, until, cancellationToken);

    public async ValueTask WriteNoteAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await notes.MustWriteAsync(note);
    }

    public async ValueTask<StoredLists?> ReadListsAsync(string? known, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ETag? version = known is null or NeverWritten ? null : new ETag(known);
        var found = await StorageCall.RunAsync(
            "The operators' lists cannot be read",
            ReadLimit,
            time,
            token => blobs.ReadAsync(Lists, version, token)
        );
        return found switch
        {
            null when known == NeverWritten => null,
            null => new StoredLists(ReadOnlyMemory<byte>.Empty, NeverWritten),
            _ when found.Version == version => null,
            _ => new StoredLists(Convert.FromBase64String(found.Text), found.Version.ToString()),
        };
    }

    public async ValueTask<bool> WriteListsAsync(
        ReadOnlyMemory<byte> lists,
        string known,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return known.Length > 0
            && await StorageCall.RunAsync(
                "The operators' lists cannot be written",
                StorageAccount.CallLimit,
                time,
                token =>
                    blobs.WriteOverAsync(
                        Lists,
                        Convert.ToBase64String(lists.Span),
                        known == NeverWritten ? null : new ETag(known),
                        token
                    )
            )
                is not null;
    }
}
