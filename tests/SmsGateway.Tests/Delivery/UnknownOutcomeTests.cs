using SmsGateway.Carriers;
using SmsGateway.DeadLetters;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A message that a carrier may have is not sent again and again, and is not called what it is not.</summary>
public sealed class UnknownOutcomeTests : IDisposable
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Unavailable = new SendOutcome.Unavailable("http-503", "the carrier failed");
    private static readonly SendOutcome Silence = new SendOutcome.Unknown("timeout", "no answer");
    private static readonly SendOutcome Success = new SendOutcome.Unknown("http-201", "half", SuccessStatus: true);

    private readonly FakeCarrier _one = new("one");
    private readonly FakeCarrier _two = new("two");
    private readonly List<Gateway> _gateways = [];

    public void Dispose() => _gateways.ForEach(gateway => gateway.Dispose());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public async Task A_silent_carrier_gets_it_again_as_often_as_allowed_and_then_it_is_done_as_unknown(
        int resends,
        int texts
    )
    {
        Repeat(_one, Silence);
        var gateway = Create(new DeliveryOptions { MaxUnknownResends = resends }, _one);
        var deadLetter = await EndAsync(gateway);

        Assert.Equal(DeadLetterReason.Unknown, deadLetter.Reason);
        Assert.Equal(texts, _one.Calls.Count);
        Assert.Equal(texts, deadLetter.Envelope!.Attempts.Length);
    }

    [Fact]
    public async Task Once_is_the_default_and_counts_for_each_carrier()
    {
        Repeat(_one, Silence);
        Repeat(_two, Silence);
        var deadLetter = await EndAsync(Create(new DeliveryOptions(), _one, _two));

        Assert.Equal(DeadLetterReason.Unknown, deadLetter.Reason);
        Assert.Equal((2, 2), (_one.Calls.Count, _two.Calls.Count));
    }

    [Fact]
    public async Task A_carrier_that_answered_with_a_success_status_never_gets_it_again()
    {
        Repeat(_one, Success);
        var deadLetter = await EndAsync(Create(new DeliveryOptions { MaxUnknownResends = 5 }, _one));

        Assert.Equal(DeadLetterReason.Unknown, deadLetter.Reason);
        Assert.True(Assert.Single(deadLetter.Envelope!.Attempts).SuccessStatus);
        Assert.Single(_one.Calls);
    }

    [Fact]
    public async Task The_next_carrier_gets_it_all_the_same()
    {
        _one.Then(Success);
        _two.Then(Accepted);
        var gateway = Create(new DeliveryOptions(), _one, _two);
        await gateway.DeliverAsync(Samples.CreateEnvelope());

        Assert.Single(_two.Calls);
        Assert.Empty(gateway.Queue.Enqueued);
        Assert.Empty(gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task While_another_carrier_can_have_it_it_is_tried_there_and_only_there()
    {
        Repeat(_one, Success);
        Repeat(_two, Unavailable);
        var deadLetter = await EndAsync(Create(new DeliveryOptions(), _one, _two));

        // It did not merely expire: the first one may have it.
        Assert.Equal(DeadLetterReason.Unknown, deadLetter.Reason);
        Assert.Single(_one.Calls);
        Assert.Equal(14, _two.Calls.Count);
    }

    [Fact]
    public async Task What_expires_before_its_resend_is_unknown_too()
    {
        _one.Then(Silence);
        var gateway = Create(new DeliveryOptions(), _one);
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        gateway.Time.Advance(TimeSpan.FromMinutes(5));
        await gateway.DeliverRetryAsync();

        Assert.Equal(DeadLetterReason.Unknown, Assert.Single(gateway.DeadLetters.Records).Reason);
        Assert.Single(_one.Calls);
    }

    [Fact]
    public async Task The_count_survives_in_the_queue_however_long_the_message_lives()
    {
        var envelope = Samples.CreateEnvelope(life: TimeSpan.FromDays(1)).With(Success.At("one", Samples.Start));
        for (var i = 0; i < 2 * Envelope.MaxAttempts; i++)
        {
            envelope = envelope.With(Unavailable.At("two", Samples.Start));
        }

        Assert.Equal(Envelope.MaxAttempts, envelope.Attempts.Length);
        _two.Then(Accepted);
        await Create(new DeliveryOptions(), _one, _two).DeliverAsync(envelope);
        Assert.Empty(_one.Calls);
    }

    [Fact]
    public async Task Silence_that_is_taken_for_sent_is_recorded_as_assumed_and_not_as_delivered()
    {
        _one.Then(Silence);
        var gateway = Create(new DeliveryOptions { UnknownOutcome = UnknownOutcomeRule.AssumeSent }, _one);
        using var assumed = gateway.Telemetry.Collect<long>("sms.assumed");
        using var delivered = gateway.Telemetry.Collect<double>("sms.time_to_carrier");
        await gateway.DeliverAsync(Samples.CreateEnvelope() with { Follow = true });

        Assert.True(Assert.Single(gateway.Deliveries.Delivered).IsAssumed);
        Assert.Equal("carrier=one", Assert.Single(assumed.Tags));
        Assert.Empty(delivered.GetMeasurementSnapshot());
        Assert.Contains("assumed to be sent", gateway.Log.Text, StringComparison.Ordinal);
        Assert.Empty(gateway.DeadLetters.Records);
    }

    [Fact]
    public async Task A_success_status_without_what_is_documented_is_not_taken_for_sent()
    {
        _one.Then(Success);
        var gateway = Create(new DeliveryOptions { UnknownOutcome = UnknownOutcomeRule.AssumeSent }, _one, _two);
        await gateway.DeliverAsync(Samples.CreateEnvelope() with { Follow = true });

        Assert.Equal(DeadLetterReason.Unknown, Assert.Single(gateway.DeadLetters.Records).Reason);
        Assert.Empty(gateway.Deliveries.Delivered);
        // Never a second message is what was asked for.
        Assert.Empty(_two.Calls);
    }

    private static void Repeat(FakeCarrier carrier, SendOutcome outcome)
    {
        for (var i = 0; i < 20; i++)
        {
            carrier.Then(outcome);
        }
    }

    private static async Task<DeadLetter> EndAsync(Gateway gateway)
    {
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        while (gateway.DeadLetters.Records.Count == 0)
        {
            await gateway.DeliverRetryAsync();
        }

        return Assert.Single(gateway.DeadLetters.Records);
    }

    private Gateway Create(DeliveryOptions options, params FakeCarrier[] carriers)
    {
        var gateway = new Gateway(all => all with { Delivery = options }, carriers);
        _gateways.Add(gateway);
        return gateway;
    }
}
