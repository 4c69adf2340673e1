using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Cli.Commands;
using SmsGateway.Cli.Gateway;

namespace SmsGateway.Cli.Carriers;

/// <summary>Shows how carriers and routes fare, as the gateway sees them now.</summary>
internal sealed class CarriersCommand : CliCommand
{
    private readonly Setting _url = Settings.Url();

    public CarriersCommand()
        : base(
            "carriers",
            "Show how carriers and routes fare: state and since when, last success and code, attempts of the last minute, weights. Exits with 1 when a route has no carrier that delivers. Its commands switch a carrier off and on, and take the operators' key.",
            new($"{CliApp.Name} carriers --url https://sms.example.com", "no key is needed"),
            new($"{CliApp.Name} carriers --json", "for a script; the rest from the environment"),
            new($"{CliApp.Name} carriers off twilio --for 2h", "nothing more by Twilio; the rest from the environment")
        )
    {
        Add(_url);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var gateway = GatewayClient.For(invocation, _url, operatorsKey: null);
        var answer = await gateway.HealthAsync(cancellationToken);
        if (
            answer.Status is not (200 or 503)
            || answer.Json is not { } health
            || health["carriers"] is not JsonObject carriers
            || health["routes"] is not JsonObject routes
        )
        {
            throw new CliException(
                $"{gateway.Address}api/health answered {answer.Status}, which is no gateway's. {AnswerHints.For(answer, new Uri(gateway.Address, "api/health"))}"
            );
        }

        if (invocation.Json)
        {
            invocation.Write(new JsonObject { ["carriers"] = carriers.DeepClone(), ["routes"] = routes.DeepClone() });
        }
        else
        {
            WriteCarriers(invocation, carriers);
            invocation.Environment.Out.WriteLine();
            WriteRoutes(invocation, routes);
        }

        return routes.Any(route => route.Value.Text("status") == "unhealthy") ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static void WriteCarriers(Invocation invocation, JsonObject carriers)
    {
        var table = Tables.New(
            invocation,
            "Carrier",
            "State",
            "Since",
            "Last success",
            "Last code",
            "Last minute",
            "Failing in",
            "Detail"
        );
        foreach (var (name, carrier) in carriers)
        {
            table.Row(
                name,
                (carrier as JsonObject)?["switchedOff"] is JsonObject ? "off" : carrier.Text("status"),
                Moment(carrier.Text("since"), ""),
                Moment(carrier.Text("lastSuccess"), "none since the start"),
                carrier.Text("lastCode"),
                $"{Number(carrier, "badInLastMinute")} bad of {Number(carrier, "attemptsInLastMinute")}",
                string.Join(
                    ", ",
                    ((carrier as JsonObject)?["failingIn"] as JsonArray ?? []).Select(region => $"{region}")
                ),
                carrier.Text("detail")
            );
        }

        invocation.Screen.Write(table);
    }

    private static void WriteRoutes(Invocation invocation, JsonObject routes)
    {
        var table = Tables.New(invocation, "Route", "State", "Since", "Carriers", "Detail");
        foreach (var (name, route) in routes)
        {
            var carriers = (route as JsonObject)?["weights"] is JsonObject weights
                ? weights.Select(weight => $"{weight.Key} {weight.Value}")
                : ((route as JsonObject)?["carriers"] as JsonArray ?? []).Select(carrier => $"{carrier}");
            table.Row(
                name,
                route.Text("status"),
                Moment(route.Text("since"), ""),
                string.Join(", ", carriers),
                route.Text("detail")
            );
        }

        invocation.Screen.Write(table);
    }

    private static string Number(JsonNode? carrier, string name) => (carrier as JsonObject)?[name]?.ToString() ?? "0";

    private static string Moment(string? text, string none) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? Tables.Moment(moment) : none;
}
