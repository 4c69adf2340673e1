using SmsGateway.Admission;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class AdmissionOptionsTests
{
    private const string Section = "Gateway__Admission__";

    [Fact]
    public void The_defaults_protect_and_lock_nobody_out()
    {
        var options = Read().Options;

        Assert.Equal(
            new AdmissionLimit
            {
                Mode = AdmissionMode.Enforce,
                Burst = 3,
                Refill = TimeSpan.FromMinutes(1),
                PerHour = 10,
                PerDay = 20,
            },
            options.PerNumber
        );
        Assert.Equal(Admitting.PerHour(100, AdmissionMode.RecordOnly), options.PerBlock);
        Assert.Equal(Admitting.PerHour(30, AdmissionMode.RecordOnly), options.PerIp);
        Assert.Equal(Admitting.PerDay(3, AdmissionMode.RecordOnly), options.RegionsPerIp);
        Assert.Equal(Admitting.PerDay(20), options.PerUser);
        Assert.All(
            new[] { options.PerRegion, options.PerCaller, options.PerTenant },
            budget => Assert.False(budget.IsActive)
        );
        Assert.Equal(AdmissionMode.RecordOnly, options.Unverified);
        Assert.Equal(WhenStoreIsAway.Allow, options.WhenStoreIsAway);
        Assert.False(options.Quiet);
        Assert.True(options.Counts);
    }

    [Fact]
    public void Off_counts_nothing()
    {
        Assert.False(AdmissionOptions.Off.Counts);
        var off = new[] { "PerNumber", "PerBlock", "PerIp", "RegionsPerIp", "PerUser", "Unverified" };
        var options = Read([.. off.Select(rule => ($"{rule}__Mode", "Off"))]).Options;
        Assert.False(options.Counts);
        Assert.Equal(AdmissionMode.Off, options.Unverified);
    }

    [Theory]
    [InlineData("PerNumber")]
    [InlineData("PerIp")]
    [InlineData("PerRegion")]
    [InlineData("PerUser")]
    [InlineData("PerCaller")]
    [InlineData("PerTenant")]
    public void Every_setting_of_a_limit_is_read(string rule)
    {
        var options = Read(
            ($"{rule}__Mode", "recordonly"),
            ($"{rule}__Burst", "7"),
            ($"{rule}__Refill", "00:00:05"),
            ($"{rule}__PerHour", "70"),
            ($"{rule}__PerDay", "700")
        ).Options;

        Assert.Equal(
            new AdmissionLimit
            {
                Mode = AdmissionMode.RecordOnly,
                Burst = 7,
                Refill = TimeSpan.FromSeconds(5),
                PerHour = 70,
                PerDay = 700,
            },
            typeof(AdmissionOptions).GetProperty(rule)!.GetValue(options)
        );
    }

    [Fact]
    public void The_other_settings_are_read()
    {
        var options = Read(
            ("PerBlock__Mode", "Enforce"),
            ("PerBlock__PerHour", "40"),
            ("RegionsPerIp__PerDay", "5"),
            ("Unverified__Mode", "Off"),
            ("WhenStoreIsAway", "Refuse"),
            ("Quiet", "true")
        ).Options;

        Assert.Equal(Admitting.PerHour(40), options.PerBlock);
        Assert.Equal(Admitting.PerDay(5, AdmissionMode.RecordOnly), options.RegionsPerIp);
        Assert.Equal(AdmissionMode.Off, options.Unverified);
        Assert.Equal(WhenStoreIsAway.Refuse, options.WhenStoreIsAway);
        Assert.True(options.Quiet);
    }

    [Fact]
    public void One_value_of_a_limit_leaves_the_others_as_they_are() =>
        Assert.Equal(
            new AdmissionOptions().PerNumber with
            {
                PerDay = 50,
            },
            Read(("PerNumber__PerDay", "50")).Options.PerNumber
        );

    [Theory]
    [InlineData("PerNumber__Mode", "Sometimes", "PerNumber__Mode")]
    [InlineData("PerNumber__Mode", "2", "PerNumber__Mode")]
    [InlineData("PerNumber__Burst", "0", "PerNumber__Burst")]
    [InlineData("PerNumber__Burst", "three", "PerNumber__Burst")]
    [InlineData("PerNumber__Refill", "00:00:00", "PerNumber__Refill")]
    [InlineData("PerNumber__Refill", "60", "PerNumber__Refill")]
    [InlineData("PerNumber__Refill", "1.00:00:01", "PerNumber__Refill")]
    [InlineData("PerIp__PerHour", "0", "PerIp__PerHour")]
    [InlineData("PerIp__PerHour", "-1", "PerIp__PerHour")]
    [InlineData("PerIp__PerHour", "100000001", "PerIp__PerHour")]
    [InlineData("PerIp__PerDay", "1.5", "PerIp__PerDay")]
    // One without the other drains never, or nothing.
    [InlineData("PerRegion__Burst", "5", "PerRegion__Refill")]
    [InlineData("PerRegion__Refill", "00:01:00", "PerRegion__Burst")]
    // What the rule does not have.
    [InlineData("PerBlock__PerDay", "100", "PerBlock__PerHour")]
    [InlineData("RegionsPerIp__PerHour", "3", "RegionsPerIp__PerDay")]
    [InlineData("Unverified__PerDay", "3", "Unverified__PerDay")]
    // Nothing feeds it yet.
    [InlineData("Unverified__Mode", "Enforce", "Unverified__Mode")]
    [InlineData("WhenStoreIsAway", "Maybe", "WhenStoreIsAway")]
    [InlineData("Quiet", "yes", "Quiet")]
    // Misspelt.
    [InlineData("PerNumber__PerMinute", "3", "PerNumber__PerMinute")]
    [InlineData("PerNumer__PerHour", "3", "PerNumer")]
    [InlineData("PerNumber", "3", "PerNumber")]
    public void Every_mistake_names_its_key(string key, string value, string named)
    {
        var mistake = Assert.Single(Read((key, value)).Errors);
        Assert.StartsWith($"{Section}{named}: ", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Assert.Equal(3, Read(("PerNumber__Burst", "0"), ("PerIp__Mode", "No"), ("Quiet", "1")).Errors.Count);

    [Theory]
    [InlineData("PerIp__PerDay", "20", "PerIp__PerHour")]
    [InlineData("PerTenant__Mode", "Enforce", "PerTenant__Mode")]
    public void What_has_no_effect_is_warned_of(string key, string value, string named) =>
        Assert.Contains(
            Read((key, value)).Gateway.Warnings,
            warning => warning.StartsWith($"{Section}{named}: ", StringComparison.Ordinal)
        );

    private static Result Read(params (string Key, string Value)[] settings)
    {
        var errors = new List<string>();
        var options = GatewayOptions.Read(
            Settings.Create([.. settings.Select(setting => (Section + setting.Key, (string?)setting.Value))]),
            errors
        );
        return new Result(options, errors);
    }

    private sealed record Result(GatewayOptions Gateway, List<string> Errors)
    {
        public AdmissionOptions Options => Gateway.Admission;
    }
}
