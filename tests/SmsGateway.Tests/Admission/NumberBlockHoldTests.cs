using SmsGateway.Admission;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class NumberBlockHoldTests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    private static readonly long Start = Admitting.Start;

    private static readonly AdmissionOptions BlocksOnly = AdmissionOptions.Off with { PerBlock = Admitting.PerHour(2) };

    private int _line;
    private long _told;

    [Fact]
    public void The_next_to_a_full_number_block_holds_it_for_an_hour()
    {
        var steps = new LedgerSteps(BlocksOnly);
        Assert.True(steps.Decide(Next(), Start).IsAdmitted);
        Assert.True(steps.Decide(Next(), Start).IsAdmitted);

        var tripped = steps.Decide(Next(), Start, out var note);
        Assert.Equal((AdmissionRule.PerBlock, true), (tripped.RefusedBy, tripped.TripsHold));
        Assert.Equal((NoteKind.Refused, Start + Hour), (note.Kind, note.HeldUntil));

        var held = steps.Decide(Next(), Start + Hour - 1, out note);
        Assert.Equal((AdmissionRule.PerBlock, false), (held.RefusedBy, held.TripsHold));
        Assert.Equal((Start + Hour, 0), (held.RetryAt, note.HeldUntil));
    }

    [Fact]
    public void A_hold_is_of_one_number_block()
    {
        var steps = new LedgerSteps(BlocksOnly);
        HoldFrom(steps, Start);

        Assert.True(steps.Decide(Admitting.Request(Admitting.Number(1, block: 1)), Start + 1).IsAdmitted);
    }

    [Fact]
    public void A_hold_ends_and_the_block_is_free_when_nobody_tried_meanwhile()
    {
        var steps = new LedgerSteps(BlocksOnly);
        var until = HoldFrom(steps, Start);

        // What tripped it is forgotten a minute after the hour at the latest.
        Assert.True(steps.Decide(Next(), until + Minute).IsAdmitted);
    }

    [Fact]
    public void A_hold_is_twice_as_long_each_time_up_to_twelve_hours()
    {
        var steps = new LedgerSteps(BlocksOnly);
        var lengths = new List<long>();
        var now = Start;
        for (var i = 0; i < 6; i++)
        {
            var until = HoldFrom(steps, now);
            lengths.Add((until - now) / Hour);
            now = until;
        }

        Assert.Equal([1, 2, 4, 8, 12, 12], lengths);
    }

    [Fact]
    public void Who_meets_the_limit_first_is_told_to_wait_as_long_as_those_who_meet_the_hold()
    {
        var steps = new LedgerSteps(BlocksOnly);
        var until = HoldFrom(steps, HoldFrom(steps, Start));

        Assert.Equal(until, _told);
        Assert.Equal(until, steps.Decide(Next(), until - 1).RetryAt);
    }

    [Fact]
    public void A_hold_begins_with_an_hour_again_after_a_day_in_peace()
    {
        var steps = new LedgerSteps(BlocksOnly);
        var until = HoldFrom(steps, HoldFrom(steps, Start));
        var now = until + Day + 1;

        Assert.Equal(now + Hour, HoldFrom(steps, now));
    }

    /// <summary>Who goes on while he is refused shows that he is still there, and pays nothing for it.</summary>
    [Fact]
    public void Refused_tries_keep_a_number_block_full()
    {
        var steps = new LedgerSteps(BlocksOnly);
        var until = HoldFrom(steps, Start);
        steps.Decide(Next(), until - 1);
        steps.Decide(Next(), until - 1);

        Assert.True(steps.Decide(Next(), until, out var note).TripsHold);
        Assert.Equal(until + (2 * Hour), note.HeldUntil);
    }

    [Fact]
    public void Who_is_on_the_allow_list_passes_the_rules_against_fraud_and_not_the_others()
    {
        var steps = new LedgerSteps(BlocksOnly with { PerNumber = Admitting.PerHour(1) });
        HoldFrom(steps, Start);
        var request = Next();

        Assert.True(steps.Decide(request, Start + 1, AdmissionScope.Trusted).IsAdmitted);
        Assert.Equal(AdmissionRule.PerNumber, steps.Decide(request, Start + 1, AdmissionScope.Trusted).RefusedBy);
    }

    private AdmissionRequest Next() => Admitting.Request(Admitting.Number(_line++));

    /// <summary>Sends to the block until it is held.</summary>
    /// <returns>Until when.</returns>
    private long HoldFrom(LedgerSteps steps, long now)
    {
        for (var i = 0; i < 10; i++)
        {
            _told = steps.Decide(Next(), now, out var note).RetryAt;
            if (note.HeldUntil > 0)
            {
                return note.HeldUntil;
            }
        }

        throw new InvalidOperationException("The block is not held.");
    }
}
