using System.Text;
using SmsGateway.DeadLetters;
using SmsGateway.Functions;
using SmsGateway.Messages;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Functions;

/// <summary>Delivery itself is tested with the handler; here, that the queue's message and count reach it and errors leave it.</summary>
public sealed class DeliverMessageTests : IDisposable
{
    private readonly AppInMemory _app = new();

    [Fact]
    public async Task An_expired_message_becomes_a_dead_letter()
    {
        var envelope = AppInMemory.ExpiredEnvelope();

        await RunAsync(EnvelopeSerializer.Serialize(envelope), new FakeFunctionContext());

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal((envelope.Id, DeadLetterReason.Expired), (deadLetter.Id, deadLetter.Reason));
    }

    [Fact]
    public async Task What_is_no_envelope_becomes_a_dead_letter_with_its_text()
    {
        await RunAsync(Encoding.UTF8.GetBytes("no envelope"), new FakeFunctionContext());

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Unreadable, deadLetter.Reason);
        Assert.Equal("no envelope", deadLetter.Raw?.Reveal());
    }

    [Fact]
    public async Task An_error_gives_the_message_back_to_the_queue()
    {
        _app.BeAway(true);

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => RunAsync(EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope()), new FakeFunctionContext()));
    }

    [Theory]
    [InlineData(3L, true)]
    [InlineData(3, true)]
    [InlineData("3", true)]
    [InlineData(1L, false)]
    [InlineData("what", false)]
    [InlineData(null, false)]
    public async Task A_message_that_comes_again_is_known_by_the_dequeue_count(object? dequeueCount, bool again)
    {
        var context = new FakeFunctionContext(KeyValuePair.Create("DequeueCount", dequeueCount));

        await RunAsync(EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope()), context);

        Assert.Equal(again, _app.Log.GetSnapshot().Any(line => line.Message.Contains("handed out for the 3. time", StringComparison.Ordinal)));
        Assert.Single(_app.DeadLetters.Records);
    }

    public void Dispose() => _app.Dispose();

    private Task RunAsync(byte[] message, FakeFunctionContext context) =>
        _app.Function<DeliverMessage>().RunAsync(message, context, TestContext.Current.CancellationToken);
}
