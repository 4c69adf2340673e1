using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What every queue must do, whichever store is behind it.</summary>
public abstract class SendQueueContract
{
    private static long _keys;

    protected CancellationToken Stop { get; } = Patience.Bounded;

    private protected abstract ISendQueue Sending { get; }

    private protected abstract IReceiveQueue Receiving { get; }

    private protected abstract DateTimeOffset Now { get; }

    /// <summary>How the store writes.</summary>
    private protected virtual Codecs Codecs => Codecs.Plain;

    /// <summary>Lets time go by, as the store sees it.</summary>
    private protected abstract ValueTask PassAsync(TimeSpan time);

    /// <summary>Lets so much time go by that every lease has ended, or makes sure that none is left.</summary>
    private protected virtual ValueTask PassEveryLeaseAsync() =>
        PassAsync(LeaseTerm.LengthFor(new DeliveryOptions().AttemptTimeout) * 2);

    [Fact]
    public async Task Hands_out_the_envelope_that_was_enqueued()
    {
        var envelope = NewEnvelope(body: "Ihr Code lautet „123456“ 🔑");
        await EnqueueAsync(envelope);

        var lease = await ReceiveOneAsync();

        Assert.Equal(EnvelopeSerializer.Serialize(envelope), EnvelopeSerializer.Serialize(Codecs.Read(lease.Body)));
        Assert.Equal(1, lease.ReceiveCount);
    }

    [Fact]
    public async Task A_receiver_that_waits_gets_the_next_message()
    {
        var waiting = Receiving.ReceiveAsync(10, Stop);
        Assert.False(waiting.IsCompleted);
        await EnqueueAsync(NewEnvelope());

        Assert.Single(await waiting);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_ends_empty()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Receiving.ReceiveAsync(10, cancellation.Token);
        await cancellation.CancelAsync();

        Assert.Empty(await waiting);
    }

    [Fact]
    public async Task A_delayed_message_comes_when_it_is_due()
    {
        var late = NewEnvelope();
        var soon = NewEnvelope();
        await Sending.EnqueueAsync(late, TimeSpan.FromSeconds(3), Stop);
        await EnqueueAsync(soon);
        Assert.Equal(soon.Id, IdOf(await ReceiveOneAsync()));

        var waiting = Receiving.ReceiveAsync(1, Stop);
        Assert.False(waiting.IsCompleted);
        await PassAsync(TimeSpan.FromSeconds(3.1));

        Assert.Equal(late.Id, IdOf(Assert.Single(await waiting)));
    }

    [Fact]
    public async Task No_more_than_the_wanted_number_is_handed_out()
    {
        for (var i = 0; i < 5; i++)
        {
            await EnqueueAsync(NewEnvelope());
        }

        Assert.Equal(2, (await Receiving.ReceiveAsync(2, Stop)).Count);
        Assert.Equal(3, (await Receiving.ReceiveAsync(10, Stop)).Count);
    }

    [Fact]
    public async Task A_message_in_work_is_not_handed_out_again()
    {
        await EnqueueAsync(NewEnvelope());
        await ReceiveOneAsync();
        var other = NewEnvelope();
        await EnqueueAsync(other);

        Assert.Equal(other.Id, IdOf(await ReceiveOneAsync()));
    }

    [Fact]
    public async Task A_completed_message_never_comes_back()
    {
        await EnqueueAsync(NewEnvelope());
        await Receiving.CompleteAsync(await ReceiveOneAsync(), Stop);
        await PassEveryLeaseAsync();
        var other = NewEnvelope();
        await EnqueueAsync(other);

        Assert.Equal(other.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
    }

    [Fact]
    public async Task A_message_that_is_given_back_comes_again_and_counts()
    {
        await EnqueueAsync(NewEnvelope());
        await Receiving.ReleaseAsync(await ReceiveOneAsync(), TimeSpan.Zero, countsAsReceived: true, Stop);

        Assert.Equal(2, (await ReceiveOneAsync()).ReceiveCount);
    }

    [Fact]
    public async Task What_was_tried_goes_along_with_a_message_that_is_given_back()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);
        var lease = await ReceiveOneAsync();
        lease.Tried = envelope.With(Samples.CreateAttempt()) with { Unfinished = 1 };
        Assert.True(await Receiving.ReleaseAsync(lease, TimeSpan.Zero, countsAsReceived: true, Stop));

        var again = await ReceiveOneAsync();

