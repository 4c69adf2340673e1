using SmsGateway.Carriers;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>A carrier that recognises what it has is told the same key for the same try, and another where a new text is meant.</summary>
public sealed class RepeatKeyTests
{
    private static readonly SendOutcome Accepted = new SendOutcome.Accepted("SM1");
    private static readonly SendOutcome Silence = new SendOutcome.Unknown("timeout", "no answer");

    public static TheoryData<SendOutcome> Declined { get; } =
        new()
        {
            new SendOutcome.Refused("12", "no credit"),
            new SendOutcome.Throttled("20", "too many") { Declined = true },
            new SendOutcome.Unavailable("21", "the carrier failed") { Declined = true },
        };

    /// <summary>Of the carrier, not of the message.</summary>
    public static TheoryData<SendOutcome> SaysNothing { get; } =
        new()
        {
            new SendOutcome.Throttled("http-429", "too many requests"),
            new SendOutcome.Unavailable("http-500", "the carrier failed"),
            new SendOutcome.Unavailable("connection-refused", "the connection failed"),
            Silence,
        };

    [Fact]
    public async Task What_a_carrier_may_have_is_sent_again_under_the_same_key()
    {
        var keys = await KeysAsync(Silence, Accepted);
        Assert.Equal(keys[0], keys[1]);
    }

    [Theory]
    [MemberData(nameof(Declined))]
    public async Task What_a_carrier_did_not_take_is_sent_again_under_another(SendOutcome outcome)
    {
        var keys = await KeysAsync(outcome, Silence, Accepted);
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal(keys[1], keys[2]);
    }

    [Theory]
    [MemberData(nameof(Declined))]
    public async Task What_a_carrier_may_have_keeps_its_key_until_it_is_declined(SendOutcome outcome)
    {
        var keys = await KeysAsync(Silence, outcome, Accepted);
        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Theory]
    [MemberData(nameof(SaysNothing))]
    public async Task A_carrier_that_is_busy_or_away_leaves_the_key_as_it_is(SendOutcome outcome)
    {
        Assert.Single((await KeysAsync(outcome, Accepted)).Distinct());
        Assert.Single((await KeysAsync(outcome, Silence, Accepted)).Distinct());
        Assert.Single((await KeysAsync(Silence, outcome, Accepted)).Distinct());
    }

    [Theory]
    [MemberData(nameof(Declined))]
    public void What_was_declined_is_not_forgotten(SendOutcome outcome)
    {
        var envelope = Samples.CreateEnvelope().With(outcome.At("one", Samples.Start));
        for (var i = 1; i < 3 * Envelope.MaxAttempts; i++)
        {
            var failed = new SendOutcome.Unavailable("http-503", "the carrier failed");
            envelope = envelope.With(failed.At(i % 2 == 0 ? "one" : "two", Samples.Start.AddSeconds(i)));
        }

        Assert.Equal(Envelope.MaxAttempts, envelope.Attempts.Length);
        Assert.Equal(Samples.Start, envelope.DeclinedAt("one"));
        Assert.Null(envelope.DeclinedAt("two"));
        var read = Assert
            .IsType<EnvelopeResult.Readable>(EnvelopeSerializer.Deserialize(EnvelopeSerializer.Serialize(envelope)))
            .Envelope;
        Assert.Equal(Samples.Start, read.DeclinedAt("one"));
    }

    [Fact]
    public async Task What_another_carrier_did_not_take_changes_nothing()
    {
        var one = new FakeCarrier("one", Silence, Accepted);
        using var gateway = new Gateway(one, new FakeCarrier("two", new SendOutcome.Refused("12", "no credit")));
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        await gateway.DeliverRetryAsync();

        Assert.Equal(one.Calls[0].RepeatKey(), one.Calls[1].RepeatKey());
    }

    [Fact]
    public async Task Every_message_and_every_replay_has_a_key_of_its_own()
    {
        var one = new FakeCarrier("one", Accepted, Accepted, Accepted);
        using var gateway = new Gateway(one);
        var envelope = Samples.CreateEnvelope();
        await gateway.DeliverAsync(envelope);
        await gateway.DeliverAsync(envelope with { ExpiresAt = envelope.ExpiresAt.AddMinutes(5) });
        await gateway.DeliverAsync(Samples.CreateEnvelope(id: "0198c0ffee007000800000000000beef"));

        Assert.Distinct(one.Calls.Select(call => call.RepeatKey()));
    }

    private static async Task<IReadOnlyList<Guid>> KeysAsync(params SendOutcome[] outcomes)
    {
        var carrier = new FakeCarrier("one", outcomes);
        using var gateway = new Gateway(carrier);
        await gateway.DeliverAsync(Samples.CreateEnvelope());
        while (carrier.Calls.Count < outcomes.Length)
        {
            await gateway.DeliverRetryAsync();
        }

        return [.. carrier.Calls.Select(call => call.RepeatKey())];
    }
}
