using Azure.Data.Tables;
using SmsGateway.Admission;
using SmsGateway.Azure.Storage;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class StorageAdmissionTests(AzuriteFixture azurite) : AdmissionStoreContract, IAsyncLifetime
{
    private readonly Dictionary<IAdmissionStore, StorageTest> _processes = [];
    private AzureStorageOptions _options = null!;

    public async ValueTask InitializeAsync() => _options = await azurite.NewStoreAsync();

    public ValueTask DisposeAsync()
    {
        Array.ForEach([.. _processes.Values], process => process.Dispose());
        return ValueTask.CompletedTask;
    }

    private protected override IAdmissionStore Open() => Open(TimeProvider.System).Admission;

    private protected override void Close(IAdmissionStore store)
    {
        _processes.Remove(store, out var process);
        process!.Dispose();
    }

    [Fact]
    public async Task What_comes_in_while_a_write_is_on_its_way_goes_together()
    {
        var process = Open(TimeProvider.System);
        await Task.WhenAll(
            Enumerable.Range(1, 200).Select(i => process.Admission.WriteNoteAsync(SampleNotes.Write(i), Stop).AsTask())
        );

        Assert.InRange((await EntitiesAsync(process)).Count, 1, 20);
        Assert.Equal(Enumerable.Range(1, 200), await HearAsync(Open()));
    }

    [Fact]
    public async Task More_than_an_entity_holds_is_several()
    {
        var process = Open(TimeProvider.System);
        var large = new AdmissionNote(NoteKind.Refused, 7, "auth0", "AU", default) { Detail = new byte[30_000] };
        var (first, rest) = (process.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop).AsTask(), new List<Task>());
        for (var i = 0; i < 6; i++)
        {
            rest.Add(process.Admission.WriteNoteAsync(large.Serialize(), Stop).AsTask());
        }

        await Task.WhenAll([first, .. rest]);

        Assert.Equal(4, (await EntitiesAsync(process)).Count);
        Assert.Equal([1, 7, 7, 7, 7, 7, 7], await HearAsync(Open()));
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(7)]
    public async Task Machines_whose_clocks_are_minutes_wrong_hear_each_other(int minutes)
    {
        var right = Open(TimeProvider.System).Admission;
        var wrong = Open(new WrongTime(TimeSpan.FromMinutes(minutes))).Admission;
        Assert.Empty(await HearAsync(right));
        Assert.Empty(await HearAsync(wrong));
        for (var i = 0; i < 5; i++)
        {
            await right.WriteNoteAsync(SampleNotes.Write(i), Stop);
            Assert.Equal([i], await HearSoonAsync(wrong));
            await wrong.WriteNoteAsync(SampleNotes.Write(100 + i), Stop);
            Assert.Equal([100 + i], await HearSoonAsync(right));
        }
    }

    [Fact]
    public async Task What_turns_up_behind_younger_notes_is_heard_all_the_same()
    {
        var process = Open(TimeProvider.System);
        var table = new TableNotes(process.Account.Notes!, TimeProvider.System);
        Assert.Empty(await HearAsync(process.Admission));
        await AddAsync(table, table.Now, 1);
        Assert.Equal([1], await HearAsync(process.Admission));

        await AddAsync(table, table.Now - 2_000, 2);
        Assert.Equal([2], await HearSoonAsync(process.Admission));

        await AddAsync(table, table.Now - 8_000, 3);
        Assert.Equal([3], await HearSoonAsync(process.Admission));
    }

    [Fact]
    public async Task What_is_older_than_a_day_is_not_heard_and_is_deleted_by_whoever_comes()
    {
        var process = Open(TimeProvider.System);
        var table = new TableNotes(process.Account.Notes!, TimeProvider.System);
        var begin = table.Now - (long)IAdmissionStore.Kept.TotalMilliseconds;
        for (var i = 1; i <= TableNotes.MaxTrimmed + 5; i++)
        {
            await AddAsync(table, begin - (1000 * i), i);
        }

        await AddAsync(table, begin + 60_000, 1000);
        Assert.Equal([1000], await HearAsync(process.Admission));

        Assert.True(await table.TrimAsync(begin));
        await Task.WhenAll(table.TrimAsync(begin), table.TrimAsync(begin));

        Assert.False(await table.TrimAsync(begin));
        Assert.Single(await EntitiesAsync(process));
    }

    [Fact]
    public async Task A_foreign_entity_in_the_table_is_passed_over()
    {
        var process = Open(TimeProvider.System);
        Assert.Empty(await HearAsync(process.Admission));
        var key = TableNotes.KeyAt(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        await process.Account.Notes!.AddEntityAsync(
            new TableEntity("notes", key + "-a") { ["By"] = "a", ["Notes"] = "text" },
            Stop
        );
        await process.Account.Notes.AddEntityAsync(new TableEntity("notes", key + "-b") { ["By"] = "b" }, Stop);
        await Open().WriteNoteAsync(SampleNotes.Write(1), Stop);

        Assert.Equal([1], await HearAsync(process.Admission));
    }

    [Fact]
    public async Task A_day_is_looked_through_from_its_end_and_what_is_stamped_ahead_too()
    {
        var process = Open(TimeProvider.System);
        var table = new TableNotes(process.Account.Notes!, TimeProvider.System);
        int[] minutesAgo = [-1, 0, 5, 9, 11, 59, 61, 350, 370, 725, 1085, 1435];
        foreach (var minutes in minutesAgo.Append((int)IAdmissionStore.Kept.TotalMinutes + 1))
        {
            await AddAsync(table, table.Now - (minutes * 60_000L), minutes + 10);
        }

        var seen = await LookBackAsync(process.Admission);
        Assert.Equal(minutesAgo.Select(minutes => minutes + 10), seen.Order());
        // Stretch by stretch, the newest first.
        Assert.True(seen.IndexOf(9) < seen.IndexOf(21) && seen.IndexOf(69) < seen.IndexOf(71));
        Assert.True(seen.IndexOf(360) < seen.IndexOf(380) && seen.IndexOf(735) < seen.IndexOf(1445));
        var now = DateTimeOffset.FromUnixTimeMilliseconds(table.Now);
        var part = await LookBackAsync(process.Admission, null, now.AddMinutes(-61.5), now.AddMinutes(-8.5));
        Assert.Equal([19, 21, 69, 71], part.Order());
    }

    /// <summary>What is heard first; a while is nothing strange to an Azurite that many tests share.</summary>
    private async Task<List<int>> HearSoonAsync(IAdmissionStore store)
    {
        var heard = new List<int>();
        while (heard.Count == 0)
        {
            Stop.ThrowIfCancellationRequested();
            heard.AddRange(await HearAsync(store));
        }

        return heard;
    }

    private StorageTest Open(TimeProvider clock)
    {
        var process = new StorageTest(_options, clock);
        _processes.Add(process.Admission, process);
        return process;
    }

    private static Task AddAsync(TableNotes table, long at, int number) =>
        table.AddAsync("another", new NoteBatch($"{TableNotes.KeyAt(at)}-another-{number}", SampleNotes.Write(number)));

    private async Task<List<TableEntity>> EntitiesAsync(StorageTest process)
    {
        var entities = new List<TableEntity>();
        await foreach (var entity in process.Account.Notes!.QueryAsync<TableEntity>(cancellationToken: Stop))
        {
            entities.Add(entity);
        }

        return entities;
    }

    private sealed class WrongTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
