using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Check;

/// <summary>What the gateway says of itself, and its clock.</summary>
internal static class HealthCheck
{
    /// <summary>The gateway takes tokens whose times are up to 60 s off; from half of that on it is time to act.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(60);

    /// <exception cref="CliException">No answer came.</exception>
    public static async Task<IReadOnlyList<CheckLine>> RunAsync(GatewayClient gateway, CliEnvironment environment, CancellationToken cancellationToken)
    {
        var answer = await gateway.HealthAsync(cancellationToken);
        if (answer.Status is not (200 or 503) || answer.Json is not { } health || answer.Text("status") is null)
        {
            return [new CheckLine("health", CheckState.Fail, $"{answer.Status}, which is no gateway's", AnswerAdvice.For(answer, new Uri(gateway.Address, "api/health")))];
        }

        return [Clock(answer), Part("queue", health, "Messages are not accepted: look at the store (Store__*) and the gateway's log."), Part("secrets", health, "Callers cannot be checked: look at Key Vault and the rights of the gateway's identity, or at Secrets__*."), .. Carriers(health)];
    }

    private static CheckLine Clock(GatewayAnswer answer)
    {
        const string Name = "clock";
        if (answer.Date is not { } theirs)
        {
            return new CheckLine(Name, CheckState.Skip, "the answer has no Date");
        }

        // The header has whole seconds, cut off; the answer took its time to come.
        var skew = theirs.AddSeconds(0.5) - (answer.Received - (answer.Elapsed / 2));
        var seen = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(skew.TotalSeconds):0} s {(skew >= TimeSpan.Zero ? "ahead of" : "behind")} this machine");
        var state = skew.Duration() > Tolerated ? CheckState.Fail : skew.Duration() > Noticeable ? CheckState.Warn : CheckState.Ok;
        return new CheckLine(Name, state, seen, state == CheckState.Ok ? null
            : $"Set the clocks by NTP, the gateway's or this one: tokens more than {Tolerated.TotalSeconds:0} s off are refused.");
    }

    private static CheckLine Part(string name, JsonObject health, string advice)
    {
        var part = health[name] as JsonObject;
        var detail = string.Join(", ", new[] { part?["detail"]?.ToString(), part?["messages"] is { } count ? $"{count} waiting" : null }.Where(text => !string.IsNullOrEmpty(text)));
        return part?["status"]?.ToString() == "healthy"
            ? CheckLine.Ok(name, detail.Length > 0 ? $"healthy, {detail}" : "healthy")
            : new CheckLine(name, CheckState.Fail, detail.Length > 0 ? $"unhealthy: {detail}" : "unhealthy", advice);
    }

    private static IEnumerable<CheckLine> Carriers(JsonObject health)
    {
        foreach (var (name, node) in health["carriers"] as JsonObject ?? [])
        {
            var breaker = node?["breaker"]?.ToString();
            var last = node?["lastSuccess"]?.ToString() is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment)
                ? $"last success {Tables.Moment(moment)}"
                : "nothing delivered since the start";
            yield return breaker == "Closed"
                ? CheckLine.Ok($"carrier {name}", last)
                : new CheckLine($"carrier {name}", CheckState.Warn, $"failing, {last}", "The gateway tries the other carriers first until it is back. See the carrier's status page, and the log.");
        }
    }
}
