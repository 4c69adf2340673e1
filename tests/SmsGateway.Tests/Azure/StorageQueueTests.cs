using System.Text;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class StorageQueueTests(AzuriteFixture azurite) : SendQueueContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override ISendQueue Sending => _storage.Queue;

    private protected override IReceiveQueue Receiving => _storage.Queue;

    private protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() => _storage = new StorageTest(await azurite.NewStoreAsync());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    private protected override ValueTask PassAsync(TimeSpan time) => StorageTest.WaitAsync(time);

    /// <summary>The service counts hidden messages too: when there are none, none can come back.</summary>
    private protected override async ValueTask PassEveryLeaseAsync() =>
        Assert.Equal(0, await _storage.Copies.CountAsync());

    [Fact]
    public async Task The_queue_is_created_by_its_first_use()
    {
        Assert.False(await _storage.Account.Queue.ExistsAsync(Stop));

        await EnqueueAsync(NewEnvelope());

        Assert.True(await _storage.Account.Queue.ExistsAsync(Stop));
    }

    [Fact]
    public async Task A_queue_that_was_deleted_meanwhile_comes_back()
    {
        await EnqueueAsync(NewEnvelope());
        await _storage.Account.Queue.DeleteAsync(Stop);
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);

        Assert.Equal(envelope.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
    }

    [Fact]
    public async Task A_receiver_outlives_the_deletion_of_the_queue()
    {
        await EnqueueAsync(NewEnvelope());
        var lease = await ReceiveOneAsync();
        await _storage.Account.Queue.DeleteAsync(Stop);
        await Receiving.CompleteAsync(lease, Stop);
        var waiting = Receiving.ReceiveAsync(10, Stop);
        await EnqueueAsync(NewEnvelope());

        Assert.Single(await waiting);
    }

    [Fact]
    public async Task The_largest_envelope_goes_in_and_comes_out()
    {
        var body = new byte[EnvelopeSerializer.MaxBytes];
        Array.Fill(body, (byte)'x');
        await _storage.Copies.PutAsync(body, TimeSpan.Zero);

        Assert.Equal(body, (await ReceiveOneAsync()).Body.ToArray());
    }

    [Fact]
    public async Task A_larger_one_is_refused_before_anything_is_sent()
    {
        var envelope = NewEnvelope();
        var huge = envelope with { TraceParent = new string('x', EnvelopeSerializer.MaxBytes) };

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await EnqueueAsync(huge));

        Assert.False(await _storage.Account.Queue.ExistsAsync(Stop));
    }

    [Fact]
    public async Task A_message_lives_as_long_as_the_service_allows_by_default()
    {
        await EnqueueAsync(NewEnvelope());

        var message = Assert.Single((await _storage.Account.Queue.PeekMessagesAsync(1, Stop)).Value);

        Assert.Equal(TimeSpan.FromDays(7), message.ExpiresOn - message.InsertedOn);
    }

    [Fact]
    public async Task The_message_is_base64_as_the_queue_trigger_expects()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);

        var text = Assert.Single((await _storage.Account.Queue.PeekMessagesAsync(1, Stop)).Value).Body.ToString();

        Assert.Equal(EnvelopeSerializer.Serialize(envelope), Convert.FromBase64String(text));
    }

    [Fact]
    public async Task A_text_that_is_not_base64_is_handed_out_as_it_is()
    {
        await EnqueueAsync(NewEnvelope());
        await _storage.Account.Queue.SendMessageAsync("{\"hello\":1}", Stop);

        var leases = await Receiving.ReceiveAsync(10, Stop);

        Assert.Contains("{\"hello\":1}", leases.Select(lease => Encoding.UTF8.GetString(lease.Body.Span)));
        Assert.Equal(2, leases.Count);
    }

    [Fact]
    public async Task A_completed_message_that_could_not_be_deleted_is_not_handed_out_again()
    {
        await EnqueueAsync(NewEnvelope());
        var lease = Assert.IsType<StorageLease>(await ReceiveOneAsync());
        // As if the lease had ended, and somebody else had the message for a moment.
        await _storage.Copies.HideAsync(lease.MessageId, lease.PopReceipt, TimeSpan.Zero);
        await Receiving.CompleteAsync(lease, Stop);
        var other = NewEnvelope();
        await EnqueueAsync(other);

        Assert.Equal(other.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
        // It is deleted beside that.
        while (await _storage.Copies.CountAsync() > 1)
        {
            Stop.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task A_lease_that_somebody_else_has_by_now_can_no_longer_complete_the_message()
    {
        await EnqueueAsync(NewEnvelope());
        var message = Assert.Single(await _storage.Copies.TakeAsync(1, TimeSpan.FromSeconds(1)));
        var current = await ReceiveOneAsync();

        Assert.False(await _storage.Copies.DeleteAsync(message.MessageId, message.PopReceipt));
        Assert.False(await _storage.Copies.HideAsync(message.MessageId, message.PopReceipt, TimeSpan.FromSeconds(30)));
        Assert.Equal(2, current.ReceiveCount);
        Assert.Equal(1, await _storage.Copies.CountAsync());
    }

    [Fact]
    public async Task What_is_given_back_on_shutdown_is_there_at_once_and_counts_as_the_service_counts()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);
        await Receiving.ReleaseAsync(await ReceiveOneAsync(), TimeSpan.Zero, countsAsReceived: false, Stop);

        var again = Assert.Single(await Receiving.ReceiveAsync(10, Stop));
        Assert.Equal(2, again.ReceiveCount);
        Assert.Equal(envelope.Id, IdOf(again));
    }

    [Fact]
    public async Task What_is_given_back_without_a_try_never_becomes_poison_though_the_service_counts()
    {
        var envelope = NewEnvelope();
        await EnqueueAsync(envelope);
        for (var i = 0; i < LeaseTerm.MaxHandOuts + 2; i++)
        {
            var lease = await ReceiveOneAsync();
            Assert.InRange(lease.ReceiveCount, 1, LeaseTerm.MaxHandOuts);
            Assert.True(await Receiving.ReleaseAsync(lease, TimeSpan.Zero, countsAsReceived: false, Stop));
        }

        var again = Assert.Single(await Receiving.ReceiveAsync(10, Stop));
        Assert.Equal((envelope.Id, 3), (IdOf(again), again.ReceiveCount));
    }

    [Fact]
    public async Task A_fraction_of_a_second_is_never_cut_from_a_delay()
    {
        var envelope = NewEnvelope();
        await Sending.EnqueueAsync(envelope, TimeSpan.FromMilliseconds(300), Stop);

        // Hidden at first: without rounding up, the service would be told zero seconds.
        Assert.Empty((await _storage.Account.Queue.PeekMessagesAsync(1, Stop)).Value);
        Assert.Equal(envelope.Id, IdOf(await ReceiveOneAsync()));
    }

    [Fact]
    public async Task A_cancelled_send_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () =>
            await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, cancelled.Token)
        );

        Assert.False(await _storage.Account.Queue.ExistsAsync(Stop));
    }

    [Fact]
    public async Task The_oldest_waits_since_it_was_put_and_not_while_it_is_hidden()
    {
        Assert.Null(await _storage.Queue.OldestSinceAsync(Stop));
        await EnqueueAsync(NewEnvelope());
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.FromSeconds(30), Stop);

        Assert.InRange(
            (await _storage.Queue.OldestSinceAsync(Stop))!.Value,
            Now - TimeSpan.FromMinutes(1),
            Now + TimeSpan.FromSeconds(2)
        );
        await ReceiveOneAsync();
        Assert.Null(await _storage.Queue.OldestSinceAsync(Stop));
    }

    [Fact]
    public async Task The_health_check_counts_the_messages()
    {
        await EnqueueAsync(NewEnvelope());
        await Sending.EnqueueAsync(NewEnvelope(), TimeSpan.FromSeconds(30), Stop);

        Assert.Equal(2, (await ((IQueueMonitor)Sending).CheckAsync(Stop)).Queued);
    }
}
