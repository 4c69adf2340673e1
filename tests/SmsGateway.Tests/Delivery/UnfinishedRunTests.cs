using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A run that its lease does not cover is put back, and goes on where it was.</summary>
public sealed class UnfinishedRunTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", "the carrier failed");

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly FakeCarrier _three = new("three");
    private readonly Gateway _gateway;

    public UnfinishedRunTests() => _gateway = new Gateway(_one, _two, _three);

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(13, true)]
    [InlineData(13.001, false)]
    public async Task An_attempt_starts_only_while_the_lease_covers_it(double secondsOfTheFirst, bool startsAnother)
    {
        SlowlyFail(_one, secondsOfTheFirst);
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(startsAnother, _two.Calls.Count == 1);
    }

    [Fact]
    public async Task The_rest_is_put_back_and_due_at_once()
    {
        SlowlyFail(_one, 14);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        var (rest, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal(TimeSpan.Zero, delay);
        Assert.Equal(["one"], rest.Attempts.Select(attempt => attempt.Carrier));
        Assert.Equal(1, rest.Unfinished);
    }

    [Fact]
    public async Task It_goes_on_with_the_carriers_that_have_not_had_their_turn_and_stays_one_run_for_the_backoff()
    {
        SlowlyFail(_one, 14);
        SlowlyFail(_two, 14);
        _three.Then(Unavailable).Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverRetryAsync();
        Assert.Equal(2, _gateway.Queue.Enqueued[1].Envelope.Unfinished);
        await _gateway.DeliverRetryAsync();

        var (retry, delay) = _gateway.Queue.Enqueued[2];
        Assert.Equal(["one", "two", "three"], retry.Attempts.Select(attempt => attempt.Carrier));
        Assert.Equal((0, TimeSpan.FromSeconds(1)), (retry.Unfinished, delay));

        // The next run has all of them again.
        _one.OnSend = null;
        _one.Then(Accepted);
        await _gateway.DeliverRetryAsync();
        Assert.Equal(2, _one.Calls.Count);
    }

    [Fact]
    public async Task A_wait_asked_for_in_its_second_part_does_not_hold_up_the_carriers_of_the_first()
    {
        SlowlyFail(_one, 14);
        _two.Then(Unavailable);
        _three.Then(new SendOutcome.Throttled("429", null, TimeSpan.FromSeconds(60)));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverRetryAsync();
        Assert.Equal(TimeSpan.FromSeconds(1), _gateway.Queue.Enqueued[1].Delay);
    }

    [Fact]
    public async Task A_run_whose_carriers_are_all_gone_by_then_is_a_new_one()
    {
        _two.Then(Accepted);
        using var gateway = new Gateway(_two);
        await gateway.DeliverAsync(
            Samples.CreateEnvelope(attempts: [Samples.CreateAttempt("two")]) with
            {
                Unfinished = 1,
            }
        );
        Assert.Single(_two.Calls);
    }

    [Fact]
    public async Task A_lease_that_covers_no_attempt_at_all_sends_nothing_and_loses_nothing()
    {
        var envelope = Samples.CreateEnvelope();
        var began = _gateway.Time.GetTimestamp();
        _gateway.Time.Advance(TimeSpan.FromSeconds(14));
        await _gateway.Delivery.HandleAsync(
            new FakeLease(EnvelopeSerializer.Serialize(envelope), 1, new LeaseTerm(began, TimeSpan.FromSeconds(25))),
            CancellationToken.None
        );
        Assert.Empty(_one.Calls);
        Assert.Equal(
            (envelope.Id, 0),
            (_gateway.Queue.Enqueued[0].Envelope.Id, _gateway.Queue.Enqueued[0].Envelope.Unfinished)
        );
    }

    [Fact]
    public async Task Under_a_lease_that_has_ended_neither_retry_nor_dead_letter_is_written()
    {
        using var gateway = new Gateway(_one);
        _one.Then(Unavailable).Then(new SendOutcome.Rejected("21211", "invalid recipient")).Then(Accepted);
        _one.OnSend = () => gateway.Time.Advance(TimeSpan.FromSeconds(25));
        await Assert.ThrowsAsync<LeaseLostException>(async () => await gateway.DeliverAsync(Samples.CreateEnvelope()));
        await Assert.ThrowsAsync<LeaseLostException>(async () => await gateway.DeliverAsync(Samples.CreateEnvelope()));
        Assert.Empty(gateway.Queue.Enqueued);
        Assert.Empty(gateway.DeadLetters.Records);
        // What a carrier has taken is done.
        await gateway.DeliverAsync(Samples.CreateEnvelope());
    }

    [Theory]
    [InlineData(0.1, 25)]
    [InlineData(15, 25)]
    [InlineData(20, 30)]
    [InlineData(60, 70)]
    public void Every_lease_covers_the_longest_attempt(double attemptTimeout, double length)
    {
        var timeout = TimeSpan.FromSeconds(attemptTimeout);
        var term = new LeaseTerm(_gateway.Time.GetTimestamp(), LeaseTerm.LengthFor(timeout));
        Assert.Equal(TimeSpan.FromSeconds(length), term.Length);
        Assert.True(term.Covers(timeout, _gateway.Time));
        _gateway.Time.Advance(term.Length);
        Assert.True(term.HasEnded(_gateway.Time));
    }

    private void SlowlyFail(FakeCarrier carrier, double seconds)
    {
        carrier.OnSend = () => _gateway.Time.Advance(TimeSpan.FromSeconds(seconds));
        carrier.Then(Unavailable);
    }
}
