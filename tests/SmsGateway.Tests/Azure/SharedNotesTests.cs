using System.Collections.Concurrent;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Testing;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>When a process looks for the notes of others, and what it does about what it cannot read.</summary>
public sealed class SharedNotesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const long Hour = 3600 * 1000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly ConcurrentQueue<string> _asked = [];
    private StorageFront _front = null!;
    private StorageTest _other = null!;
    private StorageTest _storage = null!;

    private CancellationToken Stop { get; } = Patience.Bounded;

    /// <summary>Late enough for another look, and another write.</summary>
    private SharedNotes Notes
    {
        get
        {
            _time.Advance(SharedNotes.Pace);
            return _storage.Notes;
        }
    }

    /// <inheritdoc cref="Notes"/>
    private StorageAdmissionStore Admission
    {
        get
        {
            _time.Advance(SharedNotes.Pace);
            return _storage.Admission;
        }
    }

    /// <summary>What happens to a request to the table, if anything.</summary>
    private Func<HttpRequest, Task<ProxyAnswer?>> OnTable { get; set; } = _ => Task.FromResult<ProxyAnswer?>(null);

    public async ValueTask InitializeAsync()
    {
        _front = await StorageFront.StartAsync(await azurite.GetAsync());
        _front.InsteadAsync = request =>
        {
            if (!_front.IsOfTables(request))
            {
                return Task.FromResult<ProxyAnswer?>(null);
            }

            _asked.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
            return OnTable(request);
        };
        var options = await azurite.NewStoreAsync();
        _other = new StorageTest(options);
        _storage = new StorageTest(options with { ConnectionString = new Sensitive(_front.ConnectionString) }, _time);
        // Makes the table.
        await _other.Admission.ReadNotesAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Dispose();
        _other.Dispose();
        await _front.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_not_asked_looks_at_nothing_and_catches_up_when_somebody_asks()
    {
        await _other.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop);
        Assert.True(await Notes.CatchUpAsync());
        await RestAsync();

        await _other.Admission.WriteNoteAsync(SampleNotes.Write(2), Stop);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(_asked);

        Assert.True(await Notes.CatchUpAsync());
        Assert.Equal([1, 2], Told());
    }

    [Fact]
    public async Task What_was_told_before_a_rest_is_not_told_again_after_it()
    {
        await _other.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop);
        Assert.True(await Notes.CatchUpAsync());
        Assert.Equal([1], Told());
        await _other.Admission.WriteNoteAsync(SampleNotes.Write(2), Stop);
        await RestAsync();
        await _other.Admission.WriteNoteAsync(SampleNotes.Write(3), Stop);

        Assert.True(await Notes.CatchUpAsync());

        Assert.Equal([2, 3], Told());
        await RestAsync();
        Assert.True(await Notes.CatchUpAsync());
        Assert.Empty(Told());
    }

    [Fact]
    public async Task What_is_to_be_written_is_written_before_a_rest()
    {
        Assert.True(await Notes.CatchUpAsync());
        OnTable = _ => Task.FromResult<ProxyAnswer?>(new ProxyAnswer(503, IsService: true));
        await Notes.WriteAsync(SampleNotes.Write(1));
        await Notes.WriteAsync(SampleNotes.Write(2));
        _time.Advance(SharedNotes.Rest);

        OnTable = _ => Task.FromResult<ProxyAnswer?>(null);
        var read = new List<int>();
        await UntilAsync(async () =>
        {
            read.AddRange(SampleNotes.Read((await _other.Admission.ReadNotesAsync(Stop)).Span));
            return read.Count > 0;
        });

        Assert.Equal([2], read);
        await RestAsync();
    }

    [Fact]
    public async Task Notes_that_nobody_waits_for_any_more_are_the_next_ones()
    {
        await _other.Admission.WriteNoteAsync(SampleNotes.Write(1), Stop);
        var (come, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        OnTable = async _ =>
        {
            come.TrySetResult();
            await release.Task;
            return null;
        };
        using var operators = new CancellationTokenSource();
        var reading = Admission.ReadNotesAsync(operators.Token).AsTask();
        await come.Task.WaitAsync(Stop);
        await operators.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        release.SetResult();
        await Notes.CatchUpAsync();

        Assert.Equal([1], SampleNotes.Read((await Admission.ReadNotesAsync(Stop)).Span));
    }

    [Fact]
    public async Task A_part_of_the_day_that_cannot_be_read_is_no_outage_and_the_others_are_read_once()
    {
        var table = new TableNotes(_other.Account.Notes!, TimeProvider.System);
        for (var i = 1; i <= 7; i++)
        {
            var at = table.Now - (((3 * i) - 1) * Hour);
            await table.AddAsync("another", new NoteBatch($"{TableNotes.KeyAt(at)}-another-1", SampleNotes.Write(i)));
        }

        var fails = Notes;
        var oldest = "";
        OnTable = request =>
        {
            // The parts are asked for from the oldest on.
            if (
                IsOld(request.QueryString.ToString())
                && Interlocked.CompareExchange(ref oldest, From(request), "") is ""
            )
            {
                return Task.FromResult<ProxyAnswer?>(new ProxyAnswer(403, IsService: true));
            }

            return Task.FromResult<ProxyAnswer?>(
                oldest == From(request) ? new ProxyAnswer(403, IsService: true) : null
            );
        };
        Assert.True(await fails.CatchUpAsync());
        Assert.True(await Poll.UntilAsync(() => Task.FromResult(_asked.Count(IsOld) == 8), Bound, Stop));
        var heard = Told();
        Assert.True(heard.Count is 6 or 7, $"{heard.Count} of 7 were heard.");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Admission.ReadNotesAsync(Stop));

        _asked.Clear();
        OnTable = _ => Task.FromResult<ProxyAnswer?>(null);
        heard.AddRange(SampleNotes.Read((await Admission.ReadNotesAsync(Stop)).Span));

        Assert.Equal(Enumerable.Range(1, 7), heard.Order());
        Assert.Single(_asked, IsOld);
    }

    [Fact]
    public async Task A_part_whose_second_page_cannot_be_read_goes_on_with_it()
    {
        const int pageful = 1000;
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - Hour;
        foreach (var some in Enumerable.Range(1, pageful + 100).Chunk(100))
        {
            await _other.Account.Notes!.SubmitTransactionAsync(
                some.Select(i => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity("notes", $"{TableNotes.KeyAt(at + i)}-another")
                    {
                        ["By"] = "another",
                        ["Notes"] = SampleNotes.Write(i),
                    }
                )),
                Stop
            );
        }

        OnTable = request =>
            Task.FromResult<ProxyAnswer?>(
                IsSecond(request.QueryString.ToString()) ? new ProxyAnswer(403, IsService: true) : null
            );
        Assert.True(await Notes.CatchUpAsync());
        Assert.Equal(Enumerable.Range(1, pageful), Told());

        _asked.Clear();
        OnTable = _ => Task.FromResult<ProxyAnswer?>(null);
        Assert.True(await Notes.CatchUpAsync());

        Assert.Equal(Enumerable.Range(pageful + 1, 100), Told());
        Assert.DoesNotContain(_asked, IsOld);
        Assert.Single(_asked, IsSecond);
    }

    [Fact]
    public async Task A_process_that_trims_for_long_finds_the_table_again_all_the_same()
    {
        await AddTooOldAsync(1);
        var (come, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        async Task<ProxyAnswer?> HoldTrimAsync(HttpRequest request)
        {
            if (IsTrim(request))
            {
                come.TrySetResult();
                await release.Task;
            }

            return null;
        }

        OnTable = HoldTrimAsync;
        Assert.True(await Notes.CatchUpAsync());
        await UntilAsync(() => Task.FromResult(come.Task.IsCompleted));
        OnTable = request =>
            IsTrim(request)
                ? HoldTrimAsync(request)
                : Task.FromResult<ProxyAnswer?>(new ProxyAnswer(403, IsService: true));
        Assert.False(await Notes.CatchUpAsync());

        OnTable = HoldTrimAsync;
        await UntilAsync(Notes.CatchUpAsync);

        release.SetResult();
    }

    [Fact]
    public async Task Who_meets_another_at_the_same_notes_goes_on_trimming()
    {
        await AddTooOldAsync(TableNotes.MaxTrimmed + 5);
        var conflicts = 0;
        OnTable = request =>
            Task.FromResult<ProxyAnswer?>(
                IsTrim(request) && Interlocked.Increment(ref conflicts) == 1
                    ? new ProxyAnswer(404, IsService: true)
                    : null
            );
        Assert.True(await Notes.CatchUpAsync());

        await UntilAsync(async () =>
            !await _other
                .Account.Notes!.QueryAsync<TableEntity>(entity => entity["By"].Equals("old"), cancellationToken: Stop)
                .AnyAsync(Stop)
        );
        Assert.Equal(3, conflicts);
    }

    private async Task AddTooOldAsync(int count)
    {
        var table = new TableNotes(_other.Account.Notes!, TimeProvider.System);
        for (var i = 0; i < count; i++)
        {
            await table.AddAsync("old", new NoteBatch($"{TableNotes.KeyAt(table.Now - (25 * Hour))}-old-{i}", []));
        }
    }

    private static bool IsTrim(HttpRequest request) => request.Path.Value!.EndsWith("$batch", StringComparison.Ordinal);

    /// <summary>Whether it reads a part of the day before the looks.</summary>
    private static bool IsOld(string asked) =>
        asked.Contains("RowKey%20ge", StringComparison.Ordinal)
        && asked.Contains("RowKey%20lt", StringComparison.Ordinal)
        && !IsSecond(asked);

    private static bool IsSecond(string asked) => asked.Contains("NextRowKey", StringComparison.Ordinal);

    private static string From(HttpRequest request)
    {
        var asked = request.QueryString.ToString();
        var at = asked.IndexOf("RowKey%20ge", StringComparison.Ordinal);
        return at < 0 ? "none" : asked.Substring(at, 30);
    }

    private List<int> Told()
    {
        var gate = new RecordingGate();
        _storage.Notes.TellTo(gate);
        return SampleNotes.Read(gate.Heard.ToArray());
    }

    /// <summary>Time goes on until nobody looks any more.</summary>
    private async Task RestAsync()
    {
        _time.Advance(SharedNotes.Rest);
        var silent = 0;
        await UntilAsync(() =>
        {
            silent = _asked.IsEmpty ? silent + 1 : 0;
            _asked.Clear();
            return Task.FromResult(silent > 10);
        });
    }

    /// <summary>Meanwhile time goes on, but not while the table answers: a call has seconds.</summary>
    private async Task UntilAsync(Func<Task<bool>> isSo) =>
        Assert.True(
            await Poll.UntilAsync(
                async () =>
                {
                    if (!_front.IsForwarding)
                    {
                        _time.Advance(TimeSpan.FromSeconds(1));
                    }

                    return await isSo();
                },
                Bound,
                Stop
            )
        );
}
