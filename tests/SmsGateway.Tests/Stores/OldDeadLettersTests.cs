using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class OldDeadLettersTests : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public OldDeadLettersTests() => _store = _folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dead_letter_is_kept_for_30_days_to_the_moment()
    {
        var lookedAt = _folder.Time.GetUtcNow() + Minute;
        var old = await RecordAsync(lookedAt - Kept - Moment);
        var lastOfAll = await RecordAsync(lookedAt - Kept);
        var young = await RecordAsync(lookedAt - Minute);

        await PassAsync(Minute);

        Assert.Null(await _store.FindAsync(old, Stop));
        Assert.NotNull(await _store.FindAsync(lastOfAll, Stop));
        Assert.NotNull(await _store.FindAsync(young, Stop));
    }

    [Fact]
    public async Task One_that_died_again_counts_from_its_last_death()
    {
        var id = await RecordAsync(_folder.Time.GetUtcNow() - Kept);
        await RecordAsync(_folder.Time.GetUtcNow(), id);

        await PassAsync(Minute);

        Assert.NotNull(await _store.FindAsync(id, Stop));
    }

    [Fact]
    public async Task Many_are_deleted_in_small_batches_the_oldest_first()
    {
        var newest = await RecordAsync(_folder.Time.GetUtcNow() - Kept - Minute);
        await Task.WhenAll(
            Enumerable
                .Range(0, 1100)
                .Select(i => RecordAsync(_folder.Time.GetUtcNow() - Kept - TimeSpan.FromHours(1 + i)))
        );

        await PassAsync(Minute);
        Assert.Equal(601, Count());
        await PassAsync(Minute);
        Assert.Equal(101, Count());
        Assert.NotNull(await _store.FindAsync(newest, Stop));
        await PassAsync(Minute);
        Assert.Equal(0, Count());
    }

    [Fact]
    public async Task With_nothing_to_delete_nothing_is_written()
    {
        await RecordAsync(_folder.Time.GetUtcNow());
        using var other = _folder.Connect();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        var before = command.ExecuteScalar();

        _folder.Time.Advance(Minute * 10);
        await _store.DeleteAsync(
            NewDeadLetter(_folder.Time.GetUtcNow(), MessageId.New(_folder.Time.GetUtcNow())),
            Stop
        );

        Assert.Equal(before, command.ExecuteScalar());
    }

    private long Count() => (long)_folder.Query("SELECT count(*) FROM dead_letters")!;

    /// <summary>What the timers began is done when a later write is.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        _folder.Time.Advance(time);
        Assert.True((await _store.CheckAsync(Stop)).Healthy);
    }

    private async Task<MessageId> RecordAsync(DateTimeOffset diedAt, MessageId? id = null)
    {
        var deadLetter = NewDeadLetter(diedAt, id ?? MessageId.New(diedAt));
        await _store.RecordAsync(deadLetter, Stop);
        return deadLetter.Id;
    }

    private static DeadLetter NewDeadLetter(DateTimeOffset diedAt, MessageId id) =>
        new(id, DeadLetterReason.Expired, Samples.CreateEnvelope(id: id.ToString()), null, null, diedAt);
}
