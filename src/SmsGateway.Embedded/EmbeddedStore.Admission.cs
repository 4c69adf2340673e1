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

    /// <summary>Page by page: behind a read that lasts the log of the file grows.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var since = (_time.GetUtcNow() - IAdmissionStore.Kept).ToUnixTimeMilliseconds();
        for (long? before = long.MaxValue; before is { } at; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            (var picked, before) = _reader.Notes(at, since, pick);
            yield return picked;
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
