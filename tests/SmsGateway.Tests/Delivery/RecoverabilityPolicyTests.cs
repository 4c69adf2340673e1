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
        new SendOutcome.Unknown("http-200", "success status", SuccessStatus: true),
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
    [InlineData("Unknown", true, AssumeSent, 300, "Complete assumed")]
    [InlineData("Unknown", false, AssumeSent, 300, "Complete assumed")]
    // a success status without what is documented with it is no silence
    [InlineData("Unknown success", true, Resend, 300, "NextCarrier")]
    [InlineData("Unknown success", false, Resend, 300, "Retry 1")]
    [InlineData("Unknown success", true, AssumeSent, 300, "GiveUp Unknown")]
    [InlineData("Unknown success", false, AssumeSent, 300, "GiveUp Unknown")]
    [InlineData("Unknown success", false, AssumeSent, 0, "GiveUp Unknown")]
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
    [InlineData("Unknown", true, Resend, 0, "GiveUp Unknown")]
    [InlineData("Unknown", false, Resend, 0, "GiveUp Unknown")]
    [InlineData("Unknown", false, AssumeSent, 0, "Complete assumed")]
    // a retry that would start at or after expiry
    [InlineData("Refused", false, Resend, 1, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, 0.999, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, 1, "GiveUp Expired")]
    [InlineData("Unavailable", false, Resend, 1.001, "Retry 1")]
    [InlineData("Unknown", false, Resend, 1, "GiveUp Unknown")]
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
    [InlineData("Accepted", Resend, "Complete")]
    [InlineData("Rejected", Resend, "GiveUp Rejected")]
    [InlineData("Unknown", Resend, "GiveUp Unknown")]
    [InlineData("Unknown success", Resend, "GiveUp Unknown")]
    [InlineData("Unknown", AssumeSent, "Complete assumed")]
    [InlineData("Unknown success", AssumeSent, "GiveUp Unknown")]
    public void When_no_carrier_may_have_it_again_it_is_done(
        string outcome,
        UnknownOutcomeRule rule,
        string decision
    ) => Assert.Equal(decision, Decide(Parse(outcome), CarriersLeft.None, rule, 300));

    [Theory]
    [InlineData(300, 0.02, 0, "Park 0.02")]
    [InlineData(300, 36, 0, "Park 36")]
    [InlineData(300, 150, 0, "Park 150")]
    // For half of its life at most, and not all of an hour's at the same time.
    [InlineData(60, 36, 0, "Park 15")]
    [InlineData(60, 36, 0.5, "Park 22.5")]
    [InlineData(60, 3600, 0.9, "Park 28.5")]
    [InlineData(2.5, 36, 0, "Park 0.625")]
    // at the end it comes back to be recorded
    [InlineData(2, 36, 0, "Park 2")]
    [InlineData(2, 1, 0, "Park 1")]
    [InlineData(1.5, 36, 0.5, "Park 1.5")]
    [InlineData(0.1, 1, 0, "Park 0.1")]
    [InlineData(0, 1, 0, "GiveUp Expired")]
    [InlineData(-5, 1, 0, "GiveUp Expired")]
    public void Without_a_place_it_goes_back_until_its_turn_and_for_half_its_life_at_most(
        double secondsLeft,
        double turn,
        double random,
        string decision
    )
    {
        var envelope = Samples.CreateEnvelope();
        Assert.Equal(
            decision,
            Word(
                RecoverabilityPolicy.WithoutPlace(
                    envelope,
                    envelope.ExpiresAt - TimeSpan.FromSeconds(secondsLeft),
                    TimeSpan.FromSeconds(turn),
                    random
                )
            )
        );
    }

    [Theory]
    // attempts at this carrier and another, resends allowed, whether it may have it (again)
    [InlineData("", 1, true)]
    [InlineData("one Unavailable, one Refused, one Throttled", 0, true)]
    [InlineData("one Unknown", 0, false)]
    [InlineData("one Unknown", 1, true)]
    [InlineData("one Unknown, one Unavailable, one Unknown", 1, false)]
    [InlineData("one Unknown, one Unknown", 2, true)]
    [InlineData("ONE Unknown, One Unknown, one Unknown", 2, false)]
    [InlineData("two Unknown, two Unknown", 1, true)]
    [InlineData("one success", 1, false)]
    [InlineData("one success, one Unavailable", 20, false)]
    [InlineData("two success", 0, true)]
    public void A_carrier_that_may_have_it_gets_it_again_so_often(string attempts, int resends, bool may)
    {
        var envelope = Samples.CreateEnvelope(
            attempts: attempts
                .Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(attempt => attempt.Split(' '))
                .Select(attempt =>
                    Samples.CreateAttempt(attempt[0], outcome: attempt[1] == "success" ? "Unknown" : attempt[1]) with
                    {
                        SuccessStatus = attempt[1] == "success",
                    }
                )
        );

        Assert.Equal(
            may,
            RecoverabilityPolicy.MaySendTo("one", envelope, new DeliveryOptions { MaxUnknownResends = resends })
        );
    }

    [Theory]
    [InlineData("Unavailable", "Unavailable", "GiveUp Expired")]
    [InlineData("Unknown", "Unavailable", "GiveUp Unknown")]
    [InlineData("Unavailable", "Unknown", "GiveUp Unknown")]
    public void What_a_carrier_may_have_did_not_merely_expire(string first, string second, string decision)
    {
        var envelope = Samples.CreateEnvelope(
            attempts: [Samples.CreateAttempt("one", outcome: first), Samples.CreateAttempt("two", outcome: second)]
        );

        Assert.Equal(decision, Word(RecoverabilityPolicy.TooLate(envelope)));
        Assert.Equal(decision, Decide(Parse(second), CarriersLeft.Later, Resend, 0.5, 0.5, envelope));
    }

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
                    input.hasNext ? CarriersLeft.InThisRun : CarriersLeft.Later,
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
                + known switch
                {
                    SendOutcome.Throttled { RetryAfter: { TotalSeconds: var seconds } } => $" {seconds}",
                    SendOutcome.Unknown { SuccessStatus: true } => " success",
                    _ => "",
                }
        );

    private static string Decide(
        SendOutcome outcome,
        bool hasNextCarrier,
        UnknownOutcomeRule rule,
        double secondsLeft,
        double random = 0.5,
        Envelope? envelope = null
    ) =>
        Decide(
            outcome,
            hasNextCarrier ? CarriersLeft.InThisRun : CarriersLeft.Later,
            rule,
            secondsLeft,
            random,
            envelope
        );

    private static string Decide(
        SendOutcome outcome,
        CarriersLeft left,
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
            left,
            new DeliveryOptions { UnknownOutcome = rule },
            now,
            random
        );
        return Word(decision);
    }

    private static string Word(DeliveryDecision decision) =>
        decision switch
        {
            DeliveryDecision.Complete(true) => "Complete assumed",
            DeliveryDecision.Retry(var delay) => FormattableString.Invariant(
                $"Retry {Math.Round(delay.TotalSeconds, 3)}"
            ),
            DeliveryDecision.Park(var delay) => FormattableString.Invariant($"Park {delay.TotalSeconds}"),
            DeliveryDecision.GiveUp(var reason) => $"GiveUp {reason}",
            _ => decision.GetType().Name,
        };
}
