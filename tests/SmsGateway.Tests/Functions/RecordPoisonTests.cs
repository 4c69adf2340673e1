using System.Text;
using SmsGateway.DeadLetters;
using SmsGateway.Functions;
using SmsGateway.Messages;
using SmsGateway.Queue;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed class RecordPoisonTests : IDisposable
{
    private readonly AppInMemory _app = new();

    [Fact]
    public async Task A_poison_message_becomes_a_dead_letter()
    {
        var envelope = AppInMemory.ExpiredEnvelope();

        await _app.Function<RecordPoison>().RunAsync(EnvelopeSerializer.Serialize(envelope));

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal(envelope.Id, deadLetter.Id);
        Assert.Equal(DeadLetterReason.Poison, deadLetter.Reason);
        Assert.Equal(envelope.Message.Recipient, deadLetter.Envelope?.Message.Recipient);
    }

    [Fact]
    public async Task An_unreadable_one_too_with_every_byte_of_text()
    {
        await _app.Function<RecordPoison>().RunAsync(Encoding.UTF8.GetBytes("{\"v\":9,\"id\":\"x1\"}"));

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal("x1", deadLetter.Id.ToString());
        Assert.Equal("{\"v\":9,\"id\":\"x1\"}", deadLetter.Raw?.Reveal());
    }

    [Fact]
    public async Task A_message_that_cannot_be_recorded_stays_in_the_queue_and_is_recorded_when_it_comes_again()
    {
        var message = EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope());
        _app.BeAway(true);

        // Only an exception makes the platform keep the message.
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _app.Function<RecordPoison>().RunAsync(message));
        _app.BeAway(false);
        await _app.Function<RecordPoison>().RunAsync(message);

        Assert.Single(_app.DeadLetters.Records);
    }

    public void Dispose() => _app.Dispose();
}
