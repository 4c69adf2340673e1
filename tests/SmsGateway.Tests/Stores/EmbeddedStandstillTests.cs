using SmsGateway.DeadLetters;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>A process that stood still while its leases ran out (stopped, or its machine was), and goes on with messages in hand.</summary>
public sealed class EmbeddedStandstillTests : IDisposable
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(40);

    private readonly EmbeddedFolder _folder = new();
    private readonly EmbeddedStore _store;

    public EmbeddedStandstillTests() => _store = _folder.Open();

    private CancellationToken Stop { get; } = Patience.Bounded;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_nobody_else_has_taken_is_leased_anew_and_its_run_decides()
    {
        var leases = await ReceiveAsync(20);
        _folder.Time.Advance(Standstill);
        var waiting = _store.ReceiveAsync(20, Stop).AsTask();
        // Behind the look at what is due.
        Assert.True((await _store.CheckAsync(Stop)).Healthy);
        Assert.False(waiting.IsCompleted);

        foreach (var lease in leases)
        {
            Assert.True(await _store.CompleteAsync(lease, Stop));
        }

        Assert.Equal(0, (await _store.CheckAsync(Stop)).Queued);
        Assert.False(waiting.IsCompleted);
        await _store.EnqueueAsync(Envelope(99), TimeSpan.Zero, Stop);
        Assert.Single(await waiting);
    }

    [Fact]
    public async Task What_stays_without_an_end_is_leased_anew_only_once()
    {
        await ReceiveAsync(1);
        _folder.Time.Advance(Standstill);
        var waiting = _store.ReceiveAsync(1, Stop).AsTask();
        Assert.True((await _store.CheckAsync(Stop)).Healthy);
        Assert.False(waiting.IsCompleted);
        _folder.Time.Advance(Standstill);

        Assert.Equal(2, Assert.Single(await waiting).ReceiveCount);
    }

    [Fact]
    public async Task What_has_no_run_any_more_is_handed_out_when_its_lease_ends()
    {
        var lease = Assert.Single(await ReceiveAsync(1));
        // As after an error, when the store did not take the message back either.
        lease.EndRun();
        _folder.Time.Advance(lease.Term.Length);

        Assert.Equal(2, Assert.Single(await _store.ReceiveAsync(1, Stop)).ReceiveCount);
    }

    [Fact]
    public async Task What_another_process_has_delivered_is_not_queued_again_by_the_one_that_wakes()
    {
        var lost = await ReceiveAsync(20);
        _folder.Time.Advance(Standstill);
        var other = _folder.Open();
        foreach (var lease in await other.ReceiveAsync(20, Stop))
        {
            Assert.True(await other.CompleteAsync(lease, Stop));
        }

        foreach (var (lease, i) in lost.Select((lease, i) => (lease, i)))
        {
            var envelope = Envelope(i);
            var dead = new DeadLetter(envelope.Id, DeadLetterReason.Expired, envelope, null, null, Samples.Start);
            Assert.False(
                i % 2 == 0
                    ? await _store.RetryAsync(lease, envelope, TimeSpan.FromSeconds(1), Stop)
                    : await _store.RecordAsync(dead, lease, Stop)
            );
        }

        Assert.Equal(0L, _folder.Query("SELECT (SELECT count(*) FROM queue) + (SELECT count(*) FROM dead_letters)"));
    }

    [Fact]
    public async Task What_another_process_has_in_hand_is_not_taken_from_it_by_the_one_that_wakes()
    {
        var lost = Assert.Single(await ReceiveAsync(1));
        _folder.Time.Advance(Standstill);
        var other = _folder.Open();
        var current = Assert.Single(await other.ReceiveAsync(1, Stop));

        Assert.False(await _store.RetryAsync(lost, Envelope(0), TimeSpan.Zero, Stop));
        Assert.False(await _store.ReleaseAsync(lost, TimeSpan.Zero, countsAsReceived: true, Stop));
        Assert.False(await _store.CompleteAsync(lost, Stop));

        Assert.True(await other.CompleteAsync(current, Stop));
    }

    private async Task<IReadOnlyList<QueueLease>> ReceiveAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _store.EnqueueAsync(Envelope(i), TimeSpan.Zero, Stop);
        }

        var leases = await _store.ReceiveAsync(count, Stop);
        Assert.Equal(count, leases.Count);
        return leases;
    }

    private static Envelope Envelope(int number) => Samples.CreateEnvelope(id: $"message-{number}");
}
