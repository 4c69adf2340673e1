using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A text to a number that takes none becomes a call where that is asked for and can be done.</summary>
public sealed class LandlineTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("CA1");
    private static readonly SendOutcome Landline = new SendOutcome.Rejected("21635", "recipient is a landline")
    {
        IsLandline = true,
    };

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly Gateway _gateway;

    public LandlineTests() => _gateway = Create(LandlineRule.Call);

    public void Dispose() => _gateway.Dispose();

    [Theory]
    [InlineData(true, Channel.Sms, LandlineRule.Call, 300, true)]
    [InlineData(true, Channel.Sms, LandlineRule.GiveUp, 300, false)]
    [InlineData(false, Channel.Sms, LandlineRule.Call, 300, false)]
    // A call that is rejected is no text.
    [InlineData(true, Channel.Voice, LandlineRule.Call, 300, false)]
    // Nothing is sent after expiry, nor rung.
    [InlineData(true, Channel.Sms, LandlineRule.Call, 0, false)]
    public void Only_a_living_text_to_a_landline_becomes_a_call(
        bool isLandline,
        Channel channel,
        LandlineRule rule,
        int secondsLeft,
        bool calls
    )
    {
        var envelope = Samples.CreateEnvelope();
        envelope = envelope with { Message = envelope.Message with { Channel = channel } };
        var decision = RecoverabilityPolicy.Decide(
            new SendOutcome.Rejected("21635", null) { IsLandline = isLandline },
            envelope,
            CarriersLeft.InThisRun,
            new DeliveryOptions { Landline = rule },
            envelope.ExpiresAt - TimeSpan.FromSeconds(secondsLeft),
            random: 0.5
        );
        Assert.Equal(
            calls ? new DeliveryDecision.BecomeCall() : new DeliveryDecision.GiveUp(DeadLetterReason.Rejected),
            decision
        );
    }

    [Fact]
    public async Task It_is_called_at_once_and_the_record_has_both()
    {
        _one.Then(Landline);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        var (envelope, delay) = Assert.Single(_gateway.Queue.Enqueued);
        Assert.Equal((TimeSpan.Zero, Channel.Voice), (delay, envelope.Message.Channel));
        Assert.Equal(["21635"], envelope.Attempts.Select(attempt => attempt.Code));
        Assert.Empty(_gateway.DeadLetters.Records);

        _one.Then(Accepted);
        await _gateway.DeliverAsync(envelope);
        Assert.Equal([Channel.Sms, Channel.Voice], _one.Calls.Select(call => call.Message.Channel));
        Assert.Single(_gateway.Queue.Enqueued);
    }

    [Fact]
    public async Task The_call_knows_the_code_that_was_posted_with_the_text()
    {
        var envelope = Samples.CreateEnvelope();
        envelope = envelope with { Message = envelope.Message with { Code = new Sensitive("4821") } };
        _one.Then(Landline);
        await _gateway.DeliverAsync(envelope);
        Assert.Equal("4821", Assert.Single(_gateway.Queue.Enqueued).Envelope.Message.Code?.Reveal());
    }

    [Fact]
    public async Task A_call_that_cannot_be_queued_is_given_back_as_a_call()
    {
        var lease = new FakeLease(
            EnvelopeSerializer.Serialize(Samples.CreateEnvelope()),
            1,
            new LeaseTerm(_gateway.Time.GetTimestamp(), TimeSpan.FromSeconds(25))
        );
        _one.Then(Landline);
        _gateway.Queue.Failure = new StoreUnavailableException("away");
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await _gateway.Delivery.HandleAsync(lease, TestContext.Current.CancellationToken)
        );
        Assert.Equal(Channel.Voice, lease.Tried?.Message.Channel);
    }

    [Fact]
    public async Task Where_no_carrier_can_call_it_is_rejected()
    {
        _one.Channels = _two.Channels = [Channel.Sms];
        _one.Then(Landline);
        await _gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Empty(_gateway.Queue.Enqueued);
        Assert.Equal(DeadLetterReason.Rejected, Assert.Single(_gateway.DeadLetters.Records).Reason);
    }

    private Gateway Create(LandlineRule rule) =>
        new(options => options with { Delivery = options.Delivery with { Landline = rule } }, _one, _two);
}
