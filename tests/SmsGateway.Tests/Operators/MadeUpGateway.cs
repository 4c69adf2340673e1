using System.Globalization;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Playwright;

namespace SmsGateway.Tests.Operators;

/// <summary>Answers the page's questions in the gateway's place, before they leave the browser: what no test could bring about in a second.</summary>
internal sealed class MadeUpGateway
{
    private const int PageSize = 100;
    private const string LongName = "the_passwordless_connection_of_the_southern_hemisphere";
    private static readonly string[] Reasons = ["Expired", "Rejected", "Unknown", "Unroutable", "Poison"];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>How many dead letters there are.</summary>
    public int DeadLetters { get; init; } = 3;

    /// <summary>Whether nothing works: no carrier, no route, the queue late, a secret away.</summary>
    public bool IsDown { get; init; }

    /// <summary>Whether a caller's tokens do not fit.</summary>
    public bool RefusesCaller { get; init; }

    /// <summary>Whether it does not answer at all.</summary>
    public bool IsAway { get; set; }

    public Task AnswerAsync(IBrowserContext profile) =>
        profile.RouteAsync(
            "**/api/**",
            route =>
            {
                var address = new Uri(route.Request.Url);
                return IsAway ? route.AbortAsync()
                    : address.AbsolutePath == "/api/health"
                        ? route.FulfillAsync(Json(IsDown ? 503 : 200, IsDown ? Down() : Healthy()))
                    : address.AbsolutePath == "/api/dead-letters" ? route.FulfillAsync(Json(200, Letters(address)))
                    : address.AbsolutePath == "/api/stats" ? route.FulfillAsync(Json(200, Stats()))
                    : address.AbsolutePath == "/api/admission/decisions" ? route.FulfillAsync(Json(200, Decisions()))
                    : route.FulfillAsync(Json(200, new JsonObject { ["items"] = new JsonArray() }));
            }
        );

    private static RouteFulfillOptions Json(int status, JsonObject body) =>
        new()
        {
            Status = status,
            ContentType = "application/json",
            Body = body.ToJsonString(),
        };

    private JsonObject Letters(Uri address)
    {
        var from = int.Parse(
            HttpUtility.ParseQueryString(address.Query)["continue"] ?? "0",
            CultureInfo.InvariantCulture
        );
        var to = Math.Min(from + PageSize, DeadLetters);
        var items = Enumerable.Range(from, to - from).Select(Letter).ToArray<JsonNode?>();
        return new JsonObject { ["items"] = new JsonArray(items), ["continue"] = to < DeadLetters ? $"{to}" : null };
    }

    private static JsonObject Letter(int i)
    {
        var died = Now.AddSeconds(-4 * i);
        return new()
        {
            ["id"] = $"m{i}",
            ["reason"] = Reasons[i % Reasons.Length],
            ["diedAt"] = died,
            ["envelope"] = new JsonObject
            {
                ["v"] = 1,
                ["id"] = $"m{i}",
                ["caller"] = i % 3 == 0 ? LongName : "auth0",
                ["recipient"] = "+61*******56",
                ["body"] = "***",
                ["acceptedAt"] = died.AddMinutes(-5),
                ["expiresAt"] = died,
                ["attempts"] = new JsonArray(),
            },
            ["lastOutcomes"] = new JsonArray(
                new JsonObject
                {
                    ["carrier"] = i % 2 == 0 ? "twilio" : "8x8",
                    ["at"] = died,
                    ["outcome"] = "Unavailable",
                    ["code"] = $"{500 + (i % 4)}",
                }
            ),
        };
    }

    /// <summary>With the longest names there are.</summary>
    private static JsonObject Decisions() =>
        new()
        {
            ["items"] = new JsonArray(
                new JsonObject
                {
                    ["at"] = Now,
                    ["rule"] = "block_limit",
                    ["result"] = "refused",
                    ["caller"] = LongName,
                    ["region"] = "UZ",
                    ["recipient"] = "+998********",
                    ["network"] = "2001:db8:1234:5678::/64",
                    ["retryAt"] = null,
                    ["heldUntil"] = Now.AddHours(1),
                }
            ),
        };

    private JsonObject Stats() =>
        new()
        {
            ["at"] = Now,
            ["instances"] = 2,
            ["detail"] = null,
            ["waiting"] = 2,
            ["oldestAge"] = 0,
            ["callers"] = RefusesCaller
                ? new JsonArray(
                    new JsonObject
                    {
                        ["name"] = LongName,
                        ["since"] = Now.AddMinutes(-7),
                        ["refused"] = 1312,
                        ["why"] = "signature",
                    }
                )
                : [],
            ["lastMinute"] = Minute(0),
            ["lastTenMinutes"] = Minute(1),
            ["lastHour"] = Minute(2),
            ["running"] = Minute(60),
            ["minutes"] = new JsonArray([.. Enumerable.Range(0, 60).Select(Minute)]),
        };

