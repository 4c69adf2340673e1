using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What the end of a message must come to, whichever store is behind the queue and the dead letters.</summary>
public abstract class MessageEndContract
{
    private static long _keys;

    protected CancellationToken Stop { get; } = Patience.Bounded;

    private protected abstract ISendQueue Sending { get; }

    private protected abstract IReceiveQueue Receiving { get; }

    private protected abstract IDeadLetterStore DeadLetters { get; }

    private protected abstract DateTimeOffset Now { get; }

    /// <summary>How the store writes.</summary>
    private protected virtual Codecs Codecs => Codecs.Plain;

    public static TheoryData<DeadLetterReason, bool> Deaths =>
        [
            .. Enum.GetValues<DeadLetterReason>()
                .SelectMany(reason => new[] { (reason, false), (reason, true) })
                .Select(death => new TheoryDataRow<DeadLetterReason, bool>(death.reason, death.Item2)),
        ];

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task What_died_and_is_brought_again_is_a_new_message_and_is_handed_out(
        DeadLetterReason reason,
        bool isCorrelated
    )
    {
        var key = NewKey(isCorrelated);
        await DieAsync(key, reason);
        var again = NewEnvelope();

        Assert.Equal(again.Id, await Sending.EnqueueAsync(again, key, Stop));
        Assert.Equal(again.Id, IdOf(await ReceiveOneAsync()));
        // And that one is told from its own repetitions.
        Assert.Equal(again.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));
    }

    [Fact]
    public async Task What_the_platform_gave_up_and_is_brought_again_is_a_new_message()
    {
        var key = NewKey(isCorrelated: true);
        await Sending.EnqueueAsync(NewEnvelope(), key, Stop);
        var lease = await ReceiveOneAsync();
        await DeadLetters.RecordAsync(DeadLetterOf(lease, DeadLetterReason.Poison), Stop);
        await Receiving.CompleteAsync(lease, Stop);
        var again = NewEnvelope();

        Assert.Equal(again.Id, await Sending.EnqueueAsync(again, key, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_carrier_has_taken_and_is_brought_again_is_the_same_message(bool isCorrelated)
    {
        var key = NewKey(isCorrelated);
        var first = NewEnvelope();
        await Sending.EnqueueAsync(first, key, Stop);
        await Receiving.CompleteAsync(await RetriedAsync(await ReceiveOneAsync()), Stop);

        Assert.Equal(first.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dead_letter_that_is_deleted_or_replayed_leaves_its_key_free(bool isReplayed)
    {
        var key = NewKey(isCorrelated: true);
        var dead = await DieAsync(key, DeadLetterReason.Rejected);
        Assert.True(await EndAsync(dead, isReplayed));
        var again = NewEnvelope();

        Assert.Equal(again.Id, await Sending.EnqueueAsync(again, key, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deleting_or_replaying_a_dead_letter_leaves_the_key_of_the_message_that_was_brought_anew(
        bool isReplayed
    )
    {
        var key = NewKey(isCorrelated: true);
        var dead = await DieAsync(key, DeadLetterReason.Rejected);
        var anew = NewEnvelope();
        await Sending.EnqueueAsync(anew, key, Stop);
        Assert.True(await EndAsync(dead, isReplayed));

        Assert.Equal(anew.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));
    }

    [Fact]
    public async Task Under_a_lost_lease_nothing_is_done_and_the_answer_says_so()
    {
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var (lost, current) = await LoseAsync();

        await AssertLostAsync(lost);

        Assert.True(await Receiving.CompleteAsync(current, Stop));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task What_another_has_completed_is_neither_queued_again_nor_dead()
    {
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var (lost, current) = await LoseAsync();
        Assert.True(await Receiving.CompleteAsync(current, Stop));

        await AssertLostAsync(lost);

        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task What_another_has_put_back_is_not_taken_from_the_queue()
    {
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var (lost, current) = await LoseAsync();
        var back = await RetriedAsync(current);

        await AssertLostAsync(lost);

        Assert.True(await Receiving.CompleteAsync(back, Stop));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_retry_or_a_dead_letter_that_is_written_leaves_nothing_but_itself()
    {
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        await DieAsync(await RetriedAsync(await ReceiveOneAsync()), DeadLetterReason.Expired);

        await AssertNothingIsQueuedAsync();
        Assert.Single((await DeadLetters.ListAsync(new DeadLetterQuery(null, null, null), Stop)).Items);
    }

    [Fact]
    public async Task Of_many_replays_at_once_one_puts_the_message_back()
    {
        var dead = await DieAsync(NewKey(isCorrelated: true), DeadLetterReason.Rejected);

        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReplayAsync(dead), Stop)));

        Assert.Single(done, replayed => replayed);
        var lease = Assert.Single(await Receiving.ReceiveAsync(10, Stop));
        Assert.Equal((dead.Id, 1), (IdOf(lease), lease.ReceiveCount));
        Assert.True(await Receiving.CompleteAsync(lease, Stop));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_dead_letter_that_is_gone_is_not_replayed()
    {
        var dead = await DieAsync(NewKey(isCorrelated: true), DeadLetterReason.Rejected);
        Assert.True(await DeadLetters.DeleteAsync(dead, Stop));

        Assert.False(await ReplayAsync(dead));
        await AssertNothingIsLeftAsync();
    }

    private protected Envelope NewEnvelope() =>
        Samples.CreateEnvelope(id: MessageId.New(Now).ToString(), acceptedAt: Now);

    private protected static IdempotencyKey NewKey(bool isCorrelated) =>
        new(UInt128.MaxValue - (UInt128)Interlocked.Increment(ref _keys), TimeSpan.FromMinutes(1), isCorrelated);

    private protected async Task<QueueLease> ReceiveOneAsync() => Assert.Single(await Receiving.ReceiveAsync(1, Stop));

    private protected MessageId IdOf(QueueLease lease) => EnvelopeOf(lease).Id;

    private protected DeadLetter DeadLetterOf(QueueLease lease, DeadLetterReason reason)
    {
        var envelope = EnvelopeOf(lease);
        return new DeadLetter(envelope.Id, reason, envelope, null, null, envelope.AcceptedAt);
    }

    private Envelope EnvelopeOf(QueueLease lease) => Codecs.Read(lease.Body);

    /// <summary>A new message under the key, and its end.</summary>
    private async Task<DeadLetter> DieAsync(IdempotencyKey key, DeadLetterReason reason)
    {
        var envelope = NewEnvelope();
        Assert.Equal(envelope.Id, await Sending.EnqueueAsync(envelope, key, Stop));
        return await DieAsync(await ReceiveOneAsync(), reason);
    }

    private async Task<DeadLetter> DieAsync(QueueLease lease, DeadLetterReason reason)
    {
        var dead = DeadLetterOf(lease, reason);
        Assert.True(await DeadLetters.RecordAsync(dead, lease, Stop));
        Assert.True(await Receiving.CompleteAsync(lease, Stop));
        return dead;
    }

    private Task<bool> EndAsync(DeadLetter dead, bool isReplayed) =>
        isReplayed ? ReplayAsync(dead) : DeadLetters.DeleteAsync(dead, Stop).AsTask();

    private Task<bool> ReplayAsync(DeadLetter dead) =>
        DeadLetters.ReplayAsync(dead, dead.Envelope! with { Attempts = [] }, Stop).AsTask();

    /// <returns>The lease on the message after it was put back.</returns>
    private async Task<QueueLease> RetriedAsync(QueueLease lease)
    {
        var envelope = EnvelopeOf(lease).With(Samples.CreateAttempt());
        Assert.True(await Receiving.RetryAsync(lease, envelope, TimeSpan.Zero, Stop));
        Assert.True(await Receiving.CompleteAsync(lease, Stop));
        var again = await ReceiveOneAsync();
        Assert.Equal((1, 1), (EnvelopeOf(again).Attempts.Length, again.ReceiveCount));
        return again;
    }

    /// <summary>A message whose first holder has lost it to another.</summary>
    private async Task<(QueueLease Lost, QueueLease Current)> LoseAsync()
    {
        var lost = await ReceiveOneAsync();
        Assert.True(await Receiving.ReleaseAsync(lost, TimeSpan.Zero, countsAsReceived: true, Stop));
        return (lost, await ReceiveOneAsync());
    }

    private async Task AssertLostAsync(QueueLease lost)
    {
        var retry = EnvelopeOf(lost).With(Samples.CreateAttempt());
        Assert.False(await Receiving.RetryAsync(lost, retry, TimeSpan.Zero, Stop));
        Assert.False(await DeadLetters.RecordAsync(DeadLetterOf(lost, DeadLetterReason.Rejected), lost, Stop));
        Assert.False(await Receiving.ReleaseAsync(lost, TimeSpan.Zero, countsAsReceived: true, Stop));
        Assert.False(await Receiving.CompleteAsync(lost, Stop));
    }

    private async Task AssertNothingIsLeftAsync()
    {
        await AssertNothingIsQueuedAsync();
        Assert.Empty((await DeadLetters.ListAsync(new DeadLetterQuery(null, null, null), Stop)).Items);
    }

    private async Task AssertNothingIsQueuedAsync() =>
        Assert.Equal(0, (await ((IQueueMonitor)Sending).CheckAsync(Stop)).Queued);
}
