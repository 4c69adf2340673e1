using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SmsGateway.Azure.Storage;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Cli;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>The rules, on copies and marks in memory; <see cref="StandbyOnStorageTests"/> shows them at work.</summary>
public sealed class StandbyCopyTests : IDisposable
{
    private readonly MemoryCopies _copies = new();
    private readonly MemoryMarks _marks = new();
    private readonly FakeLogCollector _log = new();
    private readonly GatewayTelemetry _telemetry = new();
    private readonly StandbyCopy _standby;
    private int _deliveries;

    public StandbyCopyTests() => _standby = Create(StandbyTimes.Default);

    /// <summary>For what happens again and again: at once, and for as long as the test lasts.</summary>
    private static StandbyTimes Quick => StandbyTimes.Default with { Push = TimeSpan.FromMilliseconds(5), Pause = TimeSpan.FromMilliseconds(1) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _telemetry.Dispose();

    [Theory]
    // A message on its first way: nothing is looked at.
    [InlineData(0, 1, 0, false, false)]
    [InlineData(0, 1, 5, true, false)]
    // Handed out again: after an error there is no mark, after a death and a take-over there is a higher one.
    [InlineData(0, 2, 0, false, false)]
    [InlineData(0, 2, 1, false, true)]
    [InlineData(0, 5, 2, false, true)]
    // A take-over, at first and again; its own mark does not void it, the next one's does.
    [InlineData(1, 1, 0, false, false)]
    [InlineData(1, 2, 1, false, false)]
    [InlineData(1, 2, 2, false, true)]
    [InlineData(2, 2, 1, false, false)]
    // A retry of an older copy meets a higher mark on its first way: still a message that nobody else has.
    [InlineData(1, 1, 2, false, false)]
    // A standby copy whose delivery ended but could not remove it.
    [InlineData(1, 1, 0, true, true)]
    [InlineData(2, 3, 1, true, true)]
    public void What_is_discarded(int takeOvers, int dequeueCount, int mark, bool isVoid, bool expected) =>
        Assert.Equal(expected, StandbyCopy.IsVoid(takeOvers, dequeueCount, mark, isVoid));

    [Fact]
    public async Task A_delivery_costs_one_put_and_one_delete()
    {
        await RunAsync(NewEnvelope());

        Assert.Equal(1, _deliveries);
        Assert.Equal(["put 25", "delete"], _copies.Calls);
        Assert.Empty(_copies.Receipts);
        Assert.Empty(_marks.Numbers);
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task The_copy_is_the_message_with_one_more_take_over_and_a_name()
    {
        var envelope = NewEnvelope(takeOvers: 1);
        await RunAsync(envelope);

        var copy = Assert.IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(Assert.Single(_copies.Bodies.Values))).Envelope;
        Assert.Equal(2, copy.TakeOvers);
        Assert.NotNull(copy.Standby);
        Assert.Equal(EnvelopeSerializer.Serialize(envelope), EnvelopeSerializer.Serialize(copy with { TakeOvers = 1, Standby = null }));
    }

    [Fact]
    public async Task The_copy_is_there_before_the_delivery_starts_and_gone_when_it_has_ended()
    {
        await RunAsync(NewEnvelope(), deliver: _ =>
        {
            Assert.Single(_copies.Receipts);
            return ValueTask.CompletedTask;
        });

        Assert.Empty(_copies.Receipts);
    }

    [Fact]
    public async Task A_living_delivery_pushes_its_copy_forward()
    {
        await RunAsync(NewEnvelope(), deliver: async _ => await UntilAsync(() => _copies.Calls.Count >= 4), times: Quick);

        Assert.Equal(["put 25", "hide 25", "delete"], _copies.Calls.Distinct());
        Assert.Equal(["put 25", "delete"], [_copies.Calls[0], _copies.Calls[^1]]);
        Assert.Empty(_copies.Receipts);
    }

    [Fact]
    public async Task A_push_that_fails_is_tried_again_well_before_the_copy_appears()
    {
        Assert.True(StandbyTimes.Default.Push * 3 < StandbyTimes.Default.Hidden);
        _copies.Fail("hide");
        await RunAsync(NewEnvelope(), deliver: async _ =>
        {
            await UntilAsync(() => _copies.Calls.Count >= 2);
            var failed = _copies.Calls.Count;
            _copies.Fail();
            await UntilAsync(() => _copies.Calls.Count >= failed + 2);
        }, times: Quick);

        Assert.Empty(_copies.Receipts);
    }

    [Fact]
    public async Task Without_a_copy_nothing_is_sent()
    {
        _copies.Fail("put");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => RunAsync(NewEnvelope()));

        Assert.Equal(0, _deliveries);
        Assert.Equal(2, _marks.Void.Count);
    }