    private static JsonObject Minute(int i) =>
        new()
        {
            ["minute"] = Now.AddMinutes(i - 60),
            ["accepted"] = 40 + (i % 7),
            ["refused"] = i % 5,
            ["delivered"] = 38 + (i % 5),
            ["assumed"] = i % 2,
            ["dead"] = i % 3,
            ["attempts"] = 60,
            ["failedAttempts"] = i % 9,
            ["p50"] = 0.4,
            ["p99"] = 3.1,
            ["carriers"] = new JsonObject
            {
                ["twilio"] = new JsonObject
                {
                    ["accepted"] = 40,
                    ["rejected"] = 1,
                    ["failed"] = i % 9,
                },
            },
        };

    private static JsonObject Healthy() =>
        new()
        {
            ["status"] = "healthy",
            ["version"] = "1.0.0+abc",
            ["queue"] = Part("healthy", null, ("messages", 2)),
            ["secrets"] = Part("healthy", null),
            ["carriers"] = new JsonObject { ["twilio"] = Carrier("healthy", "Closed", null, null) },
            ["routes"] = new JsonObject { ["default"] = Part("healthy", null, ("carriers", new JsonArray("twilio"))) },
        };

    private static JsonObject Down() =>
        new()
        {
            ["status"] = "unhealthy",
            ["version"] = "1.0.0+abc",
            ["queue"] = Part(
                "unhealthy",
                "The oldest message that is due has waited for 141 s of the 300 s it has.",
                ("messages", 48231)
            ),
            ["secrets"] = Part(
                "degraded",
                "Gateway__Carriers__vonage__ApiSecretSecretName: the secret cannot be read: forbidden."
            ),
            ["carriers"] = new JsonObject
            {
                ["twilio"] = Carrier("degraded", "Open", "401", "It keeps failing, with 401."),
                ["8x8"] = Carrier("degraded", "Open", "503", "It keeps failing, with 503."),
                ["vonage"] = Carrier("degraded", "Closed", null, "forbidden"),
                ["sinch"] = Carrier("degraded", "Closed", "500", "It keeps failing for numbers of AU, NZ.", "AU", "NZ"),
                ["plivo"] = SwitchedOff(Carrier("degraded", "Closed", null, "An operator has switched it off.")),
            },
            ["routes"] = new JsonObject
            {
                ["default"] = Part(
                    "unhealthy",
                    "No carrier of it delivers; the first failed with 401.",
                    ("carriers", new JsonArray("twilio", "8x8")),
                    ("weights", new JsonObject { ["twilio"] = 60, ["8x8"] = 40 })
                ),
                [$"caller/{LongName}"] = Part(
                    "unhealthy",
                    "All its carriers are switched off by operators: its messages wait until their codes end. Switched off: plivo.",
                    ("carriers", new JsonArray("plivo"))
                ),
            },
            ["warnings"] = new JsonArray("Gateway__Admission__Regions: none is named, so every country is sent to."),
        };

    private static JsonObject SwitchedOff(JsonObject carrier)
    {
        carrier["switchedOff"] = new JsonObject { ["since"] = Now.AddMinutes(-7), ["until"] = null };
        return carrier;
    }

    private static JsonObject Part(string status, string? detail, params (string Name, JsonNode? Value)[] more)
    {
        var part = new JsonObject
        {
            ["status"] = status,
            ["detail"] = detail,
            ["since"] = status == "healthy" ? null : Now.AddMinutes(-7),
        };
        foreach (var (name, value) in more)
        {
            part[name] = value;
        }

        return part;
    }

    private static JsonObject Carrier(
        string status,
        string breaker,
        string? code,
        string? detail,
        params string[] failingIn
    ) =>
        Part(
            status,
            detail,
            ("breaker", breaker),
            ("switchedOff", null),
            ("lastSuccess", Now.AddMinutes(-7)),
            (
                "lastOutcome",
                code == "401" ? "Refused"
                : code is null ? null
                : "Unavailable"
            ),
            ("lastCode", code),
            ("attemptsInLastMinute", 120),
            ("badInLastMinute", status == "healthy" ? 0 : 118),
            ("failingIn", new JsonArray([.. failingIn.Select(region => JsonValue.Create(region))]))
        );
}
