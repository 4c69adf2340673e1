using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>What waits in the file when somebody sets the machine's clock.</summary>
public sealed class EmbeddedClockTests : IDisposable
{
    private readonly EmbeddedFolder _folder = new();
    private readonly SettableTime _machine = new(Samples.Start);
    private readonly FakeLogCollector _log = new();
    private SteadyTime _time;
    private EmbeddedStore _store;

    public EmbeddedClockTests() => (_time, _store) = Open();

    private CancellationToken Stop { get; } = Patience.Bounded;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-3600)]
    [InlineData(-150)]
    [InlineData(3600)]
    public async Task A_retry_is_due_when_its_time_has_passed_and_not_sooner(double seconds)
    {
        await _store.EnqueueAsync(NewEnvelope(), TimeSpan.FromSeconds(30), Stop);
        _machine.Set(TimeSpan.FromSeconds(seconds));
        var waiting = _store.ReceiveAsync(1, Stop).AsTask();
        _machine.Advance(TimeSpan.FromSeconds(29));
        Assert.True((await _store.CheckAsync(Stop)).Healthy);
        Assert.False(waiting.IsCompleted);
        _machine.Advance(TimeSpan.FromSeconds(1));

        Assert.False(EnvelopeOf(Assert.Single(await waiting)).IsExpiredAt(_time.GetUtcNow()));
        Assert.Single(_log.GetSnapshot());
    }

    [Fact]
    public async Task A_lease_ends_with_its_term_all_the_same()
    {
        await _store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var lease = Assert.Single(await _store.ReceiveAsync(1, Stop));
        var (_, other) = Open();
        _machine.Set(TimeSpan.FromHours(-1));
        var waiting = other.ReceiveAsync(1, Stop).AsTask();
        _machine.Advance(lease.Term.Length);

        Assert.Equal(2, Assert.Single(await waiting).ReceiveCount);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-150)]
    public async Task A_clock_that_was_set_back_before_a_restart_lengthens_neither_a_life_nor_a_wait(double seconds)
    {
        await _store.EnqueueAsync(NewEnvelope(), TimeSpan.FromSeconds(20), Stop);
        _folder.Close(_store);
        _machine.Set(TimeSpan.FromSeconds(seconds));
        (_time, _store) = Open();
        Assert.InRange(_time.GetUtcNow() - Samples.Start, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Contains("set back", Assert.Single(_log.GetSnapshot()).Message, StringComparison.Ordinal);
        _machine.Advance(TimeSpan.FromSeconds(20));

        var envelope = EnvelopeOf(Assert.Single(await _store.ReceiveAsync(1, Stop)));
        Assert.False(envelope.IsExpiredAt(_time.GetUtcNow()));
        _machine.Advance(TimeSpan.FromSeconds(40));
        Assert.True(envelope.IsExpiredAt(_time.GetUtcNow()));
    }

    [Fact]
    public async Task With_nothing_waiting_a_start_takes_the_machines_time()
    {
        await _store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        Assert.True(await _store.CompleteAsync(Assert.Single(await _store.ReceiveAsync(1, Stop)), Stop));
        _folder.Close(_store);
        _machine.Set(TimeSpan.FromHours(-1));
        (_time, _store) = Open();

        Assert.Equal(_machine.GetUtcNow(), _time.GetUtcNow());
    }

    [Fact]
    public async Task When_what_lived_by_the_old_time_has_ended_the_machines_is_taken()
    {
        await _store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        var lease = Assert.Single(await _store.ReceiveAsync(1, Stop));
        _machine.Set(TimeSpan.FromHours(-1));
        Assert.True(_time.IsParted);
        Assert.True(await _store.CompleteAsync(lease, Stop));
        var waiting = _store.ReceiveAsync(1, Stop).AsTask();
        while (_time.IsParted)
        {
            // The queue is looked into when the lease that has ended would have run out.
            Stop.ThrowIfCancellationRequested();
            _machine.Advance(TimeSpan.FromSeconds(1));
            await _store.CheckAsync(Stop);
        }

        await _store.EnqueueAsync(NewEnvelope(), TimeSpan.Zero, Stop);
        Assert.Single(await waiting);
    }

    private (SteadyTime Time, EmbeddedStore Store) Open()
    {
        var time = new SteadyTime(_machine, _log.For<SteadyTime>());
        return (time, _folder.Open(time));
    }

    private Envelope NewEnvelope() =>
        Samples.CreateEnvelope(
            id: MessageId.New(_time.GetUtcNow()).ToString(),
            acceptedAt: _time.GetUtcNow(),
            life: TimeSpan.FromSeconds(60)
        );

    private static Envelope EnvelopeOf(QueueLease lease) =>
        Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(lease.Body.Span)).Envelope;
}
