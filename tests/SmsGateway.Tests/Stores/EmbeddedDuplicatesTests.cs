using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What the embedded store remembers of the messages accepted lately.</summary>
public sealed class EmbeddedDuplicatesTests : IDisposable
{
    private static readonly IdempotencyKey Brief = new(1, TimeSpan.FromSeconds(10), IsCorrelated: false);
    private static readonly IdempotencyKey Long = new(2, TimeSpan.FromMinutes(10), IsCorrelated: true);

    private readonly EmbeddedFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_forgets_nothing()
    {
        using (var store = _folder.Open())
        {
            await StoreAsync(store, "first", Brief);
            await StoreAsync(store, "second", Long);
        }

        using var again = _folder.Open();
        Assert.Equal("first", await StoreAsync(again, "third", Brief));
        Assert.Equal("second", await StoreAsync(again, "fourth", Long));
    }

    [Fact]
    public async Task Two_processes_on_one_file_store_the_same_message_once()
    {
        using var one = _folder.Open();
        using var other = _folder.Open();
        for (var i = 0; i < 20; i++)
        {
            var key = Brief with { Hash = (UInt128)(100 + i) };
            var (first, second) = i % 2 == 0 ? (one, other) : (other, one);

            Assert.Equal($"first{i}", await StoreAsync(first, $"first{i}", key));
            Assert.Equal($"first{i}", await StoreAsync(second, $"second{i}", key));
            Assert.Equal($"first{i}", await StoreAsync(first, $"third{i}", key));
        }
    }

    [Fact]
    public async Task What_has_ended_is_removed_from_the_file()
    {
        using var store = _folder.Open();
        for (var i = 0; i < 50; i++)
        {
            await StoreAsync(store, $"brief{i}", Brief with { Hash = (UInt128)(100 + i) });
        }

        await StoreAsync(store, "long", Long);
        _folder.Time.Advance(TimeSpan.FromSeconds(10));
        await StoreAsync(store, "next", Brief);

        Assert.Equal(2L, _folder.Query("SELECT count(*) FROM recent"));
        Assert.Equal("long", await StoreAsync(store, "again", Long));
    }

    [Fact]
    public async Task Without_further_messages_a_timer_removes_it()
    {
        using var store = _folder.Open();
        await StoreAsync(store, "brief", Brief);
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        // Behind what the timer has asked for.
        await store.EnqueueAsync(Envelope("other"), TimeSpan.Zero, Stop);

        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM recent"));
    }

    [Fact]
    public async Task What_a_clock_wrote_that_has_been_set_back_since_holds_nothing_up()
    {
        using (var store = _folder.Open())
        {
            _folder.Time.Advance(TimeSpan.FromDays(1));
            await StoreAsync(store, "first", Brief);
        }

        _folder.Query("UPDATE recent SET until = until + 86400000");
        using var again = _folder.Open();
        Assert.Equal("second", await StoreAsync(again, "second", Brief));
        Assert.Equal("second", await StoreAsync(again, "third", Brief));
    }

    [Theory]
    [InlineData(1, "recent", "outcomes", "admission_notes", "admission_lists", "stats")]
    [InlineData(2, "outcomes", "admission_notes", "admission_lists", "stats")]
    [InlineData(3, "outcomes", "stats")]
    [InlineData(4, "stats")]
    public async Task A_file_of_an_earlier_version_is_brought_up_to_date(int version, params string[] newer)
    {
        using (var store = _folder.Open())
        {
            await store.EnqueueAsync(Envelope("waiting"), TimeSpan.Zero, Stop);
        }

        foreach (var table in newer)
        {
            _folder.Query($"DROP TABLE {table}");
        }

        if (version is 2 or 3)
        {
            _folder.Query("CREATE TABLE delivered (id TEXT PRIMARY KEY, until INTEGER NOT NULL, record BLOB NOT NULL)");
        }

        _folder.Query($"PRAGMA user_version = {version}");

        using var again = _folder.Open();
        Assert.Equal("first", await StoreAsync(again, "first", Brief));
        Assert.Equal(2, (await again.ReceiveAsync(10, Stop)).Count);
    }

    private static async Task<string> StoreAsync(EmbeddedStore store, string id, IdempotencyKey key) =>
        (await store.EnqueueAsync(Envelope(id), key, Stop)).ToString();

    private static Envelope Envelope(string id) => Samples.CreateEnvelope(id: id);
}
