using System.Collections.Frozen;
using SmsGateway.Admission;
using SmsGateway.Embedded;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Stores;

/// <summary>A disk that takes a commit and does not come back for a long time.</summary>
public sealed class EmbeddedStalledDiskTests : IDisposable
{
    private static readonly string First = MessageId.New(Samples.Start).ToString();
    private static readonly string Again = MessageId.New(Samples.Start).ToString();

    private readonly EmbeddedFolder _folder = new();
    private volatile ManualResetEventSlim _disk = new(true);
    private volatile TaskCompletionSource _stalls = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EmbeddedStore _store;
    private readonly GatewayTelemetry _telemetry = new();

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
        _telemetry.Dispose();
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
    public async Task What_is_withdrawn_is_found_as_not_accepted_and_counted_by_nobody()
    {
        var gate = await OpenAsync(_store, First);
        _disk.Reset();
        var inCommit = _store.EnqueueAsync(Envelope(First), null, gate.Case, Stop).AsTask();
        await _stalls.Task.WaitAsync(Stop);
        _folder.Time.Advance(TimeSpan.FromSeconds(25));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => inCommit.WaitAsync(Stop));

        _disk.Set();

        var other = _folder.Open();
        var after = await OpenAsync(other, Again);
        Assert.Equal(Again, (await other.EnqueueAsync(Envelope(Again), null, after.Case, Stop))?.ToString());
        Assert.Equal(["not accepted", "waiting"], (await StatesAsync(after.Control)).Order());
    }

    /// <summary>A message of before, whose commit the disk takes back, is not on it and was not told to be.</summary>
    [Fact]
    public async Task What_no_commit_has_begun_for_is_not_found()
    {
        _ = await StallAsync(Envelope("in-commit"), Key(1));
        var gate = await OpenAsync(_store, First);
        var waiting = _store.EnqueueAsync(Envelope(First), null, gate.Case, Stop).AsTask();
        _folder.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting.WaitAsync(Stop));

        _disk.Set();

        Assert.True((await _store.CheckAsync(Stop)).Healthy);
        Assert.Empty(await StatesAsync(gate.Control));
    }

    [Fact]
    public async Task What_is_kept_for_another_request_is_found_as_waiting()
    {
        var before = await StallAsync(Envelope("before"), Key(9));
        var gate = await OpenAsync(_store, First);
        var first = _store.EnqueueAsync(Envelope(First), Key(1), gate.Case, Stop).AsTask();
        _folder.Time.Advance(TimeSpan.FromSeconds(4));
        var second = EnqueueAsync(Envelope("second"), Key(1));
        _stalls = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var next = new ManualResetEventSlim();
        var busy = _disk;
        _disk = next;
        busy.Set();
        await before;
        await _stalls.Task.WaitAsync(Stop);
        _folder.Time.Advance(TimeSpan.FromSeconds(21));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => first.WaitAsync(Stop));
        next.Set();

        Assert.Equal(First, await second);
        Assert.Equal(["waiting"], await StatesAsync(gate.Control));
        _disk = busy;
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

    /// <summary>Asked of a gateway that lets one message to each number pass.</summary>
    private async Task<(AdmissionCase Case, AdmissionControl Control)> OpenAsync(EmbeddedStore store, string id)
    {
        var control = new AdmissionControl(
            AdmissionOptions.Off with
            {
                PerNumber = new AdmissionLimit { Burst = 1, Refill = TimeSpan.FromHours(1) },
            },
            _telemetry,
            _folder.Time,
            _folder.Logger.For<AdmissionControl>(),
            store: store
        );
        return ((await control.OpenAsync(Envelope(id), FrozenSet<string>.Empty, Stop))!, control);
    }

    private Task<IReadOnlyList<string>> StatesAsync(AdmissionControl control) =>
        FoundMessages.StatesAsync(control, _store, Envelope("any").Message.Recipient, _folder.Time);

    private async Task<string> EnqueueAsync(Envelope envelope, IdempotencyKey key) =>
        (await _store.EnqueueAsync(envelope, key, Stop)).ToString();

    private static string IdOf(QueueLease lease) =>
        Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(lease.Body.Span)).Envelope.Id.ToString();

    private static Envelope Envelope(string id) => Samples.CreateEnvelope(id: id);

    private static IdempotencyKey Key(int number) =>
        new((UInt128)(uint)number, TimeSpan.FromMinutes(10), IsCorrelated: true);
}
