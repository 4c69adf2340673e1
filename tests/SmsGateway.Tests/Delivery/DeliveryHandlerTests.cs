using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

public sealed class DeliveryHandlerTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", "the carrier failed");
    private static readonly SendOutcome Rejected = new SendOutcome.Rejected("21211", "invalid recipient");

    private readonly FakeCarrier _carrier = new("one");
    private readonly Gateway _gateway;

    public DeliveryHandlerTests() => _gateway = new Gateway(_carrier);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Gives_the_message_to_the_carrier_once()
    {
        _carrier.Then(Accepted);
        var envelope = Samples.CreateEnvelope(message: Samples.CreateMessage(sender: "Acme", locale: "en_US"));
        _gateway.Time.Advance(TimeSpan.FromSeconds(100));
        await _gateway.DeliverAsync(envelope);

        var call = Assert.Single(_carrier.Calls);
        Assert.Equal(
            new CarrierMessage(
                envelope.Id,
                envelope.Message,
                Samples.ParseSender("Acme"),
                _gateway.Time.GetUtcNow(),
                envelope.ExpiresAt
            )
            {
                AcceptedAt = envelope.AcceptedAt,
                RecordedExpiry = envelope.ExpiresAt,
            },
            call
        );
        Assert.Equal(200, call.RemainingSeconds);
        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Empty(_gateway.DeadLetters.Records);
        Assert.Equal(_gateway.Time.GetUtcNow(), _gateway.Carriers.Find("one")!.Health.LastSuccess);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(86400)]
    public async Task An_expired_message_is_never_sent(int secondsPast)
    {
        _gateway.Time.Advance(TimeSpan.FromSeconds(300 + secondsPast));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_carrier.Calls);
        var deadLetter = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Expired, deadLetter.Reason);
        Assert.Equal(_gateway.Time.GetUtcNow(), deadLetter.DiedAt);
    }

    [Fact]
    public async Task A_message_in_its_last_moment_is_still_sent()
    {
        _carrier.Then(Accepted);
        _gateway.Time.Advance(TimeSpan.FromSeconds(300) - TimeSpan.FromTicks(1));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(1, Assert.Single(_carrier.Calls).RemainingSeconds);
    }

    [Fact]
    public async Task A_retry_is_queued_with_its_attempt_and_its_delay()
    {
        _carrier.Then(Unavailable).Then(Unavailable).Then(Accepted);
        var envelope = Samples.CreateEnvelope();
        await _gateway.DeliverAsync(envelope);

        var (retry, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal(TimeSpan.FromSeconds(1), delay);
        Assert.Equal(
            [new Attempt("one", Samples.Start, "Unavailable", "http-503", "the carrier failed")],
            retry.Attempts
        );
        Assert.Equal(envelope with { Attempts = [] }, retry with { Attempts = [] });

        await _gateway.DeliverRetryAsync();
        Assert.Equal(TimeSpan.FromSeconds(2), _gateway.Queue.Enqueued[1].Delay);
        Assert.Equal(2, _gateway.Queue.Enqueued[1].Envelope.Attempts.Length);

        await _gateway.DeliverRetryAsync();
        Assert.Equal(3, _carrier.Calls.Count);
        Assert.Equal(2, _gateway.Queue.Enqueued.Count);
        Assert.Empty(_gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task Retries_go_on_until_expiry_and_then_the_message_is_dead()
    {
        for (var i = 0; i < 100; i++)
        {
            _carrier.Then(Unavailable);
        }

        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        while (_gateway.DeadLetters.Records.Count == 0)
        {
            await _gateway.DeliverRetryAsync();
        }

        // Starting at second 0, 1, 3, 7, 15, 30 and from then on every 30 s; the one at 300 would be too late.
        Assert.Equal(
            [0, 1, 3, 7, 15, 30, 60, 90, 120, 150, 180, 210, 240, 270],
            _carrier.Calls.Select(call => (int)(call.Now - Samples.Start).TotalSeconds)
        );
        var deadLetter = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Expired, deadLetter.Reason);
        Assert.Equal(14, deadLetter.Envelope!.Attempts.Length);
        Assert.Equal(TimeSpan.FromSeconds(270), deadLetter.DiedAt - Samples.Start);
    }

    [Fact]
    public async Task A_carrier_that_asks_for_ten_minutes_is_tried_once_more_before_the_code_is_too_old()
    {
        var busy = new SendOutcome.Throttled("429", "too many requests", TimeSpan.FromMinutes(10));
        _carrier.Then(busy).Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_gateway.DeadLetters.Records);
        await _gateway.DeliverRetryAsync();
        Assert.Equal(Samples.Start + TimeSpan.FromSeconds(270), _carrier.Calls[1].Now);
        Assert.Empty(_gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task A_carrier_that_still_asks_for_ten_minutes_then_leaves_the_code_dead()
    {
        var busy = new SendOutcome.Throttled("429", "too many requests", TimeSpan.FromMinutes(10));
        _carrier.Then(busy).Then(busy);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverRetryAsync();
        Assert.Equal(DeadLetterReason.Expired, Assert.Single(_gateway.DeadLetters.Records).Reason);
        Assert.Equal(2, _carrier.Calls.Count);
    }

    [Fact]
    public async Task A_rejected_message_is_dead_at_once()
    {
        _carrier.Then(Rejected);
        var envelope = Samples.CreateEnvelope();
        await _gateway.DeliverAsync(envelope);
        var deadLetter = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal((envelope.Id, DeadLetterReason.Rejected), (deadLetter.Id, deadLetter.Reason));
        Assert.Equal(
            [new Attempt("one", Samples.Start, "Rejected", "21211", "invalid recipient")],
            deadLetter.Envelope!.Attempts
        );
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task A_message_that_no_carrier_can_do_any_more_is_dead()
    {
        using var gateway = new Gateway(new FakeCarrier("one") { Channels = [Channel.Sms] });
        await gateway.DeliverAsync(Samples.CreateEnvelope(message: Samples.CreateMessage(channel: Channel.Voice)));
        Assert.Equal(DeadLetterReason.Unroutable, Assert.Single(gateway.DeadLetters.Records).Reason);
    }

    [Theory]
    [InlineData("hello, this is no JSON")]
    [InlineData("{\"v\":2,\"id\":\"abc\"}")]
    public async Task What_is_no_envelope_is_dead_with_its_text(string text)
    {
        await _gateway.DeliverAsync(text);
        var deadLetter = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Unreadable, deadLetter.Reason);
        Assert.Equal(text, deadLetter.Raw!.Reveal());
        Assert.NotEmpty(deadLetter.Detail!);
        Assert.Null(deadLetter.Envelope);
        Assert.DoesNotContain(text, _gateway.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poison_is_recorded_whether_it_can_be_read_or_not()
    {
        var envelope = Samples.CreateEnvelope(attempts: [Samples.CreateAttempt()]);
        await _gateway.End.PoisonAsync(EnvelopeSerializer.Serialize(envelope), TimeSpan.Zero);
        await _gateway.End.PoisonAsync("garbage"u8.ToArray(), TimeSpan.Zero);
        Assert.All(
            _gateway.DeadLetters.Records,
            deadLetter => Assert.Equal(DeadLetterReason.Poison, deadLetter.Reason)
        );
        Assert.Equal(envelope.Id, _gateway.DeadLetters.Records[0].Id);
        Assert.Equal(envelope.Attempts, _gateway.DeadLetters.Records[0].Envelope!.Attempts.AsEnumerable());
        Assert.Equal("garbage", _gateway.DeadLetters.Records[1].Raw!.Reveal());
        Assert.Empty(_carrier.Calls);
    }

    [Fact]
    public async Task Recording_a_dead_letter_twice_is_recording_it_once()
    {
        var poison = EnvelopeSerializer.Serialize(Samples.CreateEnvelope());
        await _gateway.End.PoisonAsync(poison, TimeSpan.Zero);
        await _gateway.End.PoisonAsync(poison, TimeSpan.Zero);
        Assert.Single(_gateway.DeadLetters.Records);
    }

    [Theory]
    [InlineData("{\"v\":2,\"id\":\"abc\"}")]
    [InlineData("{\"id\":\"../etc\"}")]
    [InlineData("{\"id\":\"\\ud800\"}")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_unreadable_cannot_choose_whose_record_it_replaces(string text)
    {
        await _gateway.DeliverAsync(text);
        Assert.Equal(_gateway.Time.GetUtcNow(), Assert.Single(_gateway.DeadLetters.Records).Id.AcceptedAt);
    }

    [Fact]
    public async Task Poison_that_cannot_be_recorded_is_tried_again_for_as_long_as_it_may_and_under_one_id()
    {
        _gateway.DeadLetters.Failure = new StoreUnavailableException("down");
        var recording = _gateway.End.PoisonAsync("garbage"u8.ToArray(), TimeSpan.FromMinutes(1)).AsTask();
        for (var i = 0; i < 3; i++)
        {
            Assert.False(recording.IsCompleted);
            _gateway.Time.Advance(TimeSpan.FromSeconds(2));
        }

        _gateway.DeadLetters.Failure = null;
        _gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await recording;
        // Its id was made at the first try.
        Assert.Equal(Samples.Start, Assert.Single(_gateway.DeadLetters.Records).Id.AcceptedAt);
    }

    [Fact]
    public async Task Poison_that_cannot_be_recorded_for_a_minute_escapes()
    {
        _gateway.DeadLetters.Failure = new StoreUnavailableException("down");
        var recording = _gateway.End.PoisonAsync("garbage"u8.ToArray(), TimeSpan.FromMinutes(1)).AsTask();
        for (var i = 0; i < 29; i++)
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(2));
            Assert.False(recording.IsCompleted);
        }

        _gateway.Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => recording);
    }

    [Fact]
    public async Task Shutdown_during_an_attempt_is_no_attempt()
    {
        using var shutdown = new CancellationTokenSource();
        _carrier.Then(async cancellationToken =>
        {
            await shutdown.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return Accepted;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _gateway.DeliverUntilAsync(Samples.CreateEnvelope(), shutdown.Token)
        );
        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Empty(_gateway.DeadLetters.Records);
        Assert.Empty(_gateway.Log.GetSnapshot());
        Assert.False(_gateway.Carriers.Find("one")!.Health.IsFailing);
    }

    [Fact]
    public async Task What_an_attempt_has_led_to_is_stored_even_during_shutdown()
    {
        using var shutdown = new CancellationTokenSource();
        _carrier.Then(_ =>
        {
            shutdown.Cancel();
            return ValueTask.FromResult(Unavailable);
        });
        await _gateway.DeliverUntilAsync(Samples.CreateEnvelope(), shutdown.Token);
        Assert.Single(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task An_error_of_the_queue_or_the_store_escapes_to_the_platform()
    {
        _gateway.Queue.Failure = new StoreUnavailableException("down");
        _gateway.DeadLetters.Failure = new StoreUnavailableException("down");
        _carrier.Then(Unavailable).Then(Rejected);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await _gateway.DeliverAsync(Samples.CreateEnvelope())
        );
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await _gateway.DeliverAsync(Samples.CreateEnvelope())
        );
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await _gateway.DeliverAsync("garbage"));
    }

    [Fact]
    public async Task A_bug_in_a_carrier_escapes_to_the_platform()
    {
        _carrier.ThenThrow(new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _gateway.DeliverAsync(Samples.CreateEnvelope())
        );
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task A_message_handed_out_again_is_told_as_a_possible_duplicate()
    {
        _carrier.Then(Accepted).Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.DoesNotContain("handed out", _gateway.Log.Text, StringComparison.Ordinal);
        await _gateway.DeliverAsync(Samples.CreateEnvelope(), receiveCount: 2);
        Assert.Contains("handed out for the 2. time", _gateway.Log.Text, StringComparison.Ordinal);
    }
}
