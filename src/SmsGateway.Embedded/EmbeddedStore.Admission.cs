using System.Runtime.CompilerServices;
using SmsGateway.Admission;
using SmsGateway.Queue;

namespace SmsGateway.Embedded;

public sealed partial class EmbeddedStore : IAdmissionStore
{
    public async ValueTask<ReadOnlyMemory<byte>> ReadNotesAsync(CancellationToken cancellationToken)
    {
        byte[] notes = [];
        try
        {
            await RunAsync(session =>
            {
                notes = session.Notes.TakeHeard(session.Now);
            });
        }
        catch (StoreUnavailableException) when (notes.Length > 0)
        {
            // Others have committed them, whatever became of this commit; nobody would read them again.
        }

        return notes;
    }

    public bool KeepsNotes => true;

    /// <summary>Page by page: behind a read that lasts the log of the file grows.</summary>
    public async IAsyncEnumerable<NoteStretch> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        DateTimeOffset since,
        DateTimeOffset? until,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var before = until is { } end ? _reader.NotesAfter(end.ToUnixTimeMilliseconds()) : long.MaxValue;
        for (var isMore = true; isMore; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            (var picked, before, var at) = _reader.Notes(before, since.ToUnixTimeMilliseconds(), pick);
            isMore = at is not null;
            var from = at is { } oldest ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : since;
            yield return new NoteStretch(picked, from > since ? from : since);
            await Task.Yield();
        }
    }

    public ValueTask WriteNoteAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken) =>
        RunAsync(session => session.Notes.Add(note.Span));

    /// <summary>Asked every few seconds, so it takes no turn at the writer.</summary>
    public ValueTask<StoredLists?> ReadListsAsync(string? known, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_reader.ReadLists(known));

    public ValueTask<bool> WriteListsAsync(
        ReadOnlyMemory<byte> lists,
        string known,
        CancellationToken cancellationToken
    ) => RunAsync(session => session.Lists.Write(lists.Span, known));
}
