using System.Text;
using SmsGateway.DeadLetters;
using SmsGateway.Functions;
using SmsGateway.Messages;
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
    public async Task An_unreadable_one_too_with_every_byte_of_text_and_under_an_id_of_its_own()
    {
        await _app.Function<RecordPoison>().RunAsync(Encoding.UTF8.GetBytes("{\"v\":9,\"id\":\"x1\"}"));

        var deadLetter = Assert.Single(_app.DeadLetters.Records);
        Assert.Equal("{\"v\":9,\"id\":\"x1\"}", deadLetter.Raw?.Reveal());
        Assert.NotEqual("x1", deadLetter.Id.ToString());
    }

    [Fact]
    public async Task A_message_that_cannot_be_recorded_is_tried_again_before_it_is_left_to_the_trigger()
    {
        _app.BeAway(true);
        var recording = _app.Function<RecordPoison>()
            .RunAsync(EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope()));

        Assert.False(recording.IsCompleted);
        _app.BeAway(false);
        await recording;
        Assert.Single(_app.DeadLetters.Records);
    }

    [Fact]
    public async Task The_same_message_twice_is_one_record()
    {
        var message = EnvelopeSerializer.Serialize(AppInMemory.ExpiredEnvelope());

        await _app.Function<RecordPoison>().RunAsync(message);
        await _app.Function<RecordPoison>().RunAsync(message);

        Assert.Single(_app.DeadLetters.Records);
    }

    public void Dispose() => _app.Dispose();
}
