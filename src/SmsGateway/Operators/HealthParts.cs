using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Routing;
using SmsGateway.Secrets;

namespace SmsGateway.Operators;

/// <summary>How each carrier, route and caller is, in words for an operator.</summary>
internal static class HealthParts
{
    private const string NoCode = "no code";

    public static HealthPart Of(ConfiguredCarrier carrier, IReadOnlyCollection<SecretHealth> secrets)
    {
        var health = carrier.Health;
        var count = health.LastMinute;
        var regions = health.FailingRegions;
        var off = carrier.Switch.Off;
        var lacksSecret = secrets.Any(secret => !secret.IsServed);
        return new(
            carrier.Name,
            off is not null || health.IsFailing || regions.Count > 0 || lacksSecret
                ? HealthState.Degraded
                : HealthState.Healthy,
            Join(secrets.Select(secret => secret.Detail).Prepend(WordsOf(off)).Append(Failure(health))),
            off?.Since ?? health.FailingSince,
            (
                "breaker",
                health.IsFailing ? "Open"
                : health.HasFailed ? "HalfOpen"
                : "Closed"
            ),
            ("switchedOff", off is null ? null : new JsonObject { ["since"] = off.Since, ["until"] = off.Until }),
            ("lastSuccess", health.LastSuccess),
            ("lastOutcome", health.LastFailure?.Name),
            ("lastCode", health.LastCode),
            ("attemptsInLastMinute", count.Attempts),
            ("badInLastMinute", count.Bad),
            ("failingIn", new JsonArray([.. regions.Select(region => JsonValue.Create(region))]))
        );
    }

    public static HealthPart Of(RouteState route)
    {
        var points = route.Points;
        var carriers = new JsonArray([.. route.Carriers.Select(carrier => JsonValue.Create(carrier.Name))]);
        (string, JsonNode?)[] more = points.IsEmpty
            ? [("carriers", carriers)]
            :
            [
                ("carriers", carriers),
                (
                    "weights",
                    new JsonObject(
                        points.Select((weight, i) => KeyValuePair.Create(route.Carriers[i].Name, (JsonNode?)weight))
                    )
                ),
            ];
        return new(
            route.Name,
            route.IsDown ? HealthState.Unhealthy
                : route.IsImpaired ? HealthState.Degraded
                : HealthState.Healthy,
            Join([
                !route.IsDown ? Named("Tried last", route.TriedLast)
                : route.SwitchedOff.Count() == route.Carriers.Length
                    ? "All its carriers are switched off by operators: its messages wait until their codes end."
                : $"No carrier of it delivers; the first failed with {route.LastCode ?? NoCode}.",
                Named("Switched off", route.SwitchedOff),
            ]),
            route.Since,
            more
        );
    }

    public static HealthPart Of(string caller, CallerFare fare) =>
        new(
            caller,
            fare.IsRefused ? HealthState.Degraded : HealthState.Healthy,
            fare.IsRefused
                ? $"{fare.RefusedInRow} tokens in a row that are made out as its do not fit; the last for {fare.LastRefusal}."
                : null,
            fare.IsRefused ? fare.RefusedSince : null
        );

    public static string? Join(IEnumerable<string?> details)
    {
        var text = string.Join(' ', details.OfType<string>());
        return text.Length > 0 ? text : null;
    }

    private static string? Named(string what, IEnumerable<ConfiguredCarrier> carriers)
    {
        var names = string.Join(", ", carriers.Select(carrier => carrier.Name));
        return names.Length > 0 ? $"{what}: {names}." : null;
    }

    private static string? WordsOf(SwitchedOff? off) =>
        off is null ? null
        : off.Until is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"An operator has switched it off until {until:u}.")
        : "An operator has switched it off.";

    private static string? Failure(CarrierHealth health)
    {
        if (health.HasFailed)
        {
            return health.IsFailing
                ? $"It keeps failing, with {health.LastCode ?? NoCode}."
                : $"It failed, with {health.LastCode ?? NoCode}, and has not been tried since.";
        }

        if (health.IsFailing)
        {
            return "Too many attempts fail or are slow: it is tried last.";
        }

        return health.FailingRegions is { Count: > 0 } regions
            ? $"It keeps failing for numbers of {string.Join(", ", regions)}: there it is tried last."
            : null;
    }
}
