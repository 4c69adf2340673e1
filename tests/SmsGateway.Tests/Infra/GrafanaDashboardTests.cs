using System.Text.Json;
using System.Text.RegularExpressions;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>infra/grafana against what the Host shows: a panel by a wrong name or label is empty, and looks like a quiet gateway.</summary>
public sealed partial class GrafanaDashboardTests
{
    private static readonly JsonElement Dashboard = JsonDocument
        .Parse(RepositoryFiles.Read("infra/grafana/sms-gateway.json"))
        .RootElement;

    private static readonly IReadOnlyDictionary<string, HashSet<string>> Known = PrometheusNames.Labels;

    /// <summary>The title of each panel with one of its queries and its legend.</summary>
    public static TheoryData<string, string, string> Queries =>
        new(
            Panels
                .Where(panel => panel.TryGetProperty("targets", out _))
                .SelectMany(panel =>
                    panel
                        .GetProperty("targets")
                        .EnumerateArray()
                        .Select(target =>
                            (
                                panel.GetProperty("title").GetString()!,
                                target.GetProperty("expr").GetString()!,
                                target.GetProperty("legendFormat").GetString()!
                            )
                        )
                )
        );

    private static IEnumerable<JsonElement> Panels => Dashboard.GetProperty("panels").EnumerateArray();

    [Theory]
    [MemberData(nameof(Queries))]
    public void A_panel_reads_what_the_gateway_counts_by_labels_that_it_has(string panel, string query, string legend)
    {
        var names = Names().Matches(query).Select(match => match.Value).Distinct().ToList();
        Assert.True(names.Count > 0, panel);
        Assert.Empty(names.Except(Known.Keys));

        // The scrape itself adds the instance.
        var labels = names.SelectMany(name => Known[name]).Append("instance").ToHashSet();
        var grouped = Grouping().Matches(query).SelectMany(match => match.Groups["labels"].Value.Split(", ")).ToList();
        Assert.Empty(Matcher().Matches(query).Select(match => match.Groups["label"].Value).Except(labels));
        Assert.Empty(grouped.Except(labels));
        Assert.Empty(Shown().Matches(legend).Select(match => match.Groups["label"].Value).Except(grouped));
        Assert.Equal(query.Count(c => c == '('), query.Count(c => c == ')'));
    }

    /// <summary>Everything that a scrape has can be seen, but for what is rare.</summary>
    [Fact]
    public void What_the_gateway_counts_is_on_it()
    {
        var all = Dashboard.GetRawText();

        Assert.Equal(
            ["sms_duplicates_total", "sms_redelivered_late_total", "sms_redelivered_total", "sms_route_weight"],
            PrometheusNames
                .Series.Keys.Where(type => !all.Contains(type, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Panels_have_numbers_of_their_own_and_stand_beside_each_other()
    {
        var ids = Panels.Select(panel => panel.GetProperty("id").GetInt32()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());

        var squares = Panels.SelectMany(panel =>
        {
            var at = panel.GetProperty("gridPos");
            int Of(string name) => at.GetProperty(name).GetInt32();
            Assert.True(Of("x") + Of("w") <= 24);
            return from x in Enumerable.Range(Of("x"), Of("w"))
                from y in Enumerable.Range(Of("y"), Of("h"))
                select (x, y);
        });
        Assert.DoesNotContain(squares.GroupBy(square => square), group => group.Count() > 1);
    }

    /// <summary>Nothing of one installation: who imports it chooses the data source.</summary>
    [Fact]
    public void Every_panel_asks_the_data_source_that_is_chosen() =>
        Assert.All(
            Panels.Where(panel => panel.TryGetProperty("datasource", out _)),
            panel => Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString())
        );

    [GeneratedRegex("sms_[a-z_]+")]
    private static partial Regex Names();

    [GeneratedRegex("by \\((?<labels>[^)]+)\\)")]
    private static partial Regex Grouping();

    [GeneratedRegex("[{,](?<label>[a-z]+)(=~|!~|!=|=)\"")]
    private static partial Regex Matcher();

    [GeneratedRegex("\\{\\{(?<label>[a-z]+)\\}\\}")]
    private static partial Regex Shown();
}
