using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedQueueTests : SendQueueContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedQueueTests() => _store = _folder.Open();

    private protected override ISendQueue Sending => _store;

    private protected override IReceiveQueue Receiving => _store;

    private protected override DateTimeOffset Now => _folder.Time.GetUtcNow();

    private protected override ValueTask PassAsync(TimeSpan time)
    {
        _folder.Time.Advance(time);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_oldest_due_message_comes_first()
    {
        var envelopes = new List<Envelope>();
        for (var i = 0; i < 3; i++)
        {
            envelopes.Add(NewEnvelope());
            await EnqueueAsync(envelopes[i]);
            await PassAsync(TimeSpan.FromMilliseconds(5));
        }

        var ids = (await Receiving.ReceiveAsync(3, Stop)).Select(IdOf);

        Assert.Equal(envelopes.Select(envelope => envelope.Id), ids);
    }

    [Fact]
    public async Task The_oldest_waits_since_it_was_due_and_not_while_it_is_in_work_or_not_yet_due()
    {
        Assert.Null(await _store.OldestSinceAsync(Stop));
        var begin = Now;
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.FromSeconds(2), Stop);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await _store.OldestSinceAsync(Stop));
        await PassAsync(TimeSpan.FromSeconds(4));
        Assert.Equal(begin + TimeSpan.FromSeconds(2), await _store.OldestSinceAsync(Stop));

        await ReceiveOneAsync();
        Assert.Null(await _store.OldestSinceAsync(Stop));
    }

    [Fact]
    public async Task A_lease_ends_with_its_term()
    {
        await EnqueueAsync(NewEnvelope());
        var lease = await ReceiveOneAsync();
        Assert.Equal(TimeSpan.FromSeconds(25), lease.Term.Length);
        await PassAsync(lease.Term.Length);

        Assert.Equal(2, Assert.Single(await _folder.Open().ReceiveAsync(1, Stop)).ReceiveCount);
    }

    [Fact]
    public async Task A_lease_that_has_ended_can_no_longer_complete_the_message()
    {
        await EnqueueAsync(NewEnvelope());
        var late = await ReceiveOneAsync();
        await PassAsync(late.Term.Length);
        var other = _folder.Open();
        var current = Assert.Single(await other.ReceiveAsync(1, Stop));
        Assert.False(await Receiving.CompleteAsync(late, Stop));
        Assert.True(await other.ReleaseAsync(current, TimeSpan.Zero, countsAsReceived: true, Stop));

        Assert.Equal(3, (await ReceiveOneAsync()).ReceiveCount);
    }

    [Fact]
    public async Task Giving_back_on_shutdown_does_not_count()
    {
        await EnqueueAsync(NewEnvelope());
        await Receiving.ReleaseAsync(await ReceiveOneAsync(), TimeSpan.Zero, countsAsReceived: false, Stop);

        Assert.Equal(1, (await ReceiveOneAsync()).ReceiveCount);
    }

    [Fact]
    public async Task A_retry_replaces_its_predecessor()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);
        var lease = await ReceiveOneAsync();
        var retry = envelope.With(Samples.CreateAttempt());
        Assert.True(await Receiving.RetryAsync(lease, retry, TimeSpan.FromSeconds(1), Stop));
        await Receiving.CompleteAsync(lease, Stop);
        await PassAsync(TimeSpan.FromSeconds(60));

        var again = Assert.Single(await Receiving.ReceiveAsync(10, Stop));

        Assert.Equal(EnvelopeSerializer.Serialize(retry), again.Body.ToArray());
        Assert.Equal(1, again.ReceiveCount);
    }

    [Fact]
    public async Task A_dead_letter_leaves_the_queue_in_the_same_transaction()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);
        await ReceiveOneAsync();
        await _store.RecordAsync(
            new DeadLetter(envelope.Id, DeadLetterReason.Rejected, envelope, null, null, Now),
            Stop
        );

        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM queue"));
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM dead_letters"));
    }

    [Fact]
    public async Task What_was_accepted_is_still_there_after_a_restart()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);
        _folder.Close(_store);
        var reopened = _folder.Open();

        Assert.Equal(envelope.Id, IdOf(Assert.Single(await reopened.ReceiveAsync(10, Stop))));
    }

    [Fact]
    public async Task What_a_closing_store_had_in_hand_is_due_for_others_at_once()
    {
        await EnqueueAsync(NewEnvelope());
        await ReceiveOneAsync();
        var other = _folder.Open();
        _folder.Close(_store);

        Assert.Single(await other.ReceiveAsync(10, Stop));
    }

    [Fact]
    public async Task What_a_killed_process_had_in_hand_is_taken_over_at_the_next_start()
    {
        await EnqueueAsync(NewEnvelope());
        await ReceiveOneAsync();
        // As a killed process leaves it: a lease under its number, and its lock file with nobody holding the lock.
        _folder.Query("UPDATE queue SET receipt = (4711 << 32) | 1");
        var lockFile = Path.Combine(_folder.Path, "owner-4711.lock");
        await File.WriteAllTextAsync(lockFile, "", Stop);
        var other = _folder.Open();

        Assert.Single(await other.ReceiveAsync(10, Stop));
    }

    [Fact]
    public async Task Two_processes_on_one_file_never_get_the_same_message()
    {
        var other = _folder.Open();
        for (var i = 0; i < 50; i++)
        {
            await EnqueueAsync(NewEnvelope());
        }

        var mine = Receiving.ReceiveAsync(25, Stop).AsTask();
        var theirs = other.ReceiveAsync(25, Stop).AsTask();
        var ids = (await Task.WhenAll(mine, theirs)).SelectMany(leases => leases).Select(IdOf).ToList();

        Assert.Equal(50, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_message_from_another_process_wakes_a_waiting_receiver()
    {
        var other = _folder.Open();
        var waiting = other.ReceiveAsync(1, Stop);
        await EnqueueAsync(NewEnvelope());

        Assert.Single(await waiting);
    }

    [Fact]
    public async Task A_busy_process_notices_the_messages_of_another_too()
    {
        var busy = _folder.Open();
        var waiting = busy.ReceiveAsync(1, Stop).AsTask();
        // Writes without a pause, so that the waiting never runs into its own time-out.
        var writing = Task.Run(
            async () =>
            {
                while (!waiting.IsCompleted)
                {
                    await busy.CheckAsync(Stop);
                }
            },
            Stop
        );
        await EnqueueAsync(NewEnvelope());

        Assert.Single(await waiting);
        await writing;
    }

    [Fact]
    public async Task A_locked_file_refuses_the_message_and_works_again_when_it_is_free()
    {
        var refused = NewEnvelope();
        using (var connection = _folder.Connect())
        {
            using var begin = connection.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            begin.ExecuteNonQuery();
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await EnqueueAsync(refused));
            Assert.False((await ((IQueueMonitor)Sending).CheckAsync(Stop)).Healthy);
        }

        var taken = NewEnvelope();
        await EnqueueAsync(taken);
        Assert.Equal(taken.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
    }

    [Fact]
    public void A_file_of_a_newer_gateway_is_refused()
    {
        _folder.Close(_store);
        _folder.Query("PRAGMA user_version = 99");

        var refusal = Assert.Throws<StoreUnavailableException>(() => _folder.Open());

        Assert.Contains("version 99", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
