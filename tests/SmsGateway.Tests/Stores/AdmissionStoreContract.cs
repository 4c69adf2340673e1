using System.Text;
using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What gateways on one store must be able to tell each other about admission, whichever store is behind it.</summary>
public abstract class AdmissionStoreContract
{
    protected CancellationToken Stop { get; } = Patience.Bounded;

    /// <summary>The store as one more process has it.</summary>
    private protected abstract IAdmissionStore Open();

    /// <summary>That process ends.</summary>
    private protected abstract void Close(IAdmissionStore store);

    [Fact]
    public async Task What_one_process_writes_another_hears_in_order_and_once()
    {
        var (one, other) = (Open(), Open());
        Assert.Empty(await HearAsync(other));
        foreach (var number in Enumerable.Range(1, 20))
        {
            await one.WriteNoteAsync(SampleNotes.Write(number), Stop);
        }

        Assert.Equal(Enumerable.Range(1, 20), await HearAsync(other));
        Assert.Empty(await HearAsync(other));
        await one.WriteNoteAsync(SampleNotes.Write(21), Stop);
        Assert.Equal([21], await HearAsync(other));
    }

    [Fact]
    public async Task Nobody_hears_himself()
    {
        var (one, other) = (Open(), Open());
        await one.WriteNoteAsync(SampleNotes.Write(1), Stop);
        await other.WriteNoteAsync(SampleNotes.Write(2), Stop);

        Assert.Equal([2], await HearAsync(one));
        Assert.Equal([1], await HearAsync(other));
    }

    [Fact]
    public async Task What_many_write_at_once_everybody_else_hears()
    {
        IAdmissionStore[] writers = [Open(), Open(), Open()];
        var listener = Open();
        var heard = new List<int>();
        var writing = Task.WhenAll(
            Enumerable
                .Range(1, 150)
                .Select(number => writers[number % 3].WriteNoteAsync(SampleNotes.Write(number), Stop).AsTask())
        );
        while (!writing.IsCompleted)
        {
            Stop.ThrowIfCancellationRequested();
            heard.AddRange(await HearAsync(listener));
        }

        await writing;
        heard.AddRange(await HearAsync(listener));
        Assert.Equal(Enumerable.Range(1, 150), heard.Order());
        Assert.Equal(100, (await HearAsync(writers[0])).Count);
    }

    [Fact]
    public async Task After_a_restart_the_last_day_is_heard()
    {
        var before = Open();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await before.WriteNoteAsync(SampleNotes.Write(number), Stop);
        }

        Close(before);

