using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>Each carrier has places of its own, and a message waits for none.</summary>
public sealed class PlacesTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", "the carrier failed");

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly Gateway _gateway;

    /// <summary>Two places, so one for each carrier.</summary>
    public PlacesTests() => _gateway = Create(_one, _two);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task A_message_whose_carrier_has_no_place_goes_to_the_next_one()
    {
        Take("one");
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Equal((0, 1), (_one.Calls.Count, _two.Calls.Count));
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task A_message_that_finds_no_place_at_all_goes_back_within_its_life_and_nothing_is_counted()
    {
        using var parked = _gateway.Telemetry.Collect<long>("sms.parked");
        Take("one");
        Take("two");
        var envelope = Samples.CreateEnvelope(attempts: [Samples.CreateAttempt("one")]);
        await _gateway.DeliverAsync(envelope);

        var (waiting, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal(envelope.Attempts, waiting.Attempts.AsEnumerable());
        Assert.Equal(0, waiting.Unfinished);
        Assert.InRange(delay, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(3));
        Assert.Equal("carrier=one", Assert.Single(parked.Tags));
        Assert.Empty(_gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task What_waits_for_a_place_until_its_life_is_over_is_recorded_as_expired()
    {
        Take("one");
        Take("two");
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        while (_gateway.DeadLetters.Records.Count == 0)
        {
            await _gateway.DeliverRetryAsync();
        }

        var deadLetter = Assert.Single(_gateway.DeadLetters.Records);
        Assert.Equal(DeadLetterReason.Expired, deadLetter.Reason);
        Assert.Empty(deadLetter.Envelope!.Attempts);
        // Not before: a place might have come free.
        Assert.Equal(deadLetter.Envelope.ExpiresAt, deadLetter.DiedAt);
    }

    [Fact]
    public async Task A_run_that_failed_where_there_was_a_place_is_tried_again_with_backoff()
    {
        Take("two");
        _one.Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        var (retry, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal(TimeSpan.FromSeconds(1), delay);
        Assert.Equal(["one"], retry.Attempts.Select(attempt => attempt.Carrier));
    }

    [Fact]
    public async Task A_wait_asked_for_by_one_does_not_count_when_another_had_no_place()
    {
        Take("two");
        _one.Then(new SendOutcome.Throttled("429", null, TimeSpan.FromMinutes(1)));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(_gateway.Queue.Enqueued).Delay);
    }

    [Fact]
    public async Task A_place_is_given_back_however_the_attempt_ends()
    {
        _one.Then(Unavailable).ThenThrow(new InvalidOperationException("a bug")).Then(Accepted);
        _two.Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _gateway.DeliverAsync(Samples.CreateEnvelope())
        );
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(3, _one.Calls.Count);
    }

    [Fact]
    public async Task A_failing_carrier_gets_one_probe_at_a_time_and_all_its_places_with_the_first_success()
    {
        using var gateway = Create(100, _one, _two);
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            gateway.Carriers.Find("one")!.Health.Record(Unavailable);
            gateway.Carriers.Find("two")!.Health.Record(Unavailable);
        }

        var answer = new TaskCompletionSource<SendOutcome>();
        _one.Then(_ => new ValueTask<SendOutcome>(answer.Task));
        var probe = gateway.DeliverAsync(Samples.CreateEnvelope()).AsTask();
        _two.Then(Unavailable);
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal((1, 1), (_one.Calls.Count, _two.Calls.Count));
        Assert.Single(gateway.Queue.Enqueued);

        answer.SetResult(Accepted);
        await probe;
        _one.Then(Accepted);
        Assert.True(gateway.Carriers.Find("one")!.Places.TryTake());
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(2, _one.Calls.Count);
    }

    private static Gateway Create(params FakeCarrier[] carriers) => Create(2, carriers);

    private static Gateway Create(int places, params FakeCarrier[] carriers) =>
        new(options => options with { Delivery = new DeliveryOptions { MaxConcurrency = places } }, carriers);

    /// <summary>Takes the carrier's only place, as a message does that gets no answer.</summary>
    private void Take(string carrier) => Assert.True(_gateway.Carriers.Find(carrier)!.Places.TryTake());
}
