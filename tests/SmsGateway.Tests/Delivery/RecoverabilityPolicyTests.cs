using FsCheck.Fluent;
using SmsGateway.Carriers;
using SmsGateway.Delivery;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Delivery;

/// <summary>One row per cell of the delivery table.</summary>
public sealed class RecoverabilityPolicyTests
{
    private const UnknownOutcomeRule Resend = UnknownOutcomeRule.Resend;
    private const UnknownOutcomeRule AssumeSent = UnknownOutcomeRule.AssumeSent;

    private static readonly SendOutcome[] Outcomes =
    [
        new SendOutcome.Accepted("SM1"),
        new SendOutcome.Rejected("21211", "invalid recipient"),
        new SendOutcome.Refused("20003", "credentials refused", Credentials: true),
        new SendOutcome.Throttled("429", "too many requests"),
        new SendOutcome.Throttled("429", "too many requests", TimeSpan.FromSeconds(20)),
        new SendOutcome.Unavailable("http-503", "the carrier failed"),
        new SendOutcome.Unknown("timeout", "no answer"),
    ];

    [Theory]
    // life left: 5 minutes; no jitter; first run
    [InlineData("Accepted", true, Resend, 300, "Complete")]
    [InlineData("Accepted", false, Resend, 300, "Complete")]
    [InlineData("Rejected", true, Resend, 300, "GiveUp Rejected")]
    [InlineData("Rejected", false, Resend, 300, "GiveUp Rejected")]
    [InlineData("Refused", true, Resend, 300, "NextCarrier")]
    [InlineData("Refused", false, Resend, 300, "Retry 1")]
    [InlineData("Throttled", true, Resend, 300, "NextCarrier")]
    [InlineData("Throttled", false, Resend, 300, "Retry 1")]
    [InlineData("Throttled 20", true, Resend, 300, "NextCarrier")]
    [InlineData("Throttled 20", false, Resend, 300, "Retry 20")]
    [InlineData("Unavailable", true, Resend, 300, "NextCarrier")]
    [InlineData("Unavailable", false, Resend, 300, "Retry 1")]
    [InlineData("Unknown", true, Resend, 300, "NextCarrier")]
    [InlineData("Unknown", false, Resend, 300, "Retry 1")]
    [InlineData("Unknown", true, AssumeSent, 300, "Complete")]
    [InlineData("Unknown", false, AssumeSent, 300, "Complete")]
    // AssumeSent concerns that one outcome only
    [InlineData("Unavailable", false, AssumeSent, 300, "Retry 1")]
    [InlineData("Throttled", true, AssumeSent, 300, "NextCarrier")]
    // expired during the attempt: what was sent was sent, nothing is sent again
    [InlineData("Accepted", true, Resend, 0, "Complete")]
    [InlineData("Accepted", false, Resend, -60, "Complete")]
    [InlineData("Rejected", false, Resend, 0, "GiveUp Rejected")]
    [InlineData("Refused", true, Resend, 0, "GiveUp Expired")]
    [InlineData("Refused", false, Resend, 0, "GiveUp Expired")]
    [InlineData("Throttled", true, Resend, 0, "GiveUp Expired")]
    [InlineData("Throttled", false, Resend, -60, "GiveUp Expired")]
    [InlineData("Unavailable", true, Resend, 0, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, -60, "GiveUp Expired")]
    [InlineData("Unknown", true, Resend, 0, "GiveUp Expired")]
    [InlineData("Unknown", false, Resend, 0, "GiveUp Expired")]
    [InlineData("Unknown", false, AssumeSent, 0, "Complete")]
    // a retry that would start at or after expiry
    [InlineData("Refused", false, Resend, 1, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, 0.999, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, 1, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, 1.001, "Retry 1")]
    [InlineData("Unknown", false, Resend, 1, "GiveUp Expired")]
    [InlineData("Throttled 20", false, Resend, 20, "GiveUp Expired")]
    [InlineData("Throttled 20", false, Resend, 20.001, "Retry 20")]
    // but the next carrier is tried to the last moment
    [InlineData("Unavailable", true, Resend, 0.001, "NextCarrier")]
    [InlineData("Throttled 20", true, Resend, 0.001, "NextCarrier")]
    public void Decides(
        string outcome,
        bool hasNextCarrier,
        UnknownOutcomeRule rule,
        double secondsLeft,
        string decision
    ) => Assert.Equal(decision, Decide(Parse(outcome), hasNextCarrier, rule, secondsLeft));

    [Theory]
    [InlineData(0, "Retry 1")]
    [InlineData(0.5, "Retry 1")]
    [InlineData(1, "Retry 1")]
    [InlineData(1.5, "Retry 1.5")]
    [InlineData(299.999, "Retry 299.999")]
    [InlineData(300, "Retry 270")]
    [InlineData(86400, "Retry 270")]
    [InlineData(1e11, "Retry 270")]
    [InlineData(922337203685, "Retry 270")]
    [InlineData(-5, "Retry 1")]
    public void Honours_retry_after_unless_the_backoff_is_longer(double retryAfter, string decision) =>
        Assert.Equal(
            decision,
            Decide(new SendOutcome.Throttled("429", null, TimeSpan.FromSeconds(retryAfter)), false, Resend, 300)
        );

