using Microsoft.Extensions.Configuration;
using SmsGateway.Admission;
using SmsGateway.Configuration;
using SmsGateway.Messages;
using SmsGateway.Tests.Support;
using Xunit;

namespace SmsGateway.Tests.Admission;

public sealed class NumberRulesOptionsTests
{
    private const string Regions = "Gateway__Admission__Regions";
    private const string Kinds = "Gateway__Admission__Kinds";

    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void By_default_what_costs_more_is_refused_and_every_region_allowed()
    {
        var options = Read();

        Assert.Empty(options.Regions);
        Assert.Equal(
            [
                NumberKind.Premium,
                NumberKind.TollFree,
                NumberKind.SharedCost,
                NumberKind.Satellite,
                NumberKind.Pager,
                NumberKind.Personal,
            ],
            options.RefusedKinds.Order()
        );
        Assert.Equal(options.RefusedKinds.Order(), new NumberRulesOptions().RefusedKinds.Order());
    }

    [Fact]
    public void Without_a_list_one_warning_says_what_it_risks()
    {
        Read((Kinds + "__Voip", "Refuse"));

        var warning = Assert.Single(_warnings);
        Assert.StartsWith($"{Regions}: ", warning, StringComparison.Ordinal);
        Assert.Contains("every country", warning, StringComparison.Ordinal);
        Assert.Contains("at your cost", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_list_of_nothing_is_none(string region)
    {
        Assert.Empty(Read((Regions + "__0", region)).Regions);
        Assert.Single(_warnings);
    }

    [Fact]
    public void A_list_that_nobody_goes_by_is_not_missed()
    {
        Assert.Empty(Read(isListUsed: false).Regions);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData("AU", "AU")]
    [InlineData("au", "AU")]
    [InlineData(" Nz ", "NZ")]
    [InlineData("XK", "XK")]
    public void A_region_is_read_in_any_case(string text, string region)
    {
        Assert.Equal([region], Read((Regions + "__0", text)).Regions);
        Assert.Empty(_warnings);
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("__0", "XX", "two letters")]
    [InlineData("__0", "001", "two letters")]
    [InlineData("__0", "AUS", "two letters")]
    [InlineData("__0", "+61", "two letters")]
    [InlineData("__0", "Australia", "two letters")]
    [InlineData("__0", "AU,NZ", "two letters")]
    [InlineData("__0", "UK", "it is GB")]
    [InlineData("__0", "<region>", "placeholder")]
    [InlineData("__7", "de", "already", "__0", "DE")]
    [InlineData("", "AU,NZ", "is a list")]
    public void A_mistake_in_the_list_is_told_by_its_key(
        string key,
        string value,
        string explanation,
        params string[] further
    )
    {
        Read([(Regions + key, value), .. further.Chunk(2).Select(pair => (Regions + pair[0], pair[1]))]);

        var error = Assert.Single(_errors);
        Assert.StartsWith(Regions + key + ": ", error, StringComparison.Ordinal);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Premium", "Allow", false)]
    [InlineData("premium", "allow", false)]
    [InlineData("Voip", "Refuse", true)]
    [InlineData("FixedLine", "Refuse", true)]
    [InlineData("Satellite", "Allow", false)]
    public void A_switch_moves_its_kind_alone(string kind, string to, bool refused)
    {
        var options = Read((Kinds + "__" + kind, to));

        var changed = Enum.Parse<NumberKind>(kind, ignoreCase: true);
        Assert.Equal(refused, options.RefusedKinds.Contains(changed));
        Assert.Equal(
            new NumberRulesOptions().RefusedKinds.Where(other => other != changed).Order(),
            options.RefusedKinds.Where(other => other != changed).Order()
        );
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("Premium", "Deny", "must be one of Refuse, Allow")]
    [InlineData("Premium", "false", "must be one of Refuse, Allow")]
    [InlineData("Premum", "Refuse", "did you mean Premium?")]
    [InlineData("Mobile", "Refuse", "is not a known setting")]
    [InlineData("Unknown", "Refuse", "is not a known setting")]
    [InlineData("FixedLineOrMobile", "Refuse", "is not a known setting")]
    public void A_mistake_in_a_switch_is_told_by_its_key(string kind, string value, string explanation)
    {
        Read((Kinds + "__" + kind, value));

        var error = Assert.Single(_errors);
        Assert.StartsWith($"{Kinds}__{kind}: ", error, StringComparison.Ordinal);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_caller_has_a_list_of_its_own()
    {
        var caller = Assert.Single(
            GatewayOptions
                .Read(
                    Settings.Create(
                        ("Gateway__Callers__auth0__Regions__0", "nz"),
                        ("Gateway__Callers__auth0__Regions__1", "AU")
                    )
                )
                .Callers
        );

        Assert.Equal(["AU", "NZ"], caller.Regions.Order());
        Assert.Empty(Assert.Single(GatewayOptions.Read(Settings.Create()).Callers).Regions);
    }

    [Theory]
    [InlineData("XX", "two letters")]
    [InlineData("AU", "already")]
    public void A_mistake_in_a_callers_list_is_told_by_its_key(string region, string explanation)
    {
        const string Key = "Gateway__Callers__auth0__Regions__";
        GatewayOptions.Read(Settings.Create((Key + "0", "AU"), (Key + "1", region)), _errors);

        var error = Assert.Single(_errors);
        Assert.StartsWith(Key + "1: ", error, StringComparison.Ordinal);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
    }

    private NumberRulesOptions Read(params (string Key, string? Value)[] settings) => Read(true, settings);

    private NumberRulesOptions Read(bool isListUsed, params (string Key, string? Value)[] settings) =>
        NumberRulesOptions.Read(
            new ConfigurationReader(
                new ConfigurationBuilder()
                    .AddInMemoryCollection(
                        settings.Select(setting =>
                            KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)
                        )
                    )
                    .Build()
                    .GetSection("Gateway:Admission"),
                _errors,
                _warnings
            ),
            isListUsed
        );
}
