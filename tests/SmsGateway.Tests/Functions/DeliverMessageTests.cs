using System.Text;
using Azure.Storage.Queues.Models;
using SmsGateway.Azure.Storage;
using SmsGateway.DeadLetters;
using SmsGateway.Functions;
using SmsGateway.Messages;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>Delivery and leases are tested where they are made; here, that what the trigger tells reaches them and failures leave.</summary>
public sealed class DeliverMessageTests : IDisposable
{
    private readonly AppInMemory _app = new();

    [Fact]
    public async Task An_expired_message_becomes_a_dead_letter_and_leaves_the_queue()
    {
        var envelope = AppInMemory.ExpiredEnvelope();

        await RunAsync(_app.TriggerQueue.HandOut(EnvelopeSerializer.Serialize(envelope)));

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal((envelope.Id, DeadLetterReason.Expired), (deadLetter.Id, deadLetter.Reason));
        Assert.Equal(["update 25", "delete"], _app.TriggerQueue.Calls);
        Assert.Equal(0, _app.TriggerQueue.Count);
    }

    [Fact]
    public async Task What_is_no_envelope_becomes_a_dead_letter_with_its_text()
    {
        await RunAsync(_app.TriggerQueue.HandOut(Encoding.UTF8.GetBytes("no envelope")));

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Unreadable, deadLetter.Reason);
        Assert.Equal("no envelope", deadLetter.Raw?.Reveal());
    }

    [Fact]
    public async Task An_error_gives_the_message_back_and_is_told_with_its_stack_once()
    {
        _app.BeAway(true);

        var failure = await Assert.ThrowsAsync<DeliveryFailedException>(() =>
            RunAsync(_app.TriggerQueue.HandOut(EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope())))
        );

        // The platform writes down what it is given, twice.
        Assert.Null(failure.InnerException);
        Assert.Single(_app.Log.GetSnapshot(), line => line.Exception is not null);
        Assert.Equal(["update 25", "update 5"], _app.TriggerQueue.Calls);
        Assert.Equal(1, _app.TriggerQueue.Count);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public async Task A_message_that_comes_again_is_known_by_the_dequeue_count(int dequeueCount, bool again)
    {
        await RunAsync(
            _app.TriggerQueue.HandOut(EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope()), dequeueCount)
        );

        Assert.Equal(
            again,
            _app.Log.GetSnapshot()
                .Any(line => line.Message.Contains("handed out for the 3. time", StringComparison.Ordinal))
        );
        Assert.Single(_app.DeadLetters.Records);
    }

    [Theory]
    [InlineData(3L, "2026-03-04T12:00:00Z")]
    [InlineData(3, "\"2026-03-04T12:00:00+00:00\"")]
    [InlineData("3", "2026-03-04T12:00:00.0000000+00:00")]
    [InlineData("what", null)]
    [InlineData(null, "yesterday")]
    public void Binding_data_are_read_however_the_worker_passes_them(object? dequeueCount, string? insertionTime)
    {
        var message = new FakeFunctionContext(
            new("Id", "an-id"),
            new("PopReceipt", "AgAAAA=="),
            new("DequeueCount", dequeueCount),
            new("InsertionTime", insertionTime)
        ).Triggered("x"u8.ToArray());

        Assert.Equal(("an-id", "AgAAAA=="), (message.Id, message.PopReceipt));
        Assert.Equal(dequeueCount is "what" or null ? 1 : 3, message.DequeueCount);
        Assert.Equal(
            insertionTime is null or "yesterday"
                ? DateTimeOffset.MaxValue
                : new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero),
            message.InsertedAt
        );
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("PopReceipt")]
    public async Task Nothing_is_sent_that_cannot_be_taken_over(string missing)
    {
        KeyValuePair<string, object?>[] data = [new("Id", "an-id"), new("PopReceipt", "AgAAAA==")];
        var context = new FakeFunctionContext([.. data.Where(pair => pair.Key != missing)]);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _app.Function<DeliverMessage>().RunAsync([], context, CancellationToken.None)
        );
        Assert.Empty(_app.TriggerQueue.Calls);
    }

    public void Dispose() => _app.Dispose();

    private Task RunAsync(QueueMessage message) =>
        _app.Function<DeliverMessage>()
            .RunAsync(
                StorageQueue.Body(message),
                FakeFunctionContext.Of(message),
                TestContext.Current.CancellationToken
            );
}
