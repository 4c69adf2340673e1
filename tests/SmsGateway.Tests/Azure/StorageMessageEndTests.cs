using SmsGateway.Azure.Storage;
using SmsGateway.DeadLetters;
using SmsGateway.Queue;
using SmsGateway.Tests.Stores;
using Xunit;

namespace SmsGateway.Tests.Azure;

public sealed class StorageMessageEndTests(AzuriteFixture azurite) : MessageEndContract, IAsyncLifetime
{
    private StorageTest _storage = null!;

    private protected override ISendQueue Sending => _storage.Queue;

    private protected override IReceiveQueue Receiving => _storage.Queue;

    private protected override IDeadLetterStore DeadLetters => _storage.DeadLetters;

    private protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync() => _storage = new StorageTest(await azurite.NewStoreAsync());

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_process_that_stood_still_has_its_message_leased_anew_when_nobody_else_has_taken_it()
    {
        var envelope = NewEnvelope();
        await Sending.EnqueueAsync(envelope, TimeSpan.Zero, Stop);
        var message = Assert.Single(await _storage.Copies.TakeAsync(1, TimeSpan.FromSeconds(1)));
        var ended = new LeaseTerm(TimeProvider.System.GetTimestamp(), TimeSpan.Zero);
        var lease = new StorageLease(StorageQueue.Body(message), 1, ended, message.MessageId, message.PopReceipt);
        await StorageTest.WaitAsync(TimeSpan.FromSeconds(1.1));

        Assert.True(await Receiving.RetryAsync(lease, envelope, TimeSpan.Zero, Stop));
        Assert.True(await Receiving.CompleteAsync(lease, Stop));

        Assert.Equal(envelope.Id, IdOf(Assert.Single(await Receiving.ReceiveAsync(10, Stop))));
    }

    [Fact]
    public async Task A_replay_that_has_queued_its_message_says_so_though_the_record_cannot_be_deleted()
    {
        await using var front = await StorageFront.StartAsync(await azurite.GetAsync());
        using var behind = new StorageTest(_storage.Options with { ConnectionString = new(front.ConnectionString) });
        var envelope = NewEnvelope();
        var dead = new DeadLetter(envelope.Id, DeadLetterReason.Expired, envelope, null, null, envelope.AcceptedAt);
        await DeadLetters.RecordAsync(dead, Stop);
        front.Instead = request => request.Method == "DELETE" ? new ProxyAnswer(403, IsService: true) : null;

        Assert.True(await behind.DeadLetters.ReplayAsync(dead, envelope, Stop));

        Assert.Equal(envelope.Id, IdOf(await ReceiveOneAsync()));
        Assert.NotNull(await DeadLetters.FindAsync(dead.Id, Stop));
    }

    [Fact]
    public async Task A_replay_that_cannot_queue_its_message_leaves_the_record_to_the_next()
    {
        await using var front = await StorageFront.StartAsync(await azurite.GetAsync());
        using var behind = new StorageTest(_storage.Options with { ConnectionString = new(front.ConnectionString) });
        var envelope = NewEnvelope();
        var dead = new DeadLetter(envelope.Id, DeadLetterReason.Expired, envelope, null, null, envelope.AcceptedAt);
        await DeadLetters.RecordAsync(dead, Stop);
        front.Instead = request => request.Method == "POST" ? new ProxyAnswer(403, IsService: true) : null;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await behind.DeadLetters.ReplayAsync(dead, envelope, Stop)
        );

        Assert.True(await DeadLetters.ReplayAsync(dead, envelope, Stop));
        Assert.Null(await DeadLetters.FindAsync(dead.Id, Stop));
        Assert.Equal(1, await _storage.Copies.CountAsync());
    }
}
