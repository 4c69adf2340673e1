using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Secrets;
using SmsGateway.Tests.Stores;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

public sealed class SealedDeliveryTests : IDisposable
{
    private readonly Codecs _codecs = Codecs.Sealing();
    private readonly FakeCarrier _carrier = new("one");
    private readonly Gateway _gateway;
    private readonly Envelope _envelope = Samples.CreateEnvelope(attempts: [Samples.CreateAttempt()]);

    public SealedDeliveryTests() => _gateway = new Gateway(null, _codecs, _carrier);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_sealed_message_is_opened_and_sent()
    {
        _carrier.Then(new SendOutcome.Accepted("SM1"));

        await _gateway.Delivery.HandleAsync(await LeaseAsync(_codecs), Stop);

        Assert.Equal(_envelope.Message, Assert.Single(_carrier.Calls).Message);
    }

    [Fact]
    public async Task A_message_whose_key_is_lost_is_a_dead_letter_of_its_own_id_with_all_that_can_be_read()
    {
        await _gateway.Delivery.HandleAsync(await LeaseAsync(Codecs.Sealing(Codecs.Key(2))), Stop);

        var dead = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal((_envelope.Id, DeadLetterReason.Unreadable), (dead.Id, dead.Reason));
        Assert.Null(dead.Envelope);
        Assert.Null(dead.Raw);
        Assert.Equal(_envelope.Attempts.ToArray(), dead.Attempts.ToArray());
        Assert.EndsWith("give it back as a version of the secret, and replay", dead.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_changed_takes_the_place_of_no_other_dead_letter()
    {
        var lease = await LeaseAsync(_codecs);
        var text = System.Text.Encoding.UTF8.GetString(lease.Body.Span);
        var moved = text.Replace(_envelope.Id.ToString(), "another-message", StringComparison.Ordinal);

        await _gateway.DeliverAsync(moved);

        var dead = Assert.Single(_gateway.DeadLetters.Records);
        Assert.NotEqual("another-message", dead.Id.ToString());
        Assert.Equal(moved, dead.Raw!.Reveal());
        Assert.Contains("taken from another message", dead.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(LeaseTerm.MaxHandOuts - 1, false)]
    // The trigger makes poison of what fails at its last hand-out.
    [InlineData(LeaseTerm.MaxHandOuts, true)]
    public async Task While_the_key_cannot_be_had_a_message_goes_back_and_that_does_not_count(
        int receiveCount,
        bool isDone
    )
    {
        var lease = await LeaseAsync(_codecs, receiveCount);
        _codecs.Secrets.Failures[Codecs.SecretName] = new SecretUnavailableException("The vault is away.");

        Assert.Equal(isDone, await RunAsync(_gateway.Queue, lease));

        Assert.Equal((null, LeasedDelivery.FailurePause), Assert.Single(_gateway.Queue.Released));
        Assert.False(Assert.Single(_gateway.Queue.Counted));
        Assert.Empty(_gateway.DeadLetters.Records);
        Assert.Contains("The vault is away.", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_of_many_hand_outs_loses_nothing()
    {
        using var folder = new EmbeddedFolder { Codecs = _codecs };
        var store = folder.Open(_gateway.Time);
        await store.EnqueueAsync(_envelope, TimeSpan.Zero, Stop);
        _codecs.Secrets.Failures[Codecs.SecretName] = new SecretUnavailableException("The vault is away.");
        for (var i = 0; i < 3 * LeaseTerm.MaxHandOuts; i++)
        {
            Assert.False(await RunAsync(store, await ReceiveAsync(store)));
            _gateway.Time.Advance(LeasedDelivery.FailurePause);
        }

        Assert.Empty(_gateway.DeadLetters.Records);
        Assert.Empty((await store.ListAsync(new DeadLetterQuery(null, null, null), Stop)).Items);
        _codecs.Secrets.Failures.Clear();
        _carrier.Then(new SendOutcome.Accepted("SM1"));
        Assert.True(await RunAsync(store, await ReceiveAsync(store)));

        Assert.Equal(_envelope.Message, Assert.Single(_carrier.Calls).Message);
        Assert.Equal(0L, folder.Query("SELECT count(*) FROM queue"));
    }

    [Fact]
    public async Task Poison_is_recorded_though_the_key_cannot_be_had()
    {
        var lease = await LeaseAsync(_codecs, LeaseTerm.MaxHandOuts + 1);
        _codecs.Secrets.Failures[Codecs.SecretName] = new SecretUnavailableException("The vault is away.");

        Assert.True(await RunAsync(_gateway.Queue, lease));
        await _gateway.End.PoisonAsync(lease.Body, TimeSpan.Zero);

        var dead = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal((_envelope.Id, DeadLetterReason.Poison), (dead.Id, dead.Reason));
        Assert.Equal(_envelope.Id, dead.Sealed!.Id);
        _codecs.Secrets.Failures.Clear();
        var read = await _codecs.Records.ReadAsync(await _codecs.Records.WriteAsync(dead, Stop), Stop);
        Assert.Equal(_envelope.Message, read.Envelope!.Message);
        Assert.Null(read.Detail);
    }

    private async Task<FakeLease> LeaseAsync(Codecs sealing, int receiveCount = 1) =>
        _gateway.Lease(await sealing.Envelopes.WriteAsync(_envelope, Stop), receiveCount);

    private static async Task<QueueLease> ReceiveAsync(EmbeddedStore store) =>
        Assert.Single(await store.ReceiveAsync(1, Patience.Bounded));

    private Task<bool> RunAsync(IReceiveQueue queue, QueueLease lease) =>
        new LeasedDelivery(
            queue,
            _gateway.Delivery,
            _gateway.End,
            _gateway.Time,
            _gateway.Log.For<LeasedDelivery>()
        ).RunAsync(lease, CancellationToken.None);
}
