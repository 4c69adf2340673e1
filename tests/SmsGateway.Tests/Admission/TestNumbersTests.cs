using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmsGateway.Admission;
using SmsGateway.Configuration;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class TestNumbersTests
{
    private const string Entry = "Gateway__TestNumbers__0__";
    private const string Number = "+61491570156";

    private static readonly DateTimeOffset Now = Samples.Start;

    private readonly List<string> _errors = [];

    [Theory]
    [InlineData("+61491570156", true)]
    [InlineData("+61491570155", false)]
    [InlineData("+61491570157", false)]
    [InlineData("+6149157015", false)]
    [InlineData("+614915701560", false)]
    public void A_single_number_is_that_number(string number, bool isOne) =>
        Assert.Equal(isOne, Find(Read(("Number", "+61 491 570 156"), ("Until", "2027-01-01")), number));

    [Theory]
    [InlineData("+61491570109", false)]
    [InlineData("+61491570110", true)]
    [InlineData("+61491570156", true)]
    [InlineData("+61491570200", true)]
    [InlineData("+61491570201", false)]
    [InlineData("+6149157011", false)]
    [InlineData("+614915701100", false)]
    public void A_range_is_all_from_one_number_to_the_other(string number, bool isOne) =>
        Assert.Equal(
            isOne,
            Find(Read(("Number", "+61491570110"), ("To", "+61491570200"), ("Until", "2027-01-01")), number)
        );

    [Theory]
    [InlineData("2026-03-04T12:00:01Z", true)]
    [InlineData("2026-03-04T12:00:00Z", false)]
    [InlineData("2026-03-04T12:01", true)]
    [InlineData("2026-03-04T22:00:01+10:00", true)]
    [InlineData("2026-03-04T21:59:59+10:00", false)]
    [InlineData("2026-03-05", true)]
    [InlineData("2026-03-04", false)]
    public void An_entry_ends_at_its_moment(string until, bool isStill)
    {
        var numbers = Read(("Number", Number), ("Until", until));

        Assert.Equal(isStill, Find(numbers, Number));
        Assert.Equal(isStill ? 0 : 1, numbers.Warnings(Now).Count());
    }

    [Fact]
    public void An_entry_that_has_ended_is_told_by_its_key() =>
        Assert.StartsWith(
            Entry + "Until: has passed",
            Assert.Single(
                Read(
                        ("Number", Number),
                        ("Until", "2026-03-04"),
                        ("Gateway__TestNumbers__1__Number", "+61491570157"),
                        ("Gateway__TestNumbers__1__Until", "2027-01-01")
                    )
                    .Warnings(Now)
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void An_entry_that_has_ended_is_told_with_the_other_warnings()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        services.AddSmsGateway(
            Settings.Create((Entry + "Number", Number), (Entry + "Until", "2026-03-04"), ("Gatway__x__y", "z")),
            _errors
        );
        using var provider = services.BuildServiceProvider();

        Assert.Equal(
            ["Gatway", Entry + "Until"],
            provider.GetRequiredService<ConfigurationWarnings>().Lines.Select(line => line.Split(':')[0])
        );
    }

    [Fact]
    public void Without_entries_no_number_is_one() => Assert.False(Find(Read(), Number));

    [Theory]
    [InlineData("Until", "is required", "Number", Number)]
    [InlineData("Number", "is required", "Until", "2027-01-01")]
    [InlineData("Number", "country code", "Number", "0491570156", "Until", "2027-01-01")]
    [InlineData("Number", "country code", "Number", "+6149157*", "Until", "2027-01-01")]
    [InlineData("Number", "placeholder", "Number", "+61...", "Until", "2027-01-01")]
    [InlineData("To", "country code", "Number", Number, "To", "200", "Until", "2027-01-01")]
    [InlineData("To", "as many digits", "Number", Number, "To", "+6149157020", "Until", "2027-01-01")]
    [InlineData("To", "not come before", "Number", Number, "To", "+61491570155", "Until", "2027-01-01")]
    [InlineData("To", "10000 numbers", "Number", "+61491570000", "To", "+61491580000", "Until", "2027-01-01")]
    [InlineData("Until", "a date or a moment", "Number", Number, "Until", "01.01.2027")]
    [InlineData("Until", "a date or a moment", "Number", Number, "Until", "2027-02-30")]
    [InlineData("Until", "a date or a moment", "Number", Number, "Until", "never")]
    [InlineData("Until", "a date or a moment", "Number", Number, "Until", "365")]
    [InlineData("Untill", "did you mean Until?", "Number", Number, "Until", "2027-01-01", "Untill", "2027-01-01")]
    [InlineData(
        "Gateway__TestNumbers__1__Number",
        "Gateway__TestNumbers__0",
        "Number",
        Number,
        "Until",
        "2027-01-01",
        "Gateway__TestNumbers__1__Number",
        "+61491570150",
        "Gateway__TestNumbers__1__To",
        Number,
        "Gateway__TestNumbers__1__Until",
        "2028-01-01"
    )]
    public void A_mistake_is_told_by_its_key_and_quotes_no_number(
        string key,
        string explanation,
        params string[] settings
    )
    {
        Read([.. settings.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        var error = Assert.Single(_errors);
        Assert.StartsWith(
            (key.StartsWith("Gateway", StringComparison.Ordinal) ? key : Entry + key) + ": ",
            error,
            StringComparison.Ordinal
        );
        Assert.Contains(explanation, error, StringComparison.Ordinal);
        // The example's own number apart.
        Assert.DoesNotContain("4915701", error.Replace(Number, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_numbers_are_not_too_many()
    {
        var numbers = Read(("Number", "+61491570000"), ("To", "+61491579999"), ("Until", "2027-01-01"));

        Assert.Empty(_errors);
        Assert.True(Find(numbers, "+61491579999"));
    }

    /// <param name="settings">Of the first entry, or with their whole keys.</param>
    private TestNumbers Read(params (string Key, string Value)[] settings) =>
        GatewayOptions
            .Read(
                Settings.Create(
                    settings.Select(setting =>
                        (
                            setting.Key.StartsWith("Gateway", StringComparison.Ordinal)
                                ? setting.Key
                                : Entry + setting.Key,
                            (string?)setting.Value
                        )
                    )
                ),
                _errors
            )
            .TestNumbers;

    private static bool Find(TestNumbers numbers, string number) =>
        numbers.Find(Samples.ReadNumber(number), Now) is not null;
}