    [Fact]
    public void The_largest_retry_after_there_is_does_not_leave_the_calendar()
    {
        Assert.Equal(
            "Retry 270",
            Decide(new SendOutcome.Throttled("429", null, TimeSpan.MaxValue), false, Resend, 300)
        );
        Assert.Equal(
            "NextCarrier",
            Decide(new SendOutcome.Throttled("429", null, TimeSpan.MaxValue), true, Resend, 300)
        );
    }

    [Theory]
    [InlineData(1, "Retry 1")]
    [InlineData(2, "Retry 2")]
    [InlineData(5, "Retry 15")]
    [InlineData(6, "Retry 30")]
    [InlineData(40, "Retry 30")]
    public void Waits_longer_from_run_to_run(int runs, string decision)
    {
        // Two carriers failed in each run: the runs count, not the attempts.
        var attempts = Enumerable
            .Range(0, runs)
            .SelectMany(_ => new[] { Samples.CreateAttempt("one"), Samples.CreateAttempt("two") });
        Assert.Equal(
            decision,
            Decide(Parse("Unavailable"), false, Resend, 300, 0.5, Samples.CreateEnvelope(attempts: attempts))
        );
    }

    [Theory]
    [InlineData(0, "Retry 0.8")]
    [InlineData(0.25, "Retry 0.9")]
    [InlineData(0.75, "Retry 1.1")]
    public void Spreads_retries_by_the_given_randomness(double random, string decision) =>
        Assert.Equal(decision, Decide(Parse("Unavailable"), false, Resend, 300, random));

    [Fact]
    public void Whatever_happens_nothing_is_sent_after_expiry()
    {
        var inputs =
            from outcome in Gen.Elements(Outcomes)
            from hasNext in Gen.Elements(true, false)
            from rule in Gen.Elements(Resend, AssumeSent)
            from left in Gen.Choose(-100_000, 100_000)
            from random in Gen.Choose(0, 999)
            select (outcome, hasNext, rule, left: TimeSpan.FromMilliseconds(left), random: random / 1000.0);
        Properties.ForAll(
            inputs,
            input =>
            {
                var envelope = Samples.CreateEnvelope(attempts: [Samples.CreateAttempt()]);
                var options = new DeliveryOptions { UnknownOutcome = input.rule };
                var decision = RecoverabilityPolicy.Decide(
                    input.outcome,
                    envelope,
                    input.hasNext,
                    options,
                    envelope.ExpiresAt - input.left,
                    input.random
                );
                Assert.True(
                    decision is not DeliveryDecision.NextCarrier || (input.hasNext && input.left > TimeSpan.Zero)
                );
                Assert.True(
                    decision is not DeliveryDecision.Retry(var delay)
                        || (!input.hasNext && delay > TimeSpan.Zero && delay < input.left)
                );
            },
            runs: 2000
        );
    }

    [Theory]
    [InlineData(300, 300, "Retry 270")]
    [InlineData(300, 60, "Retry 30")]
    [InlineData(300, 30.5, "Retry 1")]
    [InlineData(300, 30, "GiveUp Expired")]
    [InlineData(300, 1, "GiveUp Expired")]
    [InlineData(12, 12, "Retry 8")]
    [InlineData(12, 4, "GiveUp Expired")]
    [InlineData(2, 2, "Retry 1.333")]
    public void A_wait_beyond_the_codes_life_leaves_it_one_last_try(double life, double secondsLeft, string decision) =>
        Assert.Equal(
            decision,
            Decide(
                new SendOutcome.Throttled("429", null, TimeSpan.FromSeconds(600)),
                false,
                Resend,
                secondsLeft,
                envelope: Samples.CreateEnvelope(
                    life: TimeSpan.FromSeconds(life),
                    attempts: [Samples.CreateAttempt(outcome: "Throttled")]
                )
            )
        );

    private static SendOutcome Parse(string outcome) =>
        Outcomes.First(known =>
            outcome
            == known.Name
                + (known is SendOutcome.Throttled { RetryAfter: { TotalSeconds: var seconds } } ? $" {seconds}" : "")
        );

    private static string Decide(
        SendOutcome outcome,
        bool hasNextCarrier,
        UnknownOutcomeRule rule,
        double secondsLeft,
        double random = 0.5,
        Envelope? envelope = null
    )
    {
        envelope ??= Samples.CreateEnvelope(attempts: [Samples.CreateAttempt(outcome: outcome.Name)]);
        var now = envelope.ExpiresAt - TimeSpan.FromSeconds(secondsLeft);
        var decision = RecoverabilityPolicy.Decide(
            outcome,
            envelope,
            hasNextCarrier,
            new DeliveryOptions { UnknownOutcome = rule },
            now,
            random
        );
        return decision switch
        {
            DeliveryDecision.Retry(var delay) => FormattableString.Invariant(
                $"Retry {Math.Round(delay.TotalSeconds, 3)}"
            ),
            DeliveryDecision.GiveUp(var reason) => $"GiveUp {reason}",
            _ => decision.GetType().Name,
        };
    }
}
