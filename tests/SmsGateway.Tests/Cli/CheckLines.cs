using System.Text.Json;

namespace SmsGateway.Tests.Cli;

/// <summary>The lines of <c>check --json</c>, and a gateway that is well.</summary>
internal static class CheckLines
{
    public const string Healthy =
        """{"status":"healthy","queue":{"status":"healthy","detail":null,"messages":3},"secrets":{"status":"healthy","detail":null},"carriers":{"twilio":{"status":"healthy","breaker":"Closed","lastSuccess":null}}}""";

    public static JsonElement.ArrayEnumerator Of(CliRun run) => run.Json.GetProperty("checks").EnumerateArray();

    public static IReadOnlyList<string> States(CliRun run) =>
        [.. Of(run).Select(line => $"{line.GetProperty("name").GetString()} {line.GetProperty("state").GetString()}")];
}