        Assert.Equal(Enumerable.Range(1, 5), await HearAsync(Open()));
    }

    /// <summary>Hearing is for counting, and once; what is looked up is there for whoever asks.</summary>
    [Fact]
    public async Task What_was_written_is_looked_through_by_everybody_whoever_wrote_or_heard_it()
    {
        var (one, other) = (Open(), Open());
        Assert.Empty(await LookBackAsync(one));
        foreach (var number in Enumerable.Range(1, 10))
        {
            await (number % 2 == 0 ? one : other).WriteNoteAsync(SampleNotes.Write(number), Stop);
        }

        await HearAsync(one);
        Close(other);

        Assert.Equal(Enumerable.Range(1, 10), (await LookBackAsync(one)).Order());
        Assert.Equal(Enumerable.Range(1, 10), (await LookBackAsync(Open())).Order());
    }

    [Fact]
    public async Task Of_what_is_looked_through_only_what_is_picked_is_kept()
    {
        var store = Open();
        foreach (var number in Enumerable.Range(1, 10))
        {
            await store.WriteNoteAsync(SampleNotes.Write(number), Stop);
        }

        Assert.Equal([3, 7], (await LookBackAsync(store, number => number is 3 or 7)).Order());
    }

    [Fact]
    public async Task A_look_back_that_nobody_waits_for_ends()
    {
        var store = Open();
        await store.WriteNoteAsync(SampleNotes.Write(1), Stop);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in store.LookBackAsync(notes => notes, DayAgo, null, gone.Token))
            {
                Assert.Fail("It goes on.");
            }
        });
    }

    [Fact]
    public async Task Lists_that_were_never_written_are_empty_and_have_a_version()
    {
        var store = Open();

        var read = await store.ReadListsAsync(null, Stop);

        Assert.Equal(0, read!.Lists.Length);
        Assert.NotEmpty(read.Version);
        Assert.Null(await store.ReadListsAsync(read.Version, Stop));
    }

    [Fact]
    public async Task Lists_are_read_by_others_as_they_were_written()
    {
        var (one, other) = (Open(), Open());
        var known = await VersionAsync(other);

        Assert.True(await one.WriteListsAsync(Text("""{"blocks":["+44 „7700“"]}"""), await VersionAsync(one), Stop));

        var read = await other.ReadListsAsync(known, Stop);
        Assert.Equal("""{"blocks":["+44 „7700“"]}""", Encoding.UTF8.GetString(read!.Lists.Span));
        Assert.Null(await other.ReadListsAsync(read.Version, Stop));
        Assert.True(await other.WriteListsAsync(Text("{}"), read.Version, Stop));
        Assert.Equal("{}", Encoding.UTF8.GetString((await one.ReadListsAsync(read.Version, Stop))!.Lists.Span));
    }

    [Fact]
    public async Task Lists_are_any_bytes_because_they_may_be_sealed()
    {
        byte[] bytes = [0x01, 0xFF, 0x80, 0x00, 0xC3];
        var store = Open();

        Assert.True(await store.WriteListsAsync(bytes, await VersionAsync(store), Stop));

        Assert.Equal(bytes, (await Open().ReadListsAsync(null, Stop))!.Lists.ToArray());
    }

    [Fact]
    public async Task A_write_over_a_version_that_is_not_the_last_one_changes_nothing()
    {
        var (one, other) = (Open(), Open());
        var (ofOne, ofOther) = (await VersionAsync(one), await VersionAsync(other));
        Assert.True(await one.WriteListsAsync(Text("first"), ofOne, Stop));

        Assert.False(await other.WriteListsAsync(Text("second"), ofOther, Stop));
        Assert.False(await one.WriteListsAsync(Text("third"), "", Stop));
        Assert.False(await one.WriteListsAsync(Text("fourth"), ofOne, Stop));

        Assert.Equal("first", Encoding.UTF8.GetString((await one.ReadListsAsync(null, Stop))!.Lists.Span));
    }

    [Fact]
    public async Task Of_several_who_write_at_once_one_does()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => Open()).ToList();
        var known = await VersionAsync(stores[0]);

        var written = await Task.WhenAll(
            stores.Select((store, i) => store.WriteListsAsync(Text($"{i}"), known, Stop).AsTask())
        );

        Assert.Single(written, isWritten => isWritten);
        Assert.Equal(
            $"{Array.IndexOf(written, true)}",
            Encoding.UTF8.GetString((await stores[0].ReadListsAsync(null, Stop))!.Lists.Span)
        );
    }

    private protected async Task<List<int>> HearAsync(IAdmissionStore store) =>
        SampleNotes.Read((await store.ReadNotesAsync(Stop)).Span);

    private protected virtual DateTimeOffset DayAgo => TimeProvider.System.GetUtcNow() - IAdmissionStore.Kept;

    /// <param name="isWanted">Which notes are picked; all, unless said otherwise.</param>
    private protected async Task<List<int>> LookBackAsync(
        IAdmissionStore store,
        Func<int, bool>? isWanted = null,
        DateTimeOffset? since = null,
        DateTimeOffset? until = null
    )
    {
        var seen = new List<int>();
        await foreach (var stretch in store.LookBackAsync(Pick, since ?? DayAgo, until, Stop))
        {
            seen.AddRange(SampleNotes.Read(stretch.Picked.Span));
        }

        return seen;

        ReadOnlyMemory<byte> Pick(ReadOnlyMemory<byte> notes) =>
            SampleNotes.Read(notes.Span).Where(isWanted ?? (_ => true)).SelectMany(SampleNotes.Write).ToArray();
    }

    private async Task<string> VersionAsync(IAdmissionStore store) => (await store.ReadListsAsync(null, Stop))!.Version;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
