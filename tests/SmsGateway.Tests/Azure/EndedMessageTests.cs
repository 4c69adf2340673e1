using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>What two processes on one account make of a message that is brought again after its end.</summary>
public sealed class EndedMessageTests(AzuriteFixture azurite) : IAsyncLifetime
{
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

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_died_in_another_process_is_a_new_message_though_its_dead_letter_is_gone(
        bool isCorrelated,
        bool isDeleted
    )
    {
        var key = Key(isCorrelated);
        var first = NewEnvelope();
        await _one.Queue.EnqueueAsync(first, key, Stop);
        Assert.Equal(first.Id, await _one.Queue.EnqueueAsync(NewEnvelope(), key, Stop));
        var deadLetters = _other.DeadLetters;
        var dead = new DeadLetter(first.Id, DeadLetterReason.Rejected, first, null, null, first.AcceptedAt);
        await deadLetters.RecordAsync(dead, Stop);
        if (isDeleted)
        {
            Assert.True(await deadLetters.DeleteAsync(dead, Stop));
        }

        var again = NewEnvelope();
        Assert.Equal(again.Id, await _one.Queue.EnqueueAsync(again, key, Stop));
        Assert.Equal(again.Id, await _one.Queue.EnqueueAsync(NewEnvelope(), key, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_in_flight_or_delivered_is_the_same_message_though_another_has_died(bool isCorrelated)
    {
        var key = Key(isCorrelated);
        var first = NewEnvelope();
        await _one.Queue.EnqueueAsync(first, key, Stop);
        var another = NewEnvelope();
        await _one.DeadLetters.RecordAsync(
            new DeadLetter(another.Id, DeadLetterReason.Expired, another, null, null, another.AcceptedAt),
            Stop
        );
        Assert.Equal(first.Id, await _one.Queue.EnqueueAsync(NewEnvelope(), key, Stop));

        await _one.Queue.CompleteAsync(Assert.Single(await _one.Queue.ReceiveAsync(1, Stop)), Stop);
        Assert.Equal(first.Id, await _one.Queue.EnqueueAsync(NewEnvelope(), key, Stop));
    }

    [Fact]
    public async Task Of_many_that_bring_it_again_at_once_one_is_stored()
    {
        var key = Key(isCorrelated: true);
        var first = NewEnvelope();
        await _one.Queue.EnqueueAsync(first, key, Stop);
        await _one.DeadLetters.RecordAsync(
            new DeadLetter(first.Id, DeadLetterReason.Poison, first, null, null, first.AcceptedAt),
            Stop
        );

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i => (i % 2 == 0 ? _one : _other).Queue.EnqueueAsync(NewEnvelope(), key, Stop).AsTask())
        );

        Assert.NotEqual(first.Id, Assert.Single(answers.Distinct()));
        Assert.Equal(2, await _one.Copies.CountAsync());
    }

    private static IdempotencyKey Key(bool isCorrelated) => new(42, TimeSpan.FromMinutes(10), isCorrelated);

    private static Envelope NewEnvelope()
    {
        var now = TimeProvider.System.GetUtcNow();
        return Samples.CreateEnvelope(id: MessageId.New(now).ToString(), acceptedAt: now);
    }
}
