using System.Runtime.CompilerServices;
using SmsGateway.Admission;

namespace SmsGateway.Tests.Support;

/// <summary>Lists and notes in memory, which several gateways can share; what they have counted they keep to themselves.</summary>
internal sealed class FakeAdmissionStore : IAdmissionStore
{
    private byte[] _lists = [];
    private int _version;

    /// <summary>Thrown instead of doing anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Called before a write, to be the first.</summary>
    public Action? OnWrite { get; set; }

    /// <summary>How often the lists were written.</summary>
    public int Writes => _version;

    public AdmissionDocument Document
    {
        get => _lists.Length == 0 ? AdmissionDocument.Empty : AdmissionDocument.Deserialize(_lists);
        set => (_lists, _version) = (value.Serialize(), _version + 1);
    }

    /// <summary>How often somebody wanted to hear what others have counted.</summary>
    public int NoteReads { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>> ReadNotesAsync(CancellationToken cancellationToken)
    {
        NoteReads++;
        return Answer(ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>All that were written; each is a stretch of time of its own.</summary>
    public List<byte[]> Notes { get; } = [];

    /// <summary>What comes before a stretch is read, by its number from the newest back.</summary>
    public Func<int, CancellationToken, Task> BeforeStretch { get; set; } = (_, _) => Task.CompletedTask;

    public bool KeepsNotes { get; init; } = true;

    public async IAsyncEnumerable<NoteStretch> LookBackAsync(
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> pick,
        DateTimeOffset since,
        DateTimeOffset? until,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var (number, notes) in Notes.AsEnumerable().Reverse().Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var at = AtOf(notes);
            if (at <= since || at > (until ?? at))
            {
                continue;
            }

            await BeforeStretch(number, cancellationToken);
            yield return new NoteStretch(await Answer(pick(notes)), number == Notes.Count - 1 ? since : at);
        }
    }

    private static DateTimeOffset AtOf(ReadOnlySpan<byte> notes) =>
        AdmissionNote.TryRead(ref notes, out var note)
            ? DateTimeOffset.FromUnixTimeMilliseconds(note!.At)
            : throw new ArgumentException("That is no note.");

    public ValueTask WriteNoteAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        Notes.Add(note.ToArray());
        return Failure is null ? ValueTask.CompletedTask : ValueTask.FromException(Failure);
    }

    public ValueTask<StoredLists?> ReadListsAsync(string? known, CancellationToken cancellationToken)
    {
        var version = $"v{_version}";
        return Answer(version == known ? null : new StoredLists(_lists, version));
    }

    public ValueTask<bool> WriteListsAsync(
        ReadOnlyMemory<byte> lists,
        string known,
        CancellationToken cancellationToken
    )
    {
        OnWrite?.Invoke();
        var isLatest = known == $"v{_version}";
        if (isLatest && Failure is null)
        {
            (_lists, _version) = (lists.ToArray(), _version + 1);
        }

        return Answer(isLatest);
    }

    private ValueTask<T> Answer<T>(T value) =>
        Failure is null ? ValueTask.FromResult(value) : ValueTask.FromException<T>(Failure);
}
