using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Testing;

namespace SmsGateway.Workbench.Demo;

/// <summary>What the demo plays. Each step checks what came of it and says so in a few words, or throws.</summary>
internal static class DemoSteps
{
    /// <summary>From Twilio's published test numbers: invalid.</summary>
    private const string Invalid = "+15005550001";

    private const int InFlight = 20;

    public static readonly IReadOnlyList<(string Title, Func<DemoStage, CancellationToken, Task<string>> Play)> All =
    [
        ("Auth0's documented request", PlainAsync),
        ("with forwarded request information", WithRequestInformationAsync),
        ("with spaces in the number", WithSpacesAsync),
        ("the same message again, ten times at once", RepetitionAsync),
        ("a token signed with another secret", WrongTokenAsync),
        ("a caller with a short secret", ShortSecretAsync),
        ("the first carrier is down", FailoverAsync),
        ("an invalid number", InvalidNumberAsync),
        ("all carriers are down until the code expires", ExpiryAsync),
        ("kill -9 with messages in flight", RestartAsync),
        ("no secret, code, text or number in the logs", LogsAsync),
    ];

    private static async Task<string> PlainAsync(DemoStage stage, CancellationToken cancellationToken) =>
        await DeliveredAsync(stage, stage.Message("+61491570156"), stage.Auth0, "+61491570156", cancellationToken);

    private static async Task<string> WithRequestInformationAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var req = new JsonObject { ["ip"] = "203.0.113.7", ["user-agent"] = "Mozilla/5.0 (X11; Linux x86_64)" };
        return await DeliveredAsync(
            stage,
            stage.Message("+61491570157", req),
            stage.Auth0,
            "+61491570157",
            cancellationToken
        );
    }

    private static async Task<string> WithSpacesAsync(DemoStage stage, CancellationToken cancellationToken) =>
        await DeliveredAsync(stage, stage.Message("+61 491 570 158"), stage.Auth0, "+61491570158", cancellationToken);

    private static async Task<string> RepetitionAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var message = stage.Message("+61491570159");
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => stage.AcceptAsync(message, stage.Auth0, cancellationToken))
        );
        await stage.ArrivalAsync(ids[0], cancellationToken);
        var sent = (await stage.Simulator.ArrivalsAsync(cancellationToken)).Count(arrival =>
            ids.Contains(arrival.CorrelationId)
        );
        var different = ids.Distinct().Count();
        return different == 1 && sent == 1
            ? "200 and the same id each time, sent once"
            : throw new DemoFailure($"{different} ids, sent {sent} times");
    }

    private static async Task<string> WrongTokenAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var forged = new Caller("forger", stage.Auth0.Subject, stage.Auth0.Audience, "not the secret").Token();
        using var response = await stage.Gateway.PostAsync(stage.Message("+61491570159"), forged, cancellationToken);
        var challenge = response.Headers.WwwAuthenticate.ToString();
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return (int)response.StatusCode == 401 && challenge == "Bearer" && body.Length == 0
            ? "401, and not a word why"
            : throw new DemoFailure($"{(int)response.StatusCode} with challenge '{challenge}' and {body.Length} bytes");
    }

    private static async Task<string> ShortSecretAsync(DemoStage stage, CancellationToken cancellationToken) =>
        await DeliveredAsync(stage, stage.Message("+61491570110"), stage.Short, "+61491570110", cancellationToken);

    private static async Task<string> FailoverAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        await stage.OutageAsync("down", cancellationToken, GatewaySettings.Carriers[0]);
        var id = await stage.AcceptAsync(stage.Message("+61491570313"), stage.Auth0, cancellationToken);
        var arrival = await stage.ArrivalAsync(id, cancellationToken);
        await stage.OutageAsync("none", cancellationToken, GatewaySettings.Carriers[0]);
        return arrival.Carrier == GatewaySettings.Carriers[1]
            ? $"{arrival.Carrier} took it instead"
            : throw new DemoFailure($"{arrival.Carrier} took it");
    }

    private static async Task<string> InvalidNumberAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var id = await stage.AcceptAsync(stage.Message(Invalid), stage.Auth0, cancellationToken);
        await stage.DeadLetterAsync(id, "Rejected", cancellationToken);
        return "dead letter, Rejected";
    }

    private static async Task<string> ExpiryAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        await stage.OutageAsync("down", cancellationToken, GatewaySettings.Carriers);
        var id = await stage.AcceptAsync(stage.Message("+61491570737"), stage.Brief, cancellationToken);
        await stage.DeadLetterAsync(id, "Expired", cancellationToken);
        await stage.OutageAsync("none", cancellationToken, GatewaySettings.Carriers);
        return (await stage.Simulator.SeenAsync(cancellationToken)).ContainsKey(id)
            ? throw new DemoFailure("it was sent all the same")
            : $"dead letter, Expired (life {stage.Brief.TimeToLive!.Value.TotalSeconds:0} s); never sent";
    }

    private static async Task<string> RestartAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        await stage.OutageAsync("down", cancellationToken, GatewaySettings.Carriers);
        var ids = new List<string>();
        for (var i = 0; i < InFlight; i++)
        {
            ids.Add(
                await stage.AcceptAsync(
                    stage.Message(string.Create(CultureInfo.InvariantCulture, $"+614915702{i:00}")),
                    stage.Auth0,
                    cancellationToken
                )
            );
        }

        await stage.Gateway.KillAsync();
        await stage.OutageAsync("none", cancellationToken, GatewaySettings.Carriers);
        await stage.StartGatewayAsync(cancellationToken);
        foreach (var id in ids)
        {
            await stage.ArrivalAsync(id, cancellationToken);
        }

        return $"started again, all {InFlight} arrived";
    }

    private static Task<string> LogsAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var result = stage.SearchLogs();
        return result switch
        {
            { Lines: 0 } => throw new DemoFailure("there are no logs to search"),
            { Findings: [var first, ..] } => throw new DemoFailure(
                $"{result.Findings.Count} found; the first in {first}"
            ),
            _ => Task.FromResult($"{result.Lines} lines searched"),
        };
    }

    private static async Task<string> DeliveredAsync(
        DemoStage stage,
        string json,
        Caller caller,
        string recipient,
        CancellationToken cancellationToken
    )
    {
        var posted = TimeProvider.System.GetUtcNow();
        var id = await stage.AcceptAsync(json, caller, cancellationToken);
        var accepted = TimeProvider.System.GetUtcNow();
        var arrival = await stage.ArrivalAsync(id, cancellationToken);
        return arrival.Recipient.TrimStart('+') == recipient.TrimStart('+')
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"200 after {(accepted - posted).TotalMilliseconds:0.0} ms, at {arrival.Carrier} after {(arrival.ReceivedAt - posted).TotalMilliseconds:0.0} ms"
            )
            : throw new DemoFailure("it went to another number");
    }
}
