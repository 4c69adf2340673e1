using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using SmsGateway.Callers;
using SmsGateway.DeadLetters;
using SmsGateway.Telemetry;
using SmsGateway.Tests.Functions;
using Xunit;

namespace SmsGateway.Tests.Infra;

/// <summary>A rule that waits for a metric by a wrong name never fires, and nobody notices.</summary>
public sealed partial class MetricNameTests
{
    private static readonly string[] Readers = ["infra/modules/alerts.bicep", "infra/modules/workbook.json"];

    [Fact]
    public void Alerts_and_workbook_read_metrics_that_the_gateway_sends()
    {
        var sent = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == GatewayTelemetry.Name)
            {
                lock (sent)
                {
                    sent.Add(instrument.Name);
                }
            }
        };
        listener.Start();
        using var telemetry = new GatewayTelemetry();

        foreach (var file in Readers)
        {
            var read = MetricPattern()
                .Matches(RepositoryFiles.Read(file))
                .Select(match => match.Value)
                .Distinct()
                .ToList();
            Assert.NotEmpty(read);
            lock (sent)
            {
                Assert.Empty(read.Except(sent));
            }
        }
    }

    [Fact]
    public void Alerts_and_workbook_compare_with_reasons_that_there_are()
    {
        string[] known = [.. Enum.GetNames<DeadLetterReason>(), .. Enum.GetNames<RefusalReason>()];
        foreach (var file in Readers)
        {
            var compared = ReasonPattern()
                .Matches(RepositoryFiles.Read(file))
                .SelectMany(match => WordPattern().Matches(match.Groups[1].Value))
                .Select(match => match.Value)
                .Distinct()
                .ToList();
            Assert.NotEmpty(compared);
            Assert.Empty(compared.Except(known));
        }
    }

    [GeneratedRegex(@"\bsms(\.[a-z_]+)+")]
    private static partial Regex MetricPattern();

    /// <summary>What stands behind <c>customDimensions.reason</c> and an operator: one word, or several in parentheses.</summary>
    [GeneratedRegex(@"customDimensions\.reason\)? (?:==|!?in) (\\?""[^""]+""|\([^)]+\))")]
    private static partial Regex ReasonPattern();

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex WordPattern();
}
