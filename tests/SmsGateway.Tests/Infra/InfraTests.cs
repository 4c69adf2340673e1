using SmsGateway.Acceptance;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>infra/ under the real compiler, and what it would deploy held against the code.</summary>
public sealed class InfraTests(InfraSnapshots snapshots)
{
    [Theory]
    [InlineData(nameof(ParameterSets.AsGiven))]
    [InlineData(nameof(ParameterSets.Least))]
    [InlineData(nameof(ParameterSets.Most))]
    public async Task The_compiler_has_nothing_to_say_and_nothing_is_found(string set)
    {
        var parameters = ParameterSets.All[set];

        Assert.Equal("", await snapshots.MessagesOfAsync(parameters));
        Assert.Empty(InfraRules.Findings(await snapshots.OfAsync(parameters)));
    }

    /// <summary>One formatting, the compiler's.</summary>
    [Fact]
    public async Task Every_file_is_formatted()
    {
        var files = InfraCopy
            .Files.Where(file =>
                file.EndsWith(".bicep", StringComparison.Ordinal)
                || file.EndsWith(".bicepparam", StringComparison.Ordinal)
            )
            .ToList();
        Assert.True(files.Count > 10);
        await Assert.AllAsync(
            files.Select(file => Path.Combine(InfraCopy.Source, file)),
            async path =>
                Assert.Equal(
                    await snapshots.Compiler.FormatAsync(path),
                    await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)
                )
        );
    }

    /// <summary>Of that the compiler warns on its command line alone.</summary>
    [Fact]
    public void Nothing_experimental_is_switched_on() =>
        Assert.All(
            InfraCopy.Files.Where(file => Path.GetFileName(file) == "bicepconfig.json"),
            file =>
                Assert.DoesNotContain(
                    "experimental",
                    File.ReadAllText(Path.Combine(InfraCopy.Source, file)),
                    StringComparison.OrdinalIgnoreCase
                )
        );

    /// <summary>Roles and the app have names before anything is deployed, so that what-if can show them to who approves.</summary>
    [Fact]
    public async Task What_if_knows_every_resource()
    {
        Assert.All(
            (await snapshots.OfAsync(ParameterSets.AsGiven)).Resources,
            resource => Assert.DoesNotContain("[", resource.Id, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_account_takes_any_prefix()
    {
        Assert.All(
            (await snapshots.OfAsync(ParameterSets.Most)).Of("Microsoft.Storage/storageAccounts"),
            account => Assert.Matches("^s[th]smx[a-z0-9]{13}$", account.Name)
        );
    }

    [Fact]
    public async Task Zones_bring_two_instances_of_each_group_that_always_runs()
    {
        Assert.Equal([1, 1], await AlwaysReadyAsync(ParameterSets.AsGiven));
        Assert.Equal([2, 2], await AlwaysReadyAsync(ParameterSets.Most));
        Assert.Empty(await AlwaysReadyAsync(ParameterSets.Least));
    }

    /// <summary>Tables of Application Insights keep 90 days unless told otherwise.</summary>
    [Fact]
    public async Task Logs_are_kept_as_long_as_the_parameter_says()
    {
        var tables = (await snapshots.OfAsync(ParameterSets.AsGiven))
            .Of("Microsoft.OperationalInsights/workspaces/tables")
            .ToList();

        Assert.Contains(tables, table => table.Name.EndsWith("/AppTraces", StringComparison.Ordinal));
        Assert.Contains(tables, table => table.Name.EndsWith("/AppRequests", StringComparison.Ordinal));
        Assert.All(
            tables,
            table =>
                Assert.Equal(
                    ("30", "30"),
                    (table["properties.retentionInDays"], table["properties.totalRetentionInDays"])
                )
        );
    }

    [Fact]
    public async Task Messages_are_encrypted_unless_that_is_switched_off()
    {
        const string Key = "Gateway__Encryption__KeySecretName";

        Assert.Equal("encryption-key", AppSettings.Of(await snapshots.OfAsync(ParameterSets.AsGiven))[Key]);
        Assert.False(AppSettings.Of(await snapshots.OfAsync(ParameterSets.Least)).ContainsKey(Key));
    }

    /// <summary>Below the platform's limit it is the gateway that answers, with 413, or 401 without a token.</summary>
    [Fact]
    public async Task A_body_of_a_mebibyte_reaches_the_gateway()
    {
        Assert.Equal(
            "2097152",
            AppSettings.Of((await snapshots.OfAsync(ParameterSets.AsGiven)))["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]
        );
        Assert.True(AcceptanceHandler.MaxBodyBytes < 1024 * 1024);
    }

    [Fact]
    public async Task Who_is_silent_from_the_first_moment_wakes_nobody()
    {
        var rule = (await snapshots.OfAsync(ParameterSets.AsGiven))
            .Of("Microsoft.Insights/scheduledQueryRules")
            .Single(rule => rule.Name.EndsWith("-silence", StringComparison.Ordinal));

        Assert.Equal("P2D", rule["properties.overrideQueryTimeRange"]);
        Assert.Contains(
            "max(timestamp) | where Last < ago(15m)",
            rule.List("properties.criteria.allOf").Single().GetProperty("query").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Everybody_who_is_to_be_told_is()
    {
        var deployment = await snapshots.OfAsync(ParameterSets.Most);

        Assert.All(
            deployment.Of("Microsoft.Insights/scheduledQueryRules"),
            rule => Assert.Equal(2, rule.List("properties.actions.actionGroups").Count())
        );
        Assert.Equal(2, deployment.Of("Microsoft.Insights/metricAlerts").Single().List("properties.actions").Count());
        Assert.Equal(
            2,
            deployment
                .Of("Microsoft.Consumption/budgets")
                .Single()
                .List("properties.notifications.spent.contactGroups")
                .Count()
        );
    }

    private async Task<IEnumerable<int>> AlwaysReadyAsync(string parameters) =>
        (await snapshots.OfAsync(parameters))
            .Of("Microsoft.Web/sites")
            .Single()
            .List("properties.functionAppConfig.scaleAndConcurrency.alwaysReady")
            .Select(entry => entry.GetProperty("instanceCount").GetInt32());
}
