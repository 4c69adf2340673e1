using Azure.Storage.Blobs;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What two processes on one account make of the same message.</summary>
public sealed class DuplicatesOnStorageTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly IdempotencyKey Key = new(42, TimeSpan.FromMinutes(10), IsCorrelated: true);

    private StorageTest _one = null!;
    private StorageTest _other = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var options = await azurite.NewStoreAsync();
        (_one, _other) = (new StorageTest(options), new StorageTest(options));
    }

    public ValueTask DisposeAsync()
    {
        _one.Dispose();
        _other.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_second_process_answers_with_the_first_ones_id()
    {
        var first = Samples.CreateEnvelope();
        await _one.Queue.EnqueueAsync(first, Key, Stop);

        Assert.Equal(first.Id, await _other.Queue.EnqueueAsync(Samples.CreateEnvelope(id: "another"), Key, Stop));
        Assert.Equal(1, await _one.Copies.CountAsync());
    }

    [Fact]
    public async Task Both_at_once_store_one_message()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    (i % 2 == 0 ? _one : _other)
                        .Queue.EnqueueAsync(Samples.CreateEnvelope(id: $"m{i}"), Key, Stop)
                        .AsTask()
                )
        );

        Assert.Single(answers.Distinct());
        Assert.Equal(1, await _one.Copies.CountAsync());
    }

    [Fact]
    public async Task A_process_that_died_while_storing_is_taken_over()
    {
        var dead = new IdempotencyClaims(_one.Blobs, TimeProvider.System);
        Assert.IsType<DuplicateClaim.Taken>(await dead.TakeAsync(Key, Id("first")));
        var impatient = Impatient(_other);

        await impatient.ConfirmAsync(Assert.IsType<DuplicateClaim.Taken>(await impatient.TakeAsync(Key, Id("second"))));

        Assert.Equal(new DuplicateClaim.Stored(Id("second")), await dead.TakeAsync(Key, Id("third")));
    }

    [Fact]
    public async Task While_another_is_storing_it_the_message_is_not_accepted()
    {
        await new IdempotencyClaims(_one.Blobs, TimeProvider.System).TakeAsync(Key, Id("first"));
        var waiting = new IdempotencyClaims(
            _other.Blobs,
            TimeProvider.System,
            IdempotencyClaims.PendingLimit,
            patience: TimeSpan.Zero
        );

        Assert.IsType<DuplicateClaim.Pending>(await waiting.TakeAsync(Key, Id("second")));
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_known_for_ones_own()
    {
        var claims = new IdempotencyClaims(_one.Blobs, TimeProvider.System);
        await claims.TakeAsync(Key, Id("first"));

        var again = Assert.IsType<DuplicateClaim.Taken>(await claims.TakeAsync(Key, Id("first")));

        await claims.ConfirmAsync(again);
        Assert.Equal(new DuplicateClaim.Stored(Id("first")), await claims.TakeAsync(Key, Id("second")));
    }

    [Fact]
    public async Task A_claim_that_was_given_back_is_free_and_one_that_was_taken_over_cannot_be_given_back()
    {
        var claims = Impatient(_one);
        var first = Assert.IsType<DuplicateClaim.Taken>(await claims.TakeAsync(Key, Id("first")));
        var second = Assert.IsType<DuplicateClaim.Taken>(await claims.TakeAsync(Key, Id("second")));
        await claims.ReleaseAsync(first);
        await claims.ConfirmAsync(second);
        Assert.Equal(new DuplicateClaim.Stored(Id("second")), await claims.TakeAsync(Key, Id("third")));

        var other = Key with { Hash = 43 };
        await claims.ReleaseAsync(Assert.IsType<DuplicateClaim.Taken>(await claims.TakeAsync(other, Id("first"))));
        Assert.IsType<DuplicateClaim.Taken>(
            await new IdempotencyClaims(_one.Blobs, TimeProvider.System).TakeAsync(other, Id("second"))
        );
    }

    [Fact]
    public async Task When_only_the_blobs_are_away_messages_are_stored_all_the_same()
    {
        var nowhere = new BlobContainerClient(
            new Uri("http://127.0.0.1:1/account/container"),
            new BlobClientOptions { Retry = { MaxRetries = 0 } }
        );
        var envelope = Samples.CreateEnvelope();

        Assert.Equal(envelope.Id, await _one.NewQueue(new BlobTexts(nowhere)).EnqueueAsync(envelope, Key, Stop));
        Assert.Equal(1, await _one.Copies.CountAsync());
    }

    [Fact]
    public async Task After_the_window_the_same_name_is_a_new_message()
    {
        var brief = Key with { Window = TimeSpan.Zero };
        await _one.Queue.EnqueueAsync(Samples.CreateEnvelope(id: "first"), brief, Stop);

        Assert.Equal(Id("second"), await _other.Queue.EnqueueAsync(Samples.CreateEnvelope(id: "second"), brief, Stop));
        Assert.Equal(2, await _one.Copies.CountAsync());
    }

    private static IdempotencyClaims Impatient(StorageTest storage) =>
        new(storage.Blobs, TimeProvider.System, pendingLimit: TimeSpan.Zero, patience: TimeSpan.Zero);

    private static MessageId Id(string text) =>
        MessageId.TryParse(text, out var id) ? id : throw new ArgumentException("no id", nameof(text));
}
