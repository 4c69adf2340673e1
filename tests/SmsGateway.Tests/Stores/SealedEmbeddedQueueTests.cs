using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class SealedEmbeddedQueueTests : SendQueueContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new() { Codecs = Codecs.Sealing() };
    private readonly EmbeddedStore _store;

    public SealedEmbeddedQueueTests() => _store = _folder.Open();

    private protected override ISendQueue Sending => _store;

    private protected override IReceiveQueue Receiving => _store;

    private protected override DateTimeOffset Now => _folder.Time.GetUtcNow();

    private protected override Codecs Codecs => _folder.Codecs;

    private protected override ValueTask PassAsync(TimeSpan time)
    {
        _folder.Time.Advance(time);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_handed_out_is_sealed()
    {
        await EnqueueAsync(NewEnvelope());

        Assert.IsType<EnvelopeResult.Sealed>(EnvelopeSerializer.Deserialize((await ReceiveOneAsync()).Body.Span));
    }

    [Fact]
    public async Task What_lay_in_the_queue_before_the_setting_is_read_and_sealed_when_it_is_put_back()
    {
        var envelope = NewEnvelope();
        await _folder.Open(codecs: Codecs.Plain).EnqueueAsync(envelope, TimeSpan.Zero, Stop);

        var lease = await ReceiveOneAsync();
        Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(lease.Body.Span));
        Assert.Equal(envelope.Message, Codecs.Read(lease.Body).Message);
        var retry = envelope.With(Samples.CreateAttempt());
        Assert.True(await Receiving.RetryAsync(lease, retry, TimeSpan.Zero, Stop));

        var again = await ReceiveOneAsync();
        Assert.IsType<EnvelopeResult.Sealed>(EnvelopeSerializer.Deserialize(again.Body.Span));
        Assert.Equal(envelope.Message, Codecs.Read(again.Body).Message);
    }

    [Fact]
    public async Task What_cannot_be_sealed_is_not_stored()
    {
        Codecs.Secrets.Remove(Codecs.SecretName);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await EnqueueAsync(NewEnvelope()));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await Sending.EnqueueAsync(NewEnvelope(), NewKey(isCorrelated: true), Stop)
        );

        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM queue"));
    }
}