    [Fact]
    public async Task A_copy_that_may_have_been_put_unseen_is_voided_and_another_one_put()
    {
        _copies.LosesAnswers = true;
        await RunAsync(NewEnvelope(), deliver: async _ => await AppearAsync());

        Assert.Equal(1, _deliveries);
        Assert.Equal(["put 25", "put 25", "delete"], _copies.Calls);
        Assert.Equal("copy-1", Assert.Single(_copies.Receipts).Key);
    }

    [Fact]
    public async Task A_delivery_that_throws_takes_its_copy_with_it()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(NewEnvelope(), deliver: _ => throw new InvalidOperationException("a bug")));

        Assert.Empty(_copies.Receipts);
    }

    [Fact]
    public async Task A_delivery_that_shutdown_cuts_off_is_handed_over_at_once()
    {
        using var shutdown = new CancellationTokenSource();
        await RunAsync(
            NewEnvelope(),
            deliver: async token =>
            {
                await shutdown.CancelAsync();
                token.ThrowIfCancellationRequested();
            },
            cancellationToken: shutdown.Token);

        Assert.Equal(["put 25", "hide 0"], _copies.Calls);
        Assert.Single(_copies.Receipts);
    }

    [Fact]
    public async Task A_copy_that_cannot_be_removed_at_first_is_removed_when_the_store_is_back()
    {
        _copies.Fail("delete");
        var run = RunAsync(NewEnvelope(), times: Quick);
        await UntilAsync(() => _copies.Calls.Count(call => call == "delete") >= 5);
        _copies.Fail();
        await run;

        Assert.Empty(_copies.Receipts);
        Assert.Empty(_marks.Void);
    }

    [Fact]
    public async Task A_copy_that_can_never_be_removed_is_voided_and_sends_nothing_when_it_appears()
    {
        _copies.Fail("delete");
        await RunAsync(NewEnvelope(), times: Quick with { Insist = TimeSpan.FromMilliseconds(20) });
        _copies.Fail();

        await AppearAsync();

        Assert.Equal(1, _deliveries);
    }

    [Fact]
    public async Task A_copy_whose_newest_receipt_is_not_known_is_voided_too()
    {
        await RunAsync(NewEnvelope(), deliver: _ =>
        {
            _copies.ChangeReceipt("copy-1");
            return ValueTask.CompletedTask;
        });

        await AppearAsync();

        Assert.Equal(1, _deliveries);
    }

    [Fact]
    public async Task A_voided_copy_voids_no_retry_of_the_same_message()
    {
        var envelope = NewEnvelope();
        await RunAsync(envelope, deliver: _ =>
        {
            _copies.ChangeReceipt("copy-1");
            return ValueTask.CompletedTask;
        });

        // The retry that the delivery queued, handed out, failed for an error of ours, and handed out again.
        await RunAsync(envelope.With(Samples.CreateAttempt()), dequeueCount: 2);

        Assert.Equal(2, _deliveries);
    }

    [Fact]
    public async Task A_take_over_is_marked_delivered_and_counted_once()
    {
        var envelope = NewEnvelope(takeOvers: 1);
        await RunAsync(envelope);
        await RunAsync(envelope.With(Samples.CreateAttempt()));

        Assert.Equal(2, _deliveries);
        Assert.Equal(1, _marks.Numbers[envelope.Id]);
        Assert.Single(_log.GetSnapshot(), line => line.Id.Id == 81);
    }

    [Fact]
    public async Task The_dead_original_that_comes_back_is_discarded_silently()
    {
        var envelope = NewEnvelope();
        await RunAsync(envelope with { TakeOvers = 1 });
        await RunAsync(envelope, dequeueCount: 2);

        Assert.Equal(1, _deliveries);
        Assert.DoesNotContain(_log.GetSnapshot(), line => line.Level >= LogLevel.Warning && line.Id.Id != 81);
        Assert.True(await _standby.DiscardsPoisonAsync(EnvelopeSerializer.Serialize(envelope)));
    }

    [Fact]
    public async Task A_take_over_that_dies_too_is_taken_over_and_both_are_void()
    {
        var envelope = NewEnvelope();
        await RunAsync(envelope with { TakeOvers = 2 });

        await RunAsync(envelope with { TakeOvers = 1 }, dequeueCount: 2);
        await RunAsync(envelope, dequeueCount: 2);

        Assert.Equal(1, _deliveries);
    }

    [Fact]
    public async Task Marks_that_cannot_be_read_or_written_hold_up_no_code()
    {
        _marks.IsAway = true;
        await RunAsync(NewEnvelope(takeOvers: 1), dequeueCount: 2);

        Assert.Equal(1, _deliveries);
    }

    [Fact]
    public async Task A_mark_that_could_not_be_written_before_the_delivery_is_written_after_it()
    {
        var envelope = NewEnvelope(takeOvers: 1);
        _marks.IsAway = true;
        await RunAsync(envelope, deliver: _ =>
        {
            _marks.IsAway = false;
            return ValueTask.CompletedTask;
        });

        Assert.Equal(1, _marks.Numbers[envelope.Id]);
    }

    [Fact]
    public async Task What_is_no_envelope_needs_no_copy()
    {
        var body = "no envelope"u8.ToArray();
        await _standby.RunAsync(body, 1, (_, _, _) => Deliver(), Stop);

        Assert.Equal(1, _deliveries);
        Assert.Empty(_copies.Calls);
        Assert.False(await _standby.DiscardsPoisonAsync(body));
    }

    [Fact]
    public async Task Poison_that_nobody_took_over_is_recorded()
    {
        var envelope = NewEnvelope(takeOvers: 1);
        _marks.Numbers[envelope.Id] = 1;

        Assert.False(await _standby.DiscardsPoisonAsync(EnvelopeSerializer.Serialize(envelope)));
    }

    private static Envelope NewEnvelope(int takeOvers = 0) => Samples.CreateEnvelope() with { TakeOvers = takeOvers };

    private Task RunAsync(
        Envelope envelope,
        int dequeueCount = 1,
        Func<CancellationToken, ValueTask>? deliver = null,
        CancellationToken? cancellationToken = null,
        StandbyTimes? times = null) =>
        (times is null ? _standby : Create(times)).RunAsync(
            EnvelopeSerializer.Serialize(envelope),
            dequeueCount,
            async (_, _, token) =>
            {
                await Deliver();
                await (deliver?.Invoke(token) ?? ValueTask.CompletedTask);
            },
            cancellationToken ?? Stop);

    private ValueTask Deliver()
    {
        _deliveries++;
        return ValueTask.CompletedTask;
    }

    /// <summary>The first copy put appears in the queue and is handed out.</summary>
    private Task AppearAsync() =>
        _standby.RunAsync(_copies.Bodies["copy-1"], 1, (_, _, _) => Deliver(), Stop);

    private StandbyCopy Create(StandbyTimes times) => new(_copies, _marks, times, _telemetry, TimeProvider.System, _log.For<StandbyCopy>());

    private static async Task UntilAsync(Func<bool> happened)
    {
        while (!happened())
        {
            await StorageTest.WaitAsync(TimeSpan.FromMilliseconds(1));
        }
    }
}
