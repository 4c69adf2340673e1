using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>A disk that takes a commit and does not come back for a long time.</summary>
public sealed class EmbeddedStalledDiskTests : IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private volatile ManualResetEventSlim _disk = new(true);
    private volatile TaskCompletionSource _stalls = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EmbeddedStore _store;

    public EmbeddedStalledDiskTests() =>
        _store = _folder.Open(beforeCommit: () =>
        {
            if (!_disk.IsSet)
            {
                _stalls.TrySetResult();
            }

            _disk.Wait();
        });

    private CancellationToken Stop { get; } = Patience.Bounded;

    public void Dispose()
    {
        _disk.Set();
        _folder.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public async Task What_no_commit_has_begun_for_is_refused_after_five_seconds_and_never_stored()
    {
        var inCommit = await StallAsync(Envelope("in-commit"), Key(1));
        var waiting = EnqueueAsync(Envelope("waiting"), Key(2));
        var plain = _store.EnqueueAsync(Envelope("plain"), TimeSpan.Zero, Stop).AsTask();
        _folder.Time.Advance(TimeSpan.FromSeconds(4.5));
        Assert.False(waiting.IsCompleted);
        _folder.Time.Advance(TimeSpan.FromSeconds(0.5));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting.WaitAsync(Stop));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => plain.WaitAsync(Stop));
        Assert.False(inCommit.IsCompleted);

        _disk.Set();

        Assert.Equal("in-commit", await inCommit);
        Assert.Equal(["in-commit"], (await _store.ReceiveAsync(10, Stop)).Select(IdOf));
    }

    [Fact]
    public async Task What_a_commit_has_begun_for_is_answered_when_the_disk_is_back_within_twenty_five_seconds()
    {
        var inCommit = await StallAsync(Envelope("in-commit"), Key(1));
        _folder.Time.Advance(TimeSpan.FromSeconds(24));
        Assert.False(inCommit.IsCompleted);
        _disk.Set();

        Assert.Equal("in-commit", await inCommit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_twenty_five_seconds_it_is_refused_and_withdrawn_before_anybody_is_handed_it(
        bool someoneWaits
    )
    {
        var receiving = someoneWaits ? _store.ReceiveAsync(10, Stop).AsTask() : null;
        var inCommit = await StallAsync(Envelope("in-commit"), Key(1));
        _folder.Time.Advance(TimeSpan.FromSeconds(25));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => inCommit.WaitAsync(Stop));

        _disk.Set();

        // And the message that is brought again is a new one.
        Assert.Equal("again", await EnqueueAsync(Envelope("again"), Key(1)));
        var leases = await (receiving ?? _store.ReceiveAsync(10, Stop).AsTask());
        Assert.Equal(["again"], leases.Select(IdOf));
        Assert.Equal(1, (await _store.CheckAsync(Stop)).Queued);
    }

    [Fact]
    public async Task What_two_requests_brought_is_kept_for_the_one_that_still_waits()
    {
        // Both come while the disk is busy with another message, and are in one commit then.
        var before = await StallAsync(Envelope("before"), Key(9));
        var first = EnqueueAsync(Envelope("first"), Key(1));
        _folder.Time.Advance(TimeSpan.FromSeconds(4));
        var second = EnqueueAsync(Envelope("second"), Key(1));
        _stalls = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var next = new ManualResetEventSlim();
        var busy = _disk;
        _disk = next;
        busy.Set();
        Assert.Equal("before", await before);
        await _stalls.Task.WaitAsync(Stop);
        _folder.Time.Advance(TimeSpan.FromSeconds(21));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first.WaitAsync(Stop));
        next.Set();

        Assert.Equal("first", await second);
        Assert.Equal(["before", "first"], (await _store.ReceiveAsync(10, Stop)).Select(IdOf));
        _disk = busy;
    }

    [Fact]
    public async Task What_becomes_of_a_message_in_work_waits_for_the_disk()
    {
        await EnqueueAsync(Envelope("in-work"), Key(1));
        var lease = Assert.Single(await _store.ReceiveAsync(1, Stop));
        _ = await StallAsync(Envelope("in-commit"), Key(2));
        var completing = _store.CompleteAsync(lease, Stop).AsTask();
        _folder.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(completing.IsCompleted);
        _disk.Set();

        Assert.True(await completing);
    }

    [Fact]
    public async Task Health_answers_within_two_seconds_and_is_well_again_when_the_disk_is_back()
    {
        _ = await StallAsync(Envelope("in-commit"), Key(1));
        for (var i = 0; i < 3; i++)
        {
            var check = _store.CheckAsync(Stop).AsTask();
            _folder.Time.Advance(TimeSpan.FromSeconds(2));
            var health = await check.WaitAsync(Stop);
            Assert.False(health.Healthy);
            Assert.Contains("disk", health.Detail, StringComparison.Ordinal);
        }

        _disk.Set();

        Assert.True((await _store.CheckAsync(Stop)).Healthy);
    }

    /// <summary>Stops the disk with this message in the commit.</summary>
    private async Task<Task<string>> StallAsync(Envelope envelope, IdempotencyKey key)
    {
        _disk.Reset();
        var storing = EnqueueAsync(envelope, key);
        await _stalls.Task.WaitAsync(Stop);
        return storing;
    }

    private async Task<string> EnqueueAsync(Envelope envelope, IdempotencyKey key) =>
        (await _store.EnqueueAsync(envelope, key, Stop)).ToString();

    private static string IdOf(QueueLease lease) =>
        Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(lease.Body.Span)).Envelope.Id.ToString();

    private static Envelope Envelope(string id) => Samples.CreateEnvelope(id: id);

    private static IdempotencyKey Key(int number) =>
        new((UInt128)(uint)number, TimeSpan.FromMinutes(10), IsCorrelated: true);
}
