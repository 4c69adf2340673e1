using Microsoft.Extensions.Logging;
using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Secrets;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

public sealed class FailoverTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", "the carrier failed");
    private static readonly SendOutcome Refused = new SendOutcome.Refused(
        "20003",
        "credentials refused",
        Credentials: true
    );

    private readonly FakeCarrier _one = new("one") { SecretNames = ["one-key", "one-secret"] };
    private readonly FakeCarrier _two = new("two");
    private readonly Gateway _gateway;

    public FailoverTests() => _gateway = new Gateway(_one, _two);

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task The_next_carrier_is_tried_in_the_same_run()
    {
        _one.Then(Unavailable);
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Single(_two.Calls);
        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Empty(_gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task A_message_that_expires_between_two_carriers_is_not_sent_by_the_second()
    {
        _one.Then(_ =>
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(10));
            return ValueTask.FromResult(Unavailable);
        });
        _gateway.Time.Advance(TimeSpan.FromSeconds(290));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_two.Calls);
        Assert.Equal(DeadLetterReason.Expired, Assert.Single(_gateway.DeadLetters.Records).Reason);
    }

    [Fact]
    public async Task A_run_in_which_all_fail_is_one_run_for_the_backoff()
    {
        _one.Then(Unavailable).Then(Unavailable);
        _two.Then(Unavailable).Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverRetryAsync();
        Assert.Equal([1, 2], _gateway.Queue.Enqueued.Select(retry => (int)retry.Delay.TotalSeconds));
        Assert.Equal(
            ["one", "two", "one", "two"],
            _gateway.Queue.Enqueued[1].Envelope.Attempts.Select(attempt => attempt.Carrier)
        );
    }

    [Theory]
    [InlineData(null, 600, 1)]
    [InlineData(40, 600, 40)]
    [InlineData(600, 40, 40)]
    public async Task A_wait_that_one_carrier_asks_for_does_not_hold_up_the_others(int? first, int second, int expected)
    {
        _one.Then(first is { } wait ? new SendOutcome.Throttled("429", null, TimeSpan.FromSeconds(wait)) : Unavailable);
        _two.Then(new SendOutcome.Throttled("429", null, TimeSpan.FromSeconds(second)));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(expected, (int)Assert.Single(_gateway.Queue.Enqueued).Delay.TotalSeconds);
    }

    [Fact]
    public async Task A_rejection_by_one_carrier_is_not_tried_at_another()
    {
        _one.Then(new SendOutcome.Rejected("21211", "invalid recipient"));
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_two.Calls);
        Assert.Single(_gateway.DeadLetters.Records);
    }

    [Theory]
    [InlineData(UnknownOutcomeRule.Resend, 1)]
    [InlineData(UnknownOutcomeRule.AssumeSent, 0)]
    public async Task An_unknown_outcome_is_sent_again_or_taken_for_sent(UnknownOutcomeRule rule, int callsOfTheSecond)
    {
        using var gateway = new Gateway(
            options => options with { Delivery = new DeliveryOptions { UnknownOutcome = rule } },
            _one,
            _two
        );
        _one.Then(new SendOutcome.Unknown("timeout", "no answer"));
        _two.Then(Accepted);
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(callsOfTheSecond, _two.Calls.Count);
        Assert.Empty(gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task When_every_carrier_refuses_our_account_the_message_waits_and_somebody_is_told()
    {
        _one.Then(Refused);
        _two.Then(Refused);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Single(_gateway.Queue.Enqueued);
        Assert.Contains(_gateway.Log.GetSnapshot(), line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Refused_credentials_are_read_afresh()
    {
        _one.Then(Refused);
        _two.Then(new SendOutcome.Refused("21408", "region not permitted")).Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(["one-key", "one-secret"], _gateway.Secrets.Refreshes);
    }

    [Fact]
    public async Task A_credential_that_cannot_be_read_is_an_attempt_that_failed()
    {
        _one.ThenThrow(new SecretUnavailableException("There is no secret one-key."));
        _two.Then(Unavailable);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(
            ["secret", "http-503"],
            Assert.Single(_gateway.Queue.Enqueued).Envelope.Attempts.Select(attempt => attempt.Code)
        );
    }

    [Fact]
    public async Task A_failing_carrier_moves_to_the_end_and_is_probed_again()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _one.Then(Unavailable);
            _two.Then(Accepted);
            await _gateway.DeliverAsync(Samples.CreateEnvelope());
        }

        Assert.True(_gateway.Carriers.Find("one")!.Health.IsFailing);
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(CarrierHealth.Threshold, _one.Calls.Count);

        // One message every interval is tried in the old order; when it goes, so do all.
        _gateway.Time.Advance(CarrierHealth.ProbeInterval);
        _one.Then(Accepted).Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(CarrierHealth.Threshold + 2, _one.Calls.Count);
        Assert.Equal(CarrierHealth.Threshold + 1, _two.Calls.Count);
    }

    [Fact]
    public async Task A_failing_carrier_is_still_tried_when_the_others_fail()
    {
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            _one.Then(Unavailable);
            _two.Then(Accepted);
            await _gateway.DeliverAsync(Samples.CreateEnvelope());
        }

        _two.Then(Unavailable);
        _one.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Equal(CarrierHealth.Threshold + 1, _one.Calls.Count);
        Assert.Empty(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task Of_carriers_that_all_fail_the_least_bad_is_tried_first()
    {
        Record("one", good: 0, bad: 10);
        Record("two", good: 4, bad: 6);
        Assert.True(_gateway.Carriers.Find("two")!.Health.IsFailing);
        // The one probe that the first carrier has at once is not the matter here.
        Assert.False(_gateway.Carriers.Find("one")!.Health.TakesTurn());

        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_one.Calls);

        void Record(string carrier, int good, int bad)
        {
            for (var i = 0; i < good + bad; i++)
            {
                _gateway.Carriers.Find(carrier)!.Health.Record(i < good ? Accepted : Unavailable);
            }
        }
    }

    [Fact]
    public async Task A_carrier_that_fails_in_the_recipients_region_is_tried_last_and_in_others_first()
    {
        var one = _gateway.Carriers.Find("one")!.Health;
        var region = Samples.CreateEnvelope().Message.Recipient.Region;
        for (var i = 0; i < CarrierHealth.Threshold; i++)
        {
            one.Record(Unavailable, TimeSpan.Zero, region);
            one.Record(Accepted, TimeSpan.Zero, "NZ");
        }

        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_one.Calls);

        var other = Samples.CreateEnvelope();
        _one.Then(Accepted);
        await _gateway.DeliverAsync(
            other with
            {
                Message = other.Message with { Recipient = Samples.ParseNumber("+6421123456") },
            }
        );
        Assert.Single(_one.Calls);
    }

    [Fact]
    public async Task A_slow_carrier_counts_as_failing_and_its_change_is_one_line_each()
    {
        for (var i = 0; i < 2 * CarrierHealth.Threshold; i++)
        {
            _gateway.Routes.Note(
                _gateway.Carriers.Find("one")!,
                _gateway.Carriers.Find("one")!.Health.Record(Accepted, TimeSpan.FromSeconds(8), "AU"),
                "AU"
            );
        }

        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Empty(_one.Calls);
        Assert.Single(
            _gateway.Log.GetSnapshot(),
            line => line.Message.Contains("one keeps failing", StringComparison.Ordinal)
        );
        _gateway.Routes.Note(
            _gateway.Carriers.Find("one")!,
            _gateway.Carriers.Find("one")!.Health.Record(Accepted, TimeSpan.Zero, "AU"),
            "AU"
        );
        Assert.Single(
            _gateway.Log.GetSnapshot(),
            line => line.Message.Contains("one is back", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task There_is_one_line_for_each_attempt_and_none_holds_body_or_number()
    {
        _one.Then(Unavailable);
        _two.Then(Accepted);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());
        Assert.Collection(
            _gateway.Log.GetSnapshot(),
            line =>
                Assert.Contains(
                    "one Unavailable http-503 (the carrier failed)",
                    line.Message,
                    StringComparison.Ordinal
                ),
            line => Assert.Contains("two accepted as SM1", line.Message, StringComparison.Ordinal)
        );
        Assert.Contains("+15*******06", _gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("5005550006", _gateway.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("493817", _gateway.Log.Text, StringComparison.Ordinal);
    }
}
