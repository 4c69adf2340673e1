using System.Collections.Frozen;
using SmsGateway.Admission;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class NumberRulesTests
{
    private const AdmissionRule Allowed = AdmissionRule.None;
    private const AdmissionRule Kind = AdmissionRule.Kind;
    private const AdmissionRule Region = AdmissionRule.Region;

    [Theory]
    [InlineData("+61491570156", "AU", Allowed)]
    [InlineData("+61491570156", "NZ DE", Region)]
    [InlineData("+61491570156", "", Allowed)]
    // Twilio's numbers for tests lie in a range for personal ones, of the United States.
    [InlineData("+15005550006", "US", Allowed)]
    [InlineData("+15005550006", "AU", Region)]
    [InlineData("+15002345678", "US", Kind)]
    // Without a region of their own: those of their calling code's main region.
    [InlineData("+447700900123", "GB", Allowed)]
    [InlineData("+447700900123", "AU", Region)]
    [InlineData("+5215512345678", "MX", Allowed)]
    [InlineData("+5215512345678", "US", Region)]
    [InlineData("+1399999000", "US", Allowed)]
    // The Vatican's begin like Rome's.
    [InlineData("+390669812345", "IT", Allowed)]
    [InlineData("+390669812345", "VA", Allowed)]
    [InlineData("+390669812345", "SM", Region)]
    [InlineData("+393123456789", "VA", Region)]
    // +44: what looks like a mobile phone, and islands with the same calling code.
    [InlineData("+447012345678", "GB", Kind)]
    [InlineData("+447640123456", "GB", Kind)]
    [InlineData("+447624123456", "GB", Region)]
    [InlineData("+447624123456", "IM", Allowed)]
    [InlineData("+447781123456", "GB", Region)]
    [InlineData("+447781123456", "GB GG", Allowed)]
    [InlineData("+447797123456", "GB", Region)]
    // +7 and +1.
    [InlineData("+79161234567", "RU", Allowed)]
    [InlineData("+77011234567", "RU", Region)]
    [InlineData("+77011234567", "KZ", Allowed)]
    [InlineData("+79161234567", "KZ", Region)]
    [InlineData("+12125550123", "US CA", Allowed)]
    [InlineData("+14165550123", "US CA", Allowed)]
    [InlineData("+12423591234", "US CA", Region)]
    [InlineData("+12462501234", "US CA", Region)]
    [InlineData("+18092345678", "US CA", Region)]
    [InlineData("+18681234567", "US CA", Region)]
    [InlineData("+18764251234", "US CA", Region)]
    [InlineData("+17872345678", "US CA", Region)]
    [InlineData("+16842733123", "US CA", Region)]
    // Of no country: the kind decides, whatever the list.
    [InlineData("+979123456789", "AU", Kind)]
    [InlineData("+979123456789", "", Kind)]
    [InlineData("+881612345678", "", Kind)]
    [InlineData("+870301234567", "", Kind)]
    [InlineData("+8821612345678", "", Kind)]
    [InlineData("+88213456789", "", Kind)]
    [InlineData("+883510012345", "", Kind)]
    [InlineData("+878101234567890", "", Kind)]
    [InlineData("+80812345678", "", Kind)]
    [InlineData("+80012345678", "", Kind)]
    [InlineData("+88812345678901", "AU", Allowed)]
    // Premium and its like, of countries in the list. The kind comes first.
    [InlineData("+19002345678", "US", Kind)]
    [InlineData("+19002345678", "AU", Kind)]
    [InlineData("+449012345678", "GB", Kind)]
    [InlineData("+611900123456", "AU", Kind)]
    [InlineData("+499001234567", "DE", Kind)]
    [InlineData("+33891123456", "FR", Kind)]
    [InlineData("+18002345678", "US", Kind)]
    [InlineData("+611300123456", "AU", Kind)]
    // Landlines can take a call, and telephones on the internet a text.
    [InlineData("+442079460958", "GB", Allowed)]
    [InlineData("+445612345678", "GB", Allowed)]
    public void A_number_is_refused_by_its_kind_or_its_region(string number, string regions, AdmissionRule refusedBy)
    {
        var options = new NumberRulesOptions { Regions = Set(regions) };

        Assert.Equal(refusedBy, NumberRules.Check(Samples.ReadNumber(number), options, Set("")));
    }

    [Theory]
    [InlineData("AU", "NZ", "+6421123456", Allowed)]
    [InlineData("AU", "NZ", "+61491570156", Region)]
    [InlineData("AU", "", "+61491570156", Allowed)]
    [InlineData("", "NZ", "+61491570156", Region)]
    [InlineData("", "NZ", "+979123456789", Kind)]
    public void A_callers_own_list_stands_in_the_place_of_the_general_one(
        string general,
        string own,
        string number,
        AdmissionRule refusedBy
    ) =>
        Assert.Equal(
            refusedBy,
            NumberRules.Check(Samples.ReadNumber(number), new NumberRulesOptions { Regions = Set(general) }, Set(own))
        );

    [Theory]
    [InlineData(NumberKind.Premium, "+449012345678", "+979123456789")]
    [InlineData(NumberKind.TollFree, "+18002345678", "+80012345678")]
    [InlineData(NumberKind.SharedCost, "+611300123456", "+80812345678")]
    [InlineData(NumberKind.Satellite, "+881612345678", "+883510012345")]
    [InlineData(NumberKind.Pager, "+447640123456")]
    [InlineData(NumberKind.Personal, "+447012345678", "+878101234567890")]
    [InlineData(NumberKind.Voip, "+445612345678")]
    [InlineData(NumberKind.FixedLine, "+442079460958")]
    public void Each_kind_has_its_own_switch(NumberKind kind, params string[] numbers) =>
        Assert.All(
            numbers,
            number =>
            {
                Assert.Equal(Kind, CheckWith(number, [kind]));
                Assert.Equal(Allowed, CheckWith(number, Enum.GetValues<NumberKind>().Where(other => other != kind)));
            }
        );

    private static AdmissionRule CheckWith(string number, IEnumerable<NumberKind> refused) =>
        NumberRules.Check(
            Samples.ReadNumber(number),
            new NumberRulesOptions { RefusedKinds = refused.ToFrozenSet() },
            Set("")
        );

    private static FrozenSet<string> Set(string regions) =>
        regions.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