        Assert.Equal(EnvelopeSerializer.Serialize(lease.Tried), EnvelopeSerializer.Serialize(Codecs.Read(again.Body)));
        Assert.Equal(2, again.ReceiveCount);
    }

    [Fact]
    public async Task Many_senders_and_receivers_at_once_share_every_message_out_exactly_once()
    {
        const int Count = 400;
        var envelopes = Enumerable.Range(0, Count).Select(_ => NewEnvelope()).ToList();
        var received = new List<MessageId>();
        var receivers = Enumerable
            .Range(0, 4)
            .Select(async _ =>
            {
                while (true)
                {
                    Stop.ThrowIfCancellationRequested();
                    lock (received)
                    {
                        if (received.Count == Count)
                        {
                            return;
                        }
                    }

                    using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
                    var waiting = Receiving.ReceiveAsync(16, patience.Token);
                    patience.CancelAfter(TimeSpan.FromMilliseconds(200));
                    foreach (var lease in await waiting)
                    {
                        lock (received)
                        {
                            received.Add(IdOf(lease));
                        }

                        await Receiving.CompleteAsync(lease, Stop);
                    }
                }
            })
            .ToList();
        await Parallel.ForEachAsync(envelopes, Stop, async (envelope, _) => await EnqueueAsync(envelope));
        await Task.WhenAll(receivers);

        Assert.Equal(
            envelopes.Select(envelope => envelope.Id.ToString()).Order(),
            received.Select(id => id.ToString()).Order()
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_message_is_stored_once_and_keeps_its_first_id(bool isCorrelated)
    {
        var key = NewKey(isCorrelated);
        var first = NewEnvelope();
        var again = NewEnvelope();

        Assert.Equal(first.Id, await Sending.EnqueueAsync(first, key, Stop));
        Assert.Equal(first.Id, await Sending.EnqueueAsync(again, key, Stop));

        Assert.Equal(first.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_was_delivered_meanwhile_is_still_the_same(bool isCorrelated)
    {
        var key = NewKey(isCorrelated);
        var first = NewEnvelope();
        await Sending.EnqueueAsync(first, key, Stop);
        await Receiving.CompleteAsync(await ReceiveOneAsync(), Stop);

        Assert.Equal(first.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));

        var other = NewEnvelope();
        await EnqueueAsync(other);
        Assert.Equal(other.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
    }

    [Fact]
    public async Task Other_keys_are_other_messages()
    {
        var envelopes = Enumerable.Range(0, 3).Select(_ => NewEnvelope()).ToList();
        foreach (var envelope in envelopes)
        {
            Assert.Equal(envelope.Id, await Sending.EnqueueAsync(envelope, NewKey(isCorrelated: false), Stop));
        }

        Assert.Equal(3, (await Receiving.ReceiveAsync(10, Stop)).Count);
    }

    [Fact]
    public async Task After_the_window_it_is_a_new_message()
    {
        var key = NewKey(isCorrelated: false, TimeSpan.FromSeconds(1));
        var first = NewEnvelope();
        await Sending.EnqueueAsync(first, key, Stop);
        await PassAsync(TimeSpan.FromSeconds(1));
        var later = NewEnvelope();

        Assert.Equal(later.Id, await Sending.EnqueueAsync(later, key, Stop));
        Assert.Equal(later.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));
        Assert.Equal(2, (await Receiving.ReceiveAsync(10, Stop)).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_at_once_one_is_stored_and_all_have_its_id(bool isCorrelated)
    {
        var keys = Enumerable.Range(0, 8).Select(_ => NewKey(isCorrelated)).ToList();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 80)
                .Select(i =>
                    Task.Run(
                        async () => (Key: i % 8, Id: await Sending.EnqueueAsync(NewEnvelope(), keys[i % 8], Stop)),
                        Stop
                    )
                )
        );

        var ids = answers
            .GroupBy(answer => answer.Key)
            .Select(group => Assert.Single(group.Select(answer => answer.Id).Distinct()));
        var stored = (await Receiving.ReceiveAsync(32, Stop)).Select(IdOf);
        Assert.Equal(ids.Select(id => id.ToString()).Order(), stored.Select(id => id.ToString()).Order());
    }

    [Fact]
    public async Task A_store_that_works_is_healthy()
    {
        var health = await ((IQueueMonitor)Sending).CheckAsync(Stop);

        Assert.True(health.Healthy);
        Assert.Null(health.Detail);
    }

    private protected Envelope NewEnvelope(string body = Samples.Body) =>
        Samples.CreateEnvelope(
            id: MessageId.New(Now).ToString(),
            message: Samples.CreateMessage(body: body),
            acceptedAt: Now
        );

    private protected static IdempotencyKey NewKey(bool isCorrelated, TimeSpan? window = null) =>
        new((UInt128)Interlocked.Increment(ref _keys), window ?? TimeSpan.FromSeconds(10), isCorrelated);

    private protected ValueTask EnqueueAsync(Envelope envelope) => Sending.EnqueueAsync(envelope, TimeSpan.Zero, Stop);

    private protected async Task<QueueLease> ReceiveOneAsync() => Assert.Single(await Receiving.ReceiveAsync(1, Stop));

    private protected static MessageId IdOf(QueueLease lease) =>
        EnvelopeSerializer.Deserialize(lease.Body.Span) is EnvelopeResult.Sealed(var envelope, _)
            ? envelope.Id
            : Codecs.Plain.Read(lease.Body).Id;
}
