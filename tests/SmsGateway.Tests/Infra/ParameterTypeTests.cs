using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SmsGateway.Admission;
using SmsGateway.Azure.KeyVault;
using SmsGateway.Callers;
using SmsGateway.Delivery;
using SmsGateway.Routing;
using SmsGateway.Tests.Functions;
using SmsGateway.Texts;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>infra/types.bicep, which lets the compiler and an editor know a misspelt setting, names what the code reads.</summary>
public sealed partial class ParameterTypeTests(ParameterTypes types) : IClassFixture<ParameterTypes>
{
    [Theory]
    [InlineData("caller", typeof(CallerOptions), "Name", "SecretNames")]
    // Each caller names its own.
    [InlineData("routing", typeof(RoutingOptions), "Callers")]
    // The platform decides how many messages an instance of the app delivers at once.
    [InlineData("delivery", typeof(DeliveryOptions), "MaxConcurrency")]
    [InlineData("text", typeof(TextOptions))]
    [InlineData("template", typeof(TextTemplate), "Name")]
    public void A_section_has_the_settings_of_the_code(string type, Type options, params string[] noSettings) =>
        Assert.Equal(
            options
                .GetProperties()
                .Select(property => property.Name)
                .Where(name => name != "EqualityContract")
                .Except(noSettings)
                .Order(),
            types.PropertiesOf(type).Order()
        );

    [Fact]
    public void Admission_has_the_settings_of_the_code() =>
        Assert.Equal(
            typeof(AdmissionOptions)
                .GetProperties()
                .Select(property => property.Name)
                .Except([
                    "EqualityContract",
                    nameof(AdmissionOptions.Counts),
                    nameof(AdmissionOptions.Off),
                    nameof(AdmissionOptions.Numbers),
                ])
                .Concat(["Regions", "Kinds"])
                .Order(),
            types.PropertiesOf("admission").Order()
        );

    [Fact]
    public void Every_threshold_that_can_be_overridden_has_a_default()
    {
        var defaults = RepositoryFiles
            .Read("infra/modules/alerts.bicep")
            .Split("var defaultThresholds = {")[1]
            .Split('}')[0];

        Assert.Equal(
            Thresholds().Matches(defaults).Select(name => name.Groups[1].Value).Order(),
            types.PropertiesOf("alertThresholds").Order()
        );
    }

    [Fact]
    public void Every_kind_of_carrier_is_there()
    {
        var error = Assert.Single(
            ErrorsOf(("Kind", "x")),
            error => error.Contains("must be one of", StringComparison.Ordinal)
        );

        // 8x8 is another spelling of EightByEight.
        Assert.Equal(
            Words()
                .Matches(error[error.IndexOf("one of", StringComparison.Ordinal)..])
                .Select(word => word.Value)
                .Except(["one", "of"])
                .Order(),
            types.Carriers.Keys.Order()
        );
    }

    [Fact]
    public void Every_kind_of_carrier_has_what_all_have_in_common() =>
        Assert.All(
            types.Carriers,
            kind =>
                Assert.Empty(
                    new[]
                    {
                        "BaseAddress",
                        "From",
                        "AlwaysUseFrom",
                        "MaxConcurrency",
                        "MaxPerSecond",
                        "Senders",
                    }.Except(kind.Value)
                )
        );

    [Fact]
    public void Every_setting_of_a_carrier_is_read()
    {
        Assert.NotEmpty(types.Carriers);
        foreach (var (kind, settings) in types.Carriers)
        {
            var errors = ErrorsOf([
                ("Kind", kind),
                .. settings.Where(name => name != "Kind").Select(name => (name, "x")),
            ]);

            Assert.DoesNotContain(errors, error => error.Contains("is not a known setting", StringComparison.Ordinal));
        }
    }

    private static List<string> ErrorsOf(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting =>
                    KeyValuePair.Create($"Gateway:Carriers:x:{setting.Name}", (string?)setting.Value)
                )
            )
            .Build();
        var errors = new List<string>();
        GatewayOptions.Read(configuration, errors, KeyVaultOptions.NameRule(configuration, errors));
        return errors;
    }

    [GeneratedRegex(@"^ *(\w+):", RegexOptions.Multiline)]
    private static partial Regex Thresholds();

    [GeneratedRegex(@"\b[A-Za-z]\w*")]
    private static partial Regex Words();
}

/// <summary>The types as the compiler understands them.</summary>
public sealed class ParameterTypes(InfraSnapshots snapshots) : IAsyncLifetime
{
    private JsonElement _definitions;

    /// <value>Settings by kind.</value>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Carriers =>
        _definitions
            .GetProperty("carrier")
            .GetProperty("discriminator")
            .GetProperty("mapping")
            .EnumerateObject()
            .ToDictionary(
                kind => kind.Name,
                kind => PropertiesOf(kind.Value.GetProperty("$ref").GetString()!.Split('/')[^1])
            );

    public IReadOnlyList<string> PropertiesOf(string type) =>
        [
            .. _definitions
                .GetProperty(type)
                .GetProperty("properties")
                .EnumerateObject()
                .Select(property => property.Name),
        ];

    public async ValueTask InitializeAsync()
    {
        var (output, messages) = await snapshots.Compiler.CompileAsync(Path.Combine(InfraCopy.Source, "types.bicep"));
        Assert.Equal("", messages);
        _definitions = JsonElement.Parse(output!).GetProperty("definitions");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
