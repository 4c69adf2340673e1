using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

public sealed class EmbeddedMessageEndTests : MessageEndContract, IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedMessageEndTests() => _store = _folder.Open();

    private protected override ISendQueue Sending => _store;

    private protected override IReceiveQueue Receiving => _store;

    private protected override IDeadLetterStore DeadLetters => _store;

    private protected override DateTimeOffset Now => _folder.Time.GetUtcNow();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_died_in_one_process_is_a_new_message_in_every_other(bool otherKnewIt)
    {
        var other = _folder.Open();
        var key = NewKey(isCorrelated: true);
        var first = NewEnvelope();
        await Sending.EnqueueAsync(first, key, Stop);
        if (otherKnewIt)
        {
            Assert.Equal(first.Id, await other.EnqueueAsync(NewEnvelope(), key, Stop));
        }

        var lease = await ReceiveOneAsync();
        Assert.True(await DeadLetters.RecordAsync(DeadLetterOf(lease, DeadLetterReason.Rejected), lease, Stop));
        var again = NewEnvelope();

        Assert.Equal(again.Id, await other.EnqueueAsync(again, key, Stop));
        Assert.Equal(again.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));
    }

    [Fact]
    public async Task What_had_died_before_a_restart_is_a_new_message_after_it()
    {
        var key = NewKey(isCorrelated: true);
        await Sending.EnqueueAsync(NewEnvelope(), key, Stop);
        var lease = await ReceiveOneAsync();
        Assert.True(await DeadLetters.RecordAsync(DeadLetterOf(lease, DeadLetterReason.Rejected), lease, Stop));
        _folder.Close(_store);
        var again = NewEnvelope();

        Assert.Equal(again.Id, await _folder.Open().EnqueueAsync(again, key, Stop));
    }

    [Fact]
    public async Task What_cannot_be_read_frees_the_key_it_was_accepted_under()
    {
        var key = NewKey(isCorrelated: true);
        await Sending.EnqueueAsync(NewEnvelope(), key, Stop);
        var lease = await ReceiveOneAsync();
        var unreadable = DeadLetter.Unreadable(lease.Body, "test", DeadLetterReason.Unreadable, Now);
        Assert.True(await DeadLetters.RecordAsync(unreadable, lease, Stop));
        var again = NewEnvelope();

        Assert.Equal(again.Id, await Sending.EnqueueAsync(again, key, Stop));
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM queue"));
    }

    [Fact]
    public async Task A_dead_letter_of_an_earlier_version_frees_its_key_when_it_is_deleted()
    {
        var key = NewKey(isCorrelated: true);
        var first = NewEnvelope();
        await Sending.EnqueueAsync(first, key, Stop);
        // As an earlier version leaves it: dead, and known for a repetition all the same.
        _folder.Query(
            $"INSERT INTO dead_letters (id, died, reason, record) SELECT id, {Now.ToUnixTimeMilliseconds()}, 'Rejected', x'' FROM queue"
        );
        _folder.Query("DELETE FROM queue");
        Assert.Equal(first.Id, await Sending.EnqueueAsync(NewEnvelope(), key, Stop));
        var dead = new DeadLetter(first.Id, DeadLetterReason.Rejected, first, null, null, Now);
        Assert.True(await DeadLetters.DeleteAsync(dead, Stop));
        var again = NewEnvelope();

        Assert.Equal(again.Id, await Sending.EnqueueAsync(again, key, Stop));
    }
}
