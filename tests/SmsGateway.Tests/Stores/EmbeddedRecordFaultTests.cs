using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.DeadLetters;
using SmsGateway.Deliveries;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Stats;
using SmsGateway.Testing;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What is written beside messages, and cannot be, costs no message that is committed with it.</summary>
public sealed class EmbeddedRecordFaultTests : IDisposable
{
    private readonly EmbeddedFolder _folder = new();

    /// <summary>Set ahead, it brings no upkeep: that comes when it advances.</summary>
    private readonly SettableTime _time = new(Samples.Start);
    private readonly ManualResetEventSlim _disk = new(true);
    private readonly EmbeddedStore _store;

    public EmbeddedRecordFaultTests() => _store = _folder.Open(_time, beforeCommit: () => _disk.Wait(Stop));

    private CancellationToken Stop { get; } = Patience.Bounded;

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose()
    {
        _disk.Set();
        _folder.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_is_lost_alone()
    {
        var leases = await ReceiveAsync(3);
        FailOn("INSERT", "outcomes", $"NEW.id = '{leases[1].Outcome!.Id}'");
        using var failed = _folder.Telemetry.Collect<long>("sms.records.failed");

        await InOneCommitAsync(() => [.. leases.Select(CompleteAsync), EnqueueAsync()]);

        Assert.Equal(1, (await _store.CheckAsync(Stop)).Queued);
        var found = new List<bool>();
        foreach (var lease in leases)
        {
            found.Add(await _store.FindDeliveredAsync(lease.Outcome!.Id, Stop) is not null);
        }

        Assert.Equal([true, false, true], found);
        Assert.Equal(["record=delivery"], failed.Tags);
        Assert.Equal((43, LogLevel.Warning), Single(_folder.Logger));
    }

    [Theory]
    [InlineData("DROP TABLE outcomes")]
    [InlineData("ALTER TABLE outcomes RENAME COLUMN record TO other")]
    [InlineData("CREATE TRIGGER broken BEFORE INSERT ON outcomes BEGIN INSERT INTO nowhere VALUES (1); END")]
    [InlineData("CREATE TRIGGER broken BEFORE INSERT ON outcomes BEGIN SELECT RAISE(FAIL, 'broken'); END")]
    public async Task Without_a_table_for_records_messages_are_stored_and_completed_as_ever(string damage)
    {
        var leases = await ReceiveAsync(2);
        _folder.Query($"{damage}; SELECT 1");
        using var failed = _folder.Telemetry.Collect<long>("sms.records.failed");
        for (var i = 0; i < 2; i++)
        {
            var lease = leases[i];
            await InOneCommitAsync(() => [CompleteAsync(lease), EnqueueAsync()]);
        }

        Assert.Equal(2, (await _store.ReceiveAsync(10, Stop)).Count);
        Assert.Equal(["record=delivery", "record=delivery"], failed.Tags);
        // Told once: the next one says how many there were meanwhile.
        Assert.Equal((43, LogLevel.Warning), Single(_folder.Logger));
        Assert.Equal("ok", _folder.Query("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Old_records_that_cannot_be_deleted_hold_up_nothing()
    {
        await CompleteAsync((await ReceiveAsync(1))[0]);
        FailOn("DELETE", "outcomes", "1");
        _time.Set(TimeSpan.FromDays(1));
        var lease = (await ReceiveAsync(1))[0];

        await InOneCommitAsync(() => [CompleteAsync(lease), EnqueueAsync()]);

        Assert.NotNull(await _store.FindDeliveredAsync(lease.Outcome!.Id, Stop));
        Assert.Equal(1, (await _store.CheckAsync(Stop)).Queued);
    }

    [Theory]
    [InlineData("outcomes")]
    [InlineData("dead_letters")]
    public async Task Upkeep_that_cannot_delete_fails_alone_and_tells_so(string table)
    {
        await CompleteAsync((await ReceiveAsync(1))[0]);
        var id = MessageId.New(Now);
        await _store.RecordAsync(new DeadLetter(id, DeadLetterReason.Expired, NewEnvelope(), null, null, Now), Stop);
        FailOn("DELETE", table, "1");

        // The upkeep of a minute comes while a commit is under way, and so does the message.
        _time.Set(TimeSpan.FromDays(31));
        await InOneCommitAsync(() =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return [EnqueueAsync()];
        });

        Assert.Equal(1, (await _store.CheckAsync(Stop)).Queued);
        Assert.True(
            await Poll.UntilAsync(
                () => Task.FromResult(_folder.Logger.GetSnapshot().Any(line => line.Id.Id == 42)),
                TimeSpan.FromSeconds(10),
                Stop
            )
        );
    }

    [Theory]
    [InlineData("DROP TABLE stats")]
    [InlineData("CREATE TRIGGER broken BEFORE INSERT ON stats BEGIN SELECT RAISE(ABORT, 'broken'); END")]
    public async Task A_minute_that_cannot_be_written_fails_alone(string damage)
    {
        var lease = (await ReceiveAsync(1))[0];
        _folder.Query($"{damage}; SELECT 1");
        Task? minute = null;

        await InOneCommitAsync(() =>
        {
            minute = _store.Stats.WriteAsync(new StatsRow(Now, "a", new byte[10]), Stop).AsTask();
            return [CompleteAsync(lease), EnqueueAsync()];
        });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => minute!.WaitAsync(Stop));
        Assert.Equal(1, (await _store.CheckAsync(Stop)).Queued);
        Assert.NotNull(await _store.FindDeliveredAsync(lease.Outcome!.Id, Stop));
    }

    /// <summary>What is asked for while a commit is under way is in the next one.</summary>
    private async Task InOneCommitAsync(Func<Task[]> ask)
    {
        _disk.Reset();
        var before = _store.WriteNoteAsync(ReadOnlyMemory<byte>.Empty, Stop).AsTask();
        var asked = ask();
        _disk.Set();
        await before.WaitAsync(Stop);
        await Task.WhenAll(asked).WaitAsync(Stop);
    }

    private static (int Event, LogLevel Level) Single(FakeLogCollector log)
    {
        var line = Assert.Single(log.GetSnapshot());
        return (line.Id.Id, line.Level);
    }

    private Task EnqueueAsync() => _store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop).AsTask();

    private async Task CompleteAsync(QueueLease lease) => Assert.True(await _store.CompleteAsync(lease, Stop));

    private async Task<IReadOnlyList<QueueLease>> ReceiveAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        }

        var leases = await _store.ReceiveAsync(count, Stop);
        Assert.Equal(count, leases.Count);
        foreach (var lease in leases)
        {
            var read = EnvelopeSerializer.Deserialize(lease.Body.Span);
            var id = Assert.IsType<EnvelopeResult.Readable>(read).Envelope.Id;
            lease.Outcome = new MessageOutcome(
                id,
                DeliverySerializer.Serialize(new DeliveryRecord(id, "twilio", "SM1", Now, 1))
            );
        }

        return leases;
    }

    private Envelope NewEnvelope() => Samples.CreateEnvelope() with { Id = MessageId.New(Now) };

    private void FailOn(string what, string table, string when) =>
        _folder.Query(
            $"CREATE TRIGGER broken BEFORE {what} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, 'broken'); END; SELECT 1"
        );
}
