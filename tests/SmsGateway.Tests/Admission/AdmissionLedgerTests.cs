using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class AdmissionLedgerTests
{
    private const long Hour = 60 * 60 * 1000;
    private const long Day = 24 * Hour;

    private static readonly long Start = Admitting.Start;

    private int _line;

    [Fact]
    public void An_entered_code_gives_its_place_back()
    {
        var steps = new LedgerSteps(
            AdmissionOptions.Off with
            {
                PerBlock = Admitting.PerHour(2),
                PerNumber = Admitting.PerHour(1),
                PerIp = Admitting.PerHour(1),
                PerUser = Admitting.PerHour(1),
            }
        );
        var request = Admitting.Request(Admitting.Number(1), "203.0.113.9", "auth0|a");
        for (var i = 0; i < 10; i++)
        {
            Assert.True(steps.Decide(request, Start).IsAdmitted);
            Assert.Equal(AdmissionRule.PerNumber, steps.Decide(request, Start).RefusedBy);
            steps.Verify(request, Start);
        }
    }

    [Fact]
    public void An_entered_code_gives_no_budget_back_because_its_text_was_sent()
    {
        var steps = new LedgerSteps(AdmissionOptions.Off with { PerRegion = Admitting.PerDay(1) });
        Assert.True(steps.Decide(Next(), Start).IsAdmitted);
        steps.Verify(Admitting.Request(Admitting.Number(0)), Start);

        Assert.Equal(AdmissionRule.PerRegion, steps.Decide(Next(), Start).RefusedBy);
    }

    /// <summary>A message to a test number is counted for that alone, so nothing else may get a place for it.</summary>
    [Fact]
    public void What_is_taken_back_gives_back_what_it_was_counted_in_and_nothing_else()
    {
        var steps = new LedgerSteps(
            AdmissionOptions.Off with
            {
                PerNumber = Admitting.PerHour(5),
                PerIp = Admitting.PerHour(1),
                PerTenant = Admitting.PerDay(1),
            }
        );
        var request = Admitting.Request(Admitting.Number(1), "203.0.113.9");
        Assert.True(steps.Decide(request, Start).IsAdmitted);
        steps.Decide(request, Start, out var test, AdmissionScope.TestNumber);

        steps.Ledger.TakeBack(test);

        Assert.Equal(AdmissionRule.PerIp, steps.Decide(request, Start).RefusedBy);
        Assert.Equal(AdmissionRule.PerTenant, steps.Decide(Admitting.Request(Admitting.Number(2)), Start).RefusedBy);
    }

    [Fact]
    public void A_refusal_for_the_number_counts_nowhere()
    {
        var steps = new LedgerSteps(
            AdmissionOptions.Off with
            {
                PerNumber = Admitting.PerHour(1),
                PerIp = Admitting.PerHour(2),
            }
        );
        var request = Admitting.Request(Admitting.Number(1), "203.0.113.9");
        for (var i = 0; i < 20; i++)
        {
            steps.Decide(request, Start);
        }

        Assert.True(steps.Decide(Admitting.Request(Admitting.Number(2), "203.0.113.9"), Start).IsAdmitted);
    }

    [Fact]
    public void An_address_that_is_not_known_is_nobodys()
    {
        var steps = new LedgerSteps(AdmissionOptions.Off with { PerIp = Admitting.PerHour(1) });

        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(steps.Decide(Next(), Start).IsAdmitted));
    }

    [Fact]
    public void Users_who_are_not_known_have_no_limit_in_common()
    {
        var steps = new LedgerSteps(AdmissionOptions.Off with { PerUser = Admitting.PerDay(1) });

        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(steps.Decide(Next(), Start).IsAdmitted));
        Assert.True(steps.Decide(Admitting.Request(Admitting.Number(1), user: "auth0|a"), Start).IsAdmitted);
        Assert.Equal(
            AdmissionRule.PerUser,
            steps.Decide(Admitting.Request(Admitting.Number(2), user: "auth0|a"), Start).RefusedBy
        );
    }

    [Fact]
    public void The_fourth_region_of_an_address_within_a_day_is_too_many()
    {
        var steps = new LedgerSteps(AdmissionOptions.Off with { RegionsPerIp = Admitting.PerDay(3) });
        AdmissionRule To(string number, long now) =>
            steps.Decide(Admitting.Request(number, "203.0.113.9"), now).RefusedBy;

        Assert.All(
            new[] { "+61491570156", "+61491570157", "+4915100000000", "+5511900000000", "+61491570158" },
            number => Assert.Equal(AdmissionRule.None, To(number, Start))
        );
        Assert.Equal(AdmissionRule.RegionsPerIp, To("+8613800000000", Start + Hour));
        // It was tried, so it is one of those of the day: for the address the day is over.
        Assert.Equal(AdmissionRule.RegionsPerIp, To("+61491570156", Start + Hour));
        Assert.Equal(AdmissionRule.RegionsPerIp, To("+4915100000000", Start + Day - 1));
        Assert.Equal(AdmissionRule.None, To("+4915100000000", Start + Day + Hour));
    }

    [Fact]
    public void For_a_test_number_only_the_limit_on_the_number_speaks_and_nothing_else_counts()
    {
        var steps = new LedgerSteps(
            AdmissionOptions.Off with
            {
                PerNumber = Admitting.PerHour(2),
                PerIp = Admitting.PerHour(1),
                PerTenant = Admitting.PerDay(1),
            }
        );
        var test = Admitting.Request(Admitting.Number(1), "203.0.113.9");
        Assert.True(steps.Decide(test, Start, AdmissionScope.TestNumber).IsAdmitted);
        Assert.True(steps.Decide(test, Start, AdmissionScope.TestNumber).IsAdmitted);
        Assert.Equal(AdmissionRule.PerNumber, steps.Decide(test, Start, AdmissionScope.TestNumber).RefusedBy);

        Assert.True(steps.Decide(Admitting.Request(Admitting.Number(2), "203.0.113.9"), Start).IsAdmitted);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(20, 6)]
    [InlineData(100, 30)]
    public void Fed_a_number_block_may_have_by_how_many_of_its_codes_were_entered(int verified, int admitted)
    {
        var steps = new LedgerSteps(
            AdmissionOptions.Off with
            {
                PerBlock = Admitting.PerHour(100),
            },
            new FakeConversions { Block = new Verified(0, verified, 0) }
        );
        var taken = Enumerable.Range(0, 200).Count(_ => steps.Decide(Next(), Start).IsAdmitted);

        Assert.Equal(admitted, taken);
    }

    [Fact]
    public void Fed_the_rules_on_unverified_codes_record_and_refuse_nobody()
    {
        var steps = new LedgerSteps(
            AdmissionOptions.Off with
            {
                Unverified = AdmissionMode.RecordOnly,
            },
            new FakeConversions()
        );
        var decisions = Enumerable
            .Range(0, 30)
            .Select(_ => steps.Decide(Admitting.Request(Admitting.Number(_line++), "203.0.113.9"), Start))
            .ToList();

        Assert.All(decisions, decision => Assert.True(decision.IsAdmitted));
        Assert.Equal(
            (3, 5),
            (
                decisions.FindIndex(decision => decision.Recorded.Contains(AdmissionRule.UnverifiedPerRegion)),
                decisions.FindIndex(decision => decision.Recorded.Contains(AdmissionRule.UnverifiedPerIp))
            )
        );
    }

    [Theory]
    [InlineData(79, false)]
    [InlineData(80, true)]
    public void A_budget_is_told_at_four_fifths_and_once_an_hour(int counted, bool isTold)
    {
        var steps = new LedgerSteps(AdmissionOptions.Off with { PerCaller = Admitting.PerDay(100) });
        AdmissionNote last = null!;
        for (var i = 0; i < counted; i++)
        {
            steps.Decide(Next(), Start, out last);
        }

        Assert.Equal(isTold ? AdmissionRule.PerCaller : AdmissionRule.None, steps.Ledger.BringsNear(last));
        Assert.Equal(AdmissionRule.None, steps.Ledger.BringsNear(last));
        (AdmissionRule, string, double)[] used = isTold ? [(AdmissionRule.PerCaller, Samples.Caller, 0.8)] : [];
        Assert.Equal(used, steps.Ledger.NearlyUsed(Start));
    }

    [Fact]
    public void Of_refusals_and_near_misses_the_newest_can_be_looked_up()
    {
        var steps = new LedgerSteps(AdmissionOptions.Off with { PerBlock = Admitting.PerHour(2) });
        for (var i = 0; i < AdmissionLedger.MostRecords + 10; i++)
        {
            steps.Decide(Next(), Start + i, out var note);
            steps.Ledger.Keep(note with { Detail = new byte[] { 1 } });
        }

        var records = steps.Ledger.Records();
        Assert.Equal(AdmissionLedger.MostRecords, records.Count);
        Assert.Equal(Start + AdmissionLedger.MostRecords + 9, records[0].At);
    }

    private AdmissionRequest Next() => Admitting.Request(Admitting.Number(_line++));
}
