using System.Xml;

namespace SmsGateway.Tests.Infra;

/// <summary>Rules that can fire, and fire for the gateway's own sake only.</summary>
internal static class Alerts
{
    public static IEnumerable<string> Findings(Deployment deployment)
    {
        foreach (var rule in deployment.Of("Microsoft.Insights/scheduledQueryRules"))
        {
            var criterion = rule.List("properties.criteria.allOf").Single();
            var query = criterion.GetProperty("query").GetString()!;
            if (criterion.GetProperty("operator").GetString() != "GreaterThan")
            {
                yield return $"{rule} fires at an operator that nobody reads";
            }

            // What is taken in late would fall between two looks.
            if (Duration(rule, "windowSize") < 2 * Duration(rule, "evaluationFrequency"))
            {
                yield return $"{rule} looks back no further than to its last look";
            }

            // The platform and its libraries make failing calls all day: the host's own delete of a message that the gateway deleted.
            if (query.Contains("dependencies", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{rule} counts calls that the platform makes";
            }

            // Anybody can make the platform answer 500, with a body that is too large, and nobody is to be woken by that.
            if (
                query.Contains("resultCode", StringComparison.Ordinal)
                && int.Parse(rule["properties.severity"]!, System.Globalization.CultureInfo.InvariantCulture) < 2
            )
            {
                yield return $"{rule} wakes somebody for what the platform answers";
            }
        }
    }

    private static TimeSpan Duration(DeployedResource rule, string name) =>
        XmlConvert.ToTimeSpan(rule[$"properties.{name}"]!);
}
