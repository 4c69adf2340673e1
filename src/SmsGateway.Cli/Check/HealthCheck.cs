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
    public static async Task<IReadOnlyList<CheckLine>> RunAsync(
        GatewayClient gateway,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var answer = await gateway.HealthAsync(cancellationToken);
        if (answer.Status is not (200 or 503) || answer.Json is not { } health || answer.Text("status") is null)
        {
            return
            [
                CheckLine.Fail(
                    "health",
                    $"{answer.Status}, which is no gateway's",
                    AnswerHints.For(answer, new Uri(gateway.Address, "api/health"))
                ),
            ];
        }

        CheckLine[] parts =
        [
            Part(
                "queue",
                health["queue"],
                Waiting(health["queue"]),
                _ =>
                    "Messages are not accepted, or accepted ones do not go out: look at the store (Store__*), the carriers and the gateway's log."
            ),
            Part(
                "secrets",
                health["secrets"],
                null,
                state =>
                    (
                        state == CheckState.Fail
                            ? "Callers cannot be checked"
                            : "Callers are checked, but a carrier or the operators lack theirs"
                    ) + ": look at Key Vault and the rights of the gateway's identity, or at Secrets__*."
            ),
            .. Callers(health),
            .. Carriers(health),
            .. Routes(health),
            .. Warnings(health),
        ];
        // The gateway may know more than has a line here.
        var whole = Part("health", health, null, _ => "See the gateway's log, and GET /api/health itself.");
        return parts.Max(part => part.State) < whole.State
            ? [Clock(answer), .. parts, whole]
            : [Clock(answer), .. parts];
    }

    private static CheckLine Clock(GatewayAnswer answer)
    {
        const string Name = "clock";
        if (answer.Date is not { } theirs)
        {
            return CheckLine.Skip(Name, "the answer has no Date");
        }

        // The header has whole seconds, cut off; the answer took its time to come.
        var skew = theirs.AddSeconds(0.5) - (answer.Received - (answer.Elapsed / 2));
        var seen = string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Abs(skew.TotalSeconds):0} s {(skew >= TimeSpan.Zero ? "ahead of" : "behind")} this machine"
        );
        var state =
            skew.Duration() > Tolerated ? CheckState.Fail
            : skew.Duration() > Noticeable ? CheckState.Warn
            : CheckState.Ok;
        return new CheckLine(
            Name,
            state,
            seen,
            state == CheckState.Ok
                ? null
                : $"Set the clocks by NTP, the gateway's or this one: tokens more than {Tolerated.TotalSeconds:0} s off are refused."
        );
    }

    /// <summary>A part of the document, in the gateway's own words.</summary>
    private static CheckLine Part(string name, JsonNode? part, string? further, Func<CheckState, string> advice)
    {
        var status = Text(part, "status") ?? "unknown";
        var state = status switch
        {
            "healthy" => CheckState.Ok,
            "degraded" => CheckState.Warn,
            _ => CheckState.Fail,
        };
        string?[] details = [further, Text(part, "detail"), Since(part)];
        var detail = string.Join("; ", details.Where(text => !string.IsNullOrEmpty(text)));
        return new CheckLine(
            name,
            state,
            detail.Length == 0 ? status
                : state == CheckState.Ok ? $"{status}, {detail}"
                : $"{status}: {detail}",
            state == CheckState.Ok ? null : advice(state)
        );
    }

    private static IEnumerable<CheckLine> Callers(JsonObject health) =>
        (health["callers"] as JsonObject ?? []).Select(caller =>
            Part(
                $"caller {caller.Key}",
                caller.Value,
                null,
                _ =>
                    "Its messages get 401. For Signature, compare the secret at Auth0 with the one that its SigningSecretName names; for a time, the clocks."
            )
        );

    private static IEnumerable<CheckLine> Carriers(JsonObject health)
    {
        foreach (var (name, carrier) in health["carriers"] as JsonObject ?? [])
        {
            var last =
                Text(carrier, "lastSuccess") is { } text
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment)
                    ? $"last success {Tables.Moment(moment)}"
                    : "nothing delivered since the start";
            var regions = (carrier?["failingIn"] as JsonArray)?.Count ?? 0;
            var isFailing = Text(carrier, "breaker") == "Open" || regions > 0;
            var isRefused = Text(carrier, "lastOutcome") == "Refused";
            yield return Part(
                $"carrier {name}",
                carrier,
                isFailing ? $"failing, {last}" : last,
                _ =>
                    isFailing && isRefused
                        ? "It refuses the account: compare its credentials with those in the vault, and look at the account's balance and state there. The other carriers are tried first."
                    : isFailing
                        ? "The gateway tries the other carriers first, in those regions or everywhere, until it is back. See the carrier's status page, and the log."
                    : "It cannot be used until its secret is there: look at Key Vault and the rights of the gateway's identity, or at Secrets__*."
            );
        }
    }

    private static IEnumerable<CheckLine> Routes(JsonObject health) =>
        (health["routes"] as JsonObject ?? []).Select(route =>
            Part(
                $"route {route.Key}",
                route.Value,
                null,
                state =>
                    state == CheckState.Fail
                        ? "Its messages wait, and die when their time is over. See the carriers above, their status pages, and the log."
                        : "It still delivers; the carriers above say what fails."
            )
        );

    /// <summary>What the gateway's settings are hardly meant to be, each under its key.</summary>
    private static IEnumerable<CheckLine> Warnings(JsonObject health) =>
        (health["warnings"] as JsonArray ?? []).Select(line =>
            CheckLine.Warn(
                "settings",
                line?.ToString() ?? "",
                "Mend the setting, or take it out; what it may be is in the configuration's document."
            )
        );

    private static string? Since(JsonNode? part) =>
        DateTimeOffset.TryParse(part.Text("since"), CultureInfo.InvariantCulture, out var since)
            ? $"since {Tables.Moment(since)}"
            : null;

    private static string? Waiting(JsonNode? queue) => Text(queue, "messages") is { } count ? $"{count} waiting" : null;

    private static string? Text(JsonNode? part, string name) => (part as JsonObject)?[name]?.ToString();
}
