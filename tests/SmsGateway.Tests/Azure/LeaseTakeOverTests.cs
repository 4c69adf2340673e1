using Azure.Storage.Queues.Models;
using SmsGateway.Azure.Storage;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Azure;

/// <summary>The rule of the leases, step by step, on a queue in memory and a clock that stands still.</summary>
public sealed class LeaseTakeOverTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");

    private readonly FakeCarrier _carrier = new("one");
    private readonly Gateway _gateway;
    private readonly FakeQueueClient _queue;

    public LeaseTakeOverTests()
    {
        _gateway = new Gateway(_carrier);
        _queue = new FakeQueueClient(_gateway.Time);
    }

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_delivery_is_one_take_over_and_one_delete()
    {
        _carrier.Then(Accepted);
        await RunAsync(HandOut());
        Assert.Equal(["update 25", "delete"], _queue.Calls);
        Assert.Equal(0, _queue.Count);
        Assert.Single(_carrier.Calls);
    }

    [Theory]
    [InlineData(0.1, 25)]
    [InlineData(10, 25)]
    [InlineData(15, 25)]
    [InlineData(15.5, 26)]
    [InlineData(60, 70)]
    public async Task The_lease_is_long_enough_for_an_attempt(double attemptTimeout, int lease)
    {
        _carrier.Then(Accepted);
        await RunAsync(HandOut(), CreateTakeOver(TimeSpan.FromSeconds(attemptTimeout)));
        Assert.Equal($"update {lease}", _queue.Calls[0]);
        Assert.Single(_carrier.Calls);
    }

    [Fact]
    public async Task What_somebody_else_has_by_now_is_not_sent()
    {
        var late = HandOut();
        _gateway.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull(_queue.HandOutAgain(TimeSpan.FromMinutes(10)));

        await RunAsync(late);

        Assert.Empty(_carrier.Calls);
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public async Task What_was_deleted_by_now_is_not_sent()
    {
        var late = HandOut();
        await _queue.DeleteMessageAsync(late.MessageId, late.PopReceipt, CancellationToken.None);
        await RunAsync(late);
        Assert.Empty(_carrier.Calls);
    }

    [Theory]
    [InlineData(404, "QueueNotFound")]
    [InlineData(400, "InvalidQueryParameterValue")]
    [InlineData(403, "AuthorizationFailure")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServerBusy")]
    public async Task Any_other_failure_to_take_over_sends_nothing_and_is_never_success(int status, string code)
    {
        _queue.OnCall = _ => throw FakeQueueClient.Failure(status, new QueueErrorCode(code));
        await Assert.ThrowsAsync<DeliveryFailedException>(() => RunAsync(HandOut()));
        // One try: what was done without an answer would always be somebody else's at the second.
        Assert.Single(_queue.Calls);
        Assert.Empty(_carrier.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_failure_gives_the_message_back_in_five_seconds_and_is_told(int handOut)
    {
        _carrier.ThenThrow(new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<DeliveryFailedException>(() => RunAsync(HandOut(handOut)));
        Assert.Equal(["update 25", "update 5"], _queue.Calls);
        Assert.Single(_gateway.Log.GetSnapshot(), line => line.Exception is not null);

        Assert.Null(_queue.HandOutAgain(TimeSpan.Zero));
        _gateway.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(handOut + 1, _queue.HandOutAgain(TimeSpan.Zero)!.DequeueCount);
    }

    [Fact]
    public async Task A_failure_at_the_last_hand_out_gives_it_back_at_once_and_is_not_told_or_poison_would_be_made_twice()
    {
        _carrier.ThenThrow(new InvalidOperationException("a bug"));
        await RunAsync(HandOut(LeaseTerm.MaxHandOuts));
        Assert.Equal(["update 25", "update 0"], _queue.Calls);
        Assert.Equal(LeaseTerm.MaxHandOuts + 1, _queue.HandOutAgain(TimeSpan.Zero)!.DequeueCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(LeaseTerm.MaxHandOuts)]
    public async Task A_message_that_cannot_be_given_back_comes_when_its_lease_ends(int handOut)
    {
        _carrier.ThenThrow(new InvalidOperationException("a bug"));
        _queue.OnCall = call =>
            _ = call == "update 25" ? 0 : throw FakeQueueClient.Failure(503, QueueErrorCode.ServerBusy);
        var failure = await Record.ExceptionAsync(() => RunAsync(HandOut(handOut)));
        Assert.Equal(handOut == 1 ? typeof(DeliveryFailedException) : null, failure?.GetType());

        _gateway.Time.Advance(TimeSpan.FromSeconds(25));
        Assert.NotNull(_queue.HandOutAgain(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_shutdown_gives_the_message_back_at_once()
    {
        using var shutdown = new CancellationTokenSource();
        _carrier.Then(async cancellationToken =>
        {
            await shutdown.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return Accepted;
        });
        await RunUntilAsync(shutdown.Token);
        Assert.Equal(["update 25", "update 0"], _queue.Calls);
        Assert.NotNull(_queue.HandOutAgain(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_shutdown_reaches_neither_take_over_nor_delete()
    {
        using var shutdown = new CancellationTokenSource();
        _carrier.Then(_ =>
        {
            shutdown.Cancel();
            return ValueTask.FromResult(Accepted);
        });
        await RunUntilAsync(shutdown.Token);
        Assert.Equal(["update 25", "delete"], _queue.Calls);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task What_cannot_be_deleted_is_tried_again()
    {
        _carrier.Then(Accepted);
        var failures = 3;
        _queue.OnCall = call =>
            _ = call == "delete" && failures-- > 0 ? throw FakeQueueClient.Failure(503, QueueErrorCode.ServerBusy) : 0;
        var running = RunAsync(HandOut());
        for (var i = 0; i < 3; i++)
        {
            Assert.False(running.IsCompleted);
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await running;
        Assert.Equal(["update 25", "delete", "delete", "delete", "delete"], _queue.Calls);
    }

    [Fact]
    public async Task What_could_not_be_deleted_and_comes_again_is_deleted_and_not_sent()
    {
        _carrier.Then(Accepted);
        // As if the process had stood still until after its lease.
        QueueMessage? again = null;
        _carrier.OnSend = () =>
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(25));
            again ??= _queue.HandOutAgain(TimeSpan.FromMinutes(10));
        };
        var takeOver = CreateTakeOver(TimeSpan.FromSeconds(10));
        await RunAsync(HandOut(), takeOver);
        Assert.Equal(1, _queue.Count);

        await RunAsync(again!, takeOver);

        Assert.Equal(0, _queue.Count);
        Assert.Single(_carrier.Calls);
    }

    [Fact]
    public async Task A_run_that_outlasts_its_lease_writes_nothing_down()
    {
        _carrier.Then(new SendOutcome.Unavailable("http-503", "the carrier failed"));
        _carrier.OnSend = () => _gateway.Time.Advance(TimeSpan.FromSeconds(25));
        await RunAsync(HandOut());
        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Equal(1, _queue.Count);
        Assert.Contains("was lost before its run had ended", _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 10, 0)]
    [InlineData(2, 9.9, 0)]
    [InlineData(2, 10, 1)]
    public async Task A_message_that_the_trigger_may_have_hidden_for_ten_minutes_is_counted(
        int handOut,
        double minutesSincePut,
        int late
    )
    {
        // It was accepted when it was put, so it has expired.
        using var counted = _gateway.Telemetry.Collect<long>("sms.redelivered.late");
        var handedOut = HandOut(handOut);
        _gateway.Time.Advance(TimeSpan.FromMinutes(minutesSincePut));
        await CreateTakeOver(TimeSpan.FromSeconds(10))
            .RunAsync(FakeTrigger.Triggered(handedOut) with { InsertedAt = Samples.Start }, CancellationToken.None);

        Assert.Equal(late, counted.Tags.Count());
        Assert.Equal(DeadLetterReason.Expired, Assert.Single(_gateway.DeadLetters.Records).Reason);
        Assert.Empty(_carrier.Calls);
    }

    private QueueMessage HandOut(int number = 1) =>
        _queue.HandOut(EnvelopeSerializer.Serialize(Samples.CreateEnvelope()), number);

    private Task RunAsync(QueueMessage message, LeaseTakeOver? takeOver = null) =>
        (takeOver ?? CreateTakeOver(new DeliveryOptions().AttemptTimeout)).RunAsync(
            FakeTrigger.Triggered(message),
            CancellationToken.None
        );

    private Task RunUntilAsync(CancellationToken shutdown) =>
        CreateTakeOver(new DeliveryOptions().AttemptTimeout).RunAsync(FakeTrigger.Triggered(HandOut()), shutdown);

    private LeaseTakeOver CreateTakeOver(TimeSpan attemptTimeout)
    {
        var time = _gateway.Time;
        var storage = new StorageQueue(_queue, _queue, time);
        var leases = new StorageLeases(storage, LeaseTerm.LengthFor(attemptTimeout), time);
        var receiving = new StorageSendQueue(
            storage,
            leases,
            new IdempotencyClaims(new BlobTexts(null!), time),
            StorageTest.Alone(time),
            _gateway.Codecs.Envelopes,
            time,
            _gateway.Log.For<StorageSendQueue>()
        );
        var delivery = new LeasedDelivery(
            receiving,
            _gateway.Delivery,
            _gateway.End,
            time,
            _gateway.Log.For<LeasedDelivery>()
        );
        return new LeaseTakeOver(leases, delivery, _gateway.Telemetry, time, _gateway.Log.For<LeaseTakeOver>());
    }
}
