using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmsGateway.Delivery;
using SmsGateway.Functions;
using SmsGateway.Queue;
using SmsGateway.Tests.Docs;
using Xunit;

namespace SmsGateway.Tests.Functions;

public sealed partial class HostJsonTests
{
    private static readonly JsonNode Settings = JsonNode.Parse(RepositoryFiles.Read("host.json"))!;

    [Fact]
    public void It_lies_in_the_output_of_the_functions_project()
    {
        var output = Path.GetFullPath(
            Path.Combine(
                AppContext.BaseDirectory,
                "../../SmsGateway.Functions",
                Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/', '\\'))
            )
        );

        Assert.Equal(RepositoryFiles.Read("host.json"), File.ReadAllText(Path.Combine(output, "host.json")));
    }

    [Fact]
    public void It_has_the_version_that_functions_demand() => Assert.Equal("2.0", (string?)Settings["version"]);

    [Fact]
    public void An_idle_queue_is_looked_at_five_times_a_second()
    {
        Assert.InRange(Queues("maxPollingInterval"), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void The_platform_gives_a_message_up_when_the_gateway_does_and_within_a_codes_life()
    {
        var tries = (int)Settings["extensions"]!["queues"]!["maxDequeueCount"]!;

        Assert.Equal(LeaseTerm.MaxHandOuts, tries);
        Assert.Equal(LeasedDelivery.FailurePause, Queues("visibilityTimeout"));
        Assert.InRange(Queues("visibilityTimeout") * tries, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
    }

    /// <summary>The trigger's delete, whose receipt has no force after the take-over, is a warning of ten lines for each message.</summary>
    [Fact]
    public void What_is_tolerated_for_each_message_is_not_in_the_log() =>
        Assert.Equal("Error", (string?)Settings["logging"]!["logLevel"]!["Azure.Core"]);

    [Fact]
    public void The_batch_is_within_what_the_service_hands_out()
    {
        Assert.InRange((int)Settings["extensions"]!["queues"]!["batchSize"]!, 16, 32);
        Assert.Equal("base64", (string?)Settings["extensions"]!["queues"]!["messageEncoding"]);
    }

    /// <summary>With more in work than this the trigger takes no batch, so carriers that do not answer must not come to it.</summary>
    [Fact]
    public void The_carriers_share_what_leaves_the_trigger_running() =>
        Assert.Equal(FunctionsApp.Places, (int)Settings["extensions"]!["queues"]!["newBatchThreshold"]!);

    [Fact]
    public void Routes_are_those_of_the_http_contract_and_nobody_is_throttled_by_guess()
    {
        var http = Settings["extensions"]!["http"]!;

        Assert.Equal("api", (string?)http["routePrefix"]);
        Assert.False((bool)http["dynamicThrottlesEnabled"]!);
        Assert.True((int)http["maxOutstandingRequests"]! >= (int)http["maxConcurrentRequests"]!);
    }

    [Fact]
    public void Telemetry_is_recorded_once()
    {
        Assert.Equal("OpenTelemetry", (string?)Settings["telemetryMode"]);
        Assert.Null(Settings["logging"]!["applicationInsights"]);
    }

    [Fact]
    public void The_document_explains_every_value_and_no_other()
    {
        var documented = Row()
            .Matches(Page.At("docs/deploy.md").Section("host.json, value by value"))
            .Select(match => (Key: match.Groups[1].Value, Value: match.Groups[2].Value))
            .Where(row =>
                !row.Key.StartsWith("AzureWebJobs", StringComparison.Ordinal)
                && !row.Key.StartsWith("FUNCTIONS_", StringComparison.Ordinal)
            );

        Assert.Equal(Leaves(Settings, "").Order(), documented.Order());
    }

    [GeneratedRegex(@"^\| `([^`]+)` \| ([^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static TimeSpan Queues(string key) =>
        TimeSpan.Parse((string)Settings["extensions"]!["queues"]![key]!, CultureInfo.InvariantCulture);

    private static IEnumerable<(string Key, string Value)> Leaves(JsonNode node, string path) =>
        node is JsonObject section
            ? section.SelectMany(child =>
                Leaves(child.Value!, path.Length == 0 || path == "extensions" ? child.Key : $"{path}.{child.Key}")
            )
            : [(path, node.ToString())];
}
