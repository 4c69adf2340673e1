using System.Text.RegularExpressions;
using SmsGateway.Callers;
using SmsGateway.DeadLetters;
using SmsGateway.Tests.Functions;
using SmsGateway.Tests.Host;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>infra/prometheus against what the Host shows: a rule by a wrong name never fires, and nobody notices.</summary>
public sealed partial class PrometheusRulesTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private static readonly string Rules = RepositoryFiles.Read("infra/prometheus/alerts.yml");

    [Fact]
    public void Rules_read_what_the_gateway_counts()
    {
        var read = Names().Matches(Rules).Select(match => match.Value).Distinct().ToList();

        Assert.NotEmpty(read);
        Assert.Empty(read.Except(PrometheusNames.Labels.Keys));
    }

    [Fact]
    public void Rules_compare_with_reasons_that_there_are()
    {
        string[] known = [.. Enum.GetNames<DeadLetterReason>(), .. Enum.GetNames<RefusalReason>()];

        var compared = Reasons().Matches(Rules).SelectMany(match => match.Groups[1].Value.Split('|')).ToList();

        Assert.NotEmpty(compared);
        Assert.Empty(compared.Except(known));
    }

    /// <summary>The names that these tests go by are those that a scrape has.</summary>
    [Fact]
    public async Task A_scrape_has_these_names_and_no_other()
    {
        var id = await gateway.AcceptAsync(new { recipient = "+15005550100", body = "Your code is 1" });
        await gateway.ArrivalAsync(id);

        var text = await gateway.Gateway.GetStringAsync(
            new Uri("/metrics", UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        var scraped = Types().Matches(text).Select(match => match.Groups[1].Value).Where(name => name != "target_info");
        Assert.NotEmpty(scraped);
        Assert.Empty(scraped.Except(PrometheusNames.Series.Keys));
    }

    [GeneratedRegex("sms_[a-z_]+")]
    private static partial Regex Names();

    [GeneratedRegex("""reason(?:=|=~|!~)"([^"]+)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Reasons();

    [GeneratedRegex("^# TYPE (\\S+)", RegexOptions.Multiline)]
    private static partial Regex Types();
}
