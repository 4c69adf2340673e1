using System.Globalization;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Delivery;
using SmsGateway.Encryption;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Routing;
using SmsGateway.Secrets;

namespace SmsGateway.Operators;

/// <summary>
/// Health: 503 while messages cannot be accepted, because the queue takes nothing, or a caller's secret or the key that seals
/// messages cannot be had, and while
/// accepted ones do not go out, because a route has no carrier that delivers or the oldest due message waits too long; 200
/// otherwise. A carrier that fails, or whose secret is missing, shows as degraded: its routes still deliver.
/// </summary>
public sealed class HealthHandler(
    IQueueMonitor queue,
    ISecretStore secrets,
    SecretReferences references,
    IReadOnlyList<CallerOptions> callers,
    RouteHealth routes,
    ConfigurationWarnings warnings,
    DeliveryOptions delivery,
    TimeProvider time
)
{
    /// <summary>Anybody may ask, and a look costs a write to the store: all who ask within this time get one answer.</summary>
    public static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private const string NoCode = "no code";

    private readonly Lock _lock = new();
    private Task<Look>? _look;
    private long _lookedAt;

    private enum State
    {
        Healthy,
        Degraded,
        Unhealthy,
    }

    public async ValueTask<HttpReply> HandleAsync(CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Health;

    /// <summary>
    /// Whether this process should be sent requests: 503 while it cannot accept messages. What keeps accepted ones from going out does
    /// not count, because another process could do no more about it.
    /// </summary>
    public async ValueTask<HttpReply> ReadyAsync(CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken)).Ready;

    private async ValueTask<Look> LookAsync(CancellationToken cancellationToken)
    {
        Task<Look> look;
        lock (_lock)
        {
            if (
                _look is null
                || (_look.IsCompleted && (!_look.IsCompletedSuccessfully || time.GetElapsedTime(_lookedAt) >= Shared))
            )
            {
                // Not on behalf of this request: others wait for it too.
                _look = Task.Run(LookAsync, CancellationToken.None);
            }

            look = _look;
        }

        return await look.WaitAsync(cancellationToken);
    }

    private async Task<Look> LookAsync()
    {
        var store = await queue.CheckAsync(CancellationToken.None);
        var (queueState, queuePart) = await LookAtQueueAsync(store);
        var secretHealth = references.Names.ToDictionary(name => name, secrets.Check, StringComparer.OrdinalIgnoreCase);
        var secretState = StateOfSecrets(secretHealth);
        var parts = new[]
        {
            routes
                .Carriers.OrderBy(carrier => carrier.Name, StringComparer.Ordinal)
                .Select(carrier => PartOf(carrier, SecretsOf(carrier, secretHealth)))
                .ToList(),
            [.. routes.Routes.Select(PartOf)],
        };
        var state = parts
            .SelectMany(part => part)
            .Select(part => part.State)
            .Append(queueState)
            .Append(secretState)
            .Max();
        var document = new JsonObject
        {
            ["status"] = Word(state),
            ["version"] = BuildVersion.Text,
            ["queue"] = queuePart,
            ["secrets"] = new JsonObject
            {
                ["status"] = Word(secretState),
                ["detail"] = Details(secretHealth.Values.Select(secret => secret.Detail)),
            },
            ["carriers"] = Section(parts[0]),
            ["routes"] = Section(parts[1]),
        };
        var told = warnings.Now.Append((time as SteadyTime)?.Detail).OfType<string>().ToList();
        if (told.Count > 0)
        {
            document["warnings"] = new JsonArray([.. told.Select(line => JsonValue.Create(line))]);
        }

        if (warnings.Notes.Count > 0)
        {
            document["notes"] = new JsonArray([.. warnings.Notes.Select(line => JsonValue.Create(line))]);
        }

        _lookedAt = time.GetTimestamp();
        return new Look(
            HttpReply.Json(state == State.Unhealthy ? 503 : 200, document),
            Ready(
                store,
                secretState == State.Unhealthy ? Details(secretHealth.Values.Select(secret => secret.Detail)) : null
            )
        );
    }

    private static HttpReply Ready(StoreHealth store, string? secretDetail)
    {
        var detail = Details([store.Healthy ? null : store.Detail ?? "The queue takes no messages.", secretDetail]);
        return HttpReply.Json(
            detail is null ? 200 : 503,
            new JsonObject { ["status"] = detail is null ? "ready" : "not ready", ["detail"] = detail }
        );
    }

    private async Task<(State State, JsonObject Part)> LookAtQueueAsync(StoreHealth store)
    {
        var late = store.Healthy ? await LateAsync() : null;
        var state = store.Healthy && late is null ? State.Healthy : State.Unhealthy;
        return (
            state,
            new JsonObject
            {
                ["status"] = Word(state),
                ["detail"] = store.Detail ?? late,
                ["messages"] = store.Queued,
            }
        );
    }

    /// <summary>Whose life it is cannot be told from outside; the shortest is the safe one.</summary>
    private async Task<string?> LateAsync()
    {
        try
        {
            if (await queue.OldestSinceAsync(CancellationToken.None) is not { } since)
            {
                return null;
            }

            var waits = time.GetUtcNow() - since;
            var life = callers.Select(caller => caller.TimeToLive).DefaultIfEmpty(delivery.TimeToLive).Min();
            return waits <= life * delivery.OldestShare
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The oldest message that is due has waited for {waits.TotalSeconds:0} s of the {life.TotalSeconds:0} s it has."
                );
        }
        catch (StoreUnavailableException e)
        {
            return e.Message;
        }
    }

    private State StateOfSecrets(Dictionary<string, SecretHealth> secretHealth)
    {
        var needed = references
            .Where(reference => reference.Key == EncryptionOptions.KeySetting)
            .Select(reference => reference.Value);
        if (
            callers
                .SelectMany(caller => caller.SecretNames.Values)
                .Concat(needed)
                .Any(name => !secretHealth[name].IsServed)
        )
        {
            return State.Unhealthy;
        }

        return secretHealth.Values.All(secret => secret.IsServed) ? State.Healthy : State.Degraded;
    }

    private static List<SecretHealth> SecretsOf(
        ConfiguredCarrier carrier,
        Dictionary<string, SecretHealth> secretHealth
    ) => [.. carrier.Options.SecretNames.Values.Select(name => secretHealth[name])];

    private static (string Name, State State, JsonObject Part) PartOf(
        ConfiguredCarrier carrier,
        List<SecretHealth> secretHealth
    )
    {
        var health = carrier.Health;
        var count = health.LastMinute;
        var regions = health.FailingRegions;
        var state =
            health.IsFailing || regions.Count > 0 || secretHealth.Any(secret => !secret.IsServed)
                ? State.Degraded
                : State.Healthy;
        return (
            carrier.Name,
            state,
            new JsonObject
            {
                ["status"] = Word(state),
                ["detail"] = Details(secretHealth.Select(secret => secret.Detail).Append(Failure(health))),
                ["breaker"] =
                    health.IsFailing ? "Open"
                    : health.HasFailed ? "HalfOpen"
                    : "Closed",
                ["lastSuccess"] = health.LastSuccess,
                ["lastCode"] = health.LastCode,
                ["attemptsInLastMinute"] = count.Attempts,
                ["badInLastMinute"] = count.Bad,
                ["failingIn"] = new JsonArray([.. regions.Select(region => JsonValue.Create(region))]),
            }
        );
    }

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

    private static (string Name, State State, JsonObject Part) PartOf(RouteState route)
    {
        var state =
            route.IsDown ? State.Unhealthy
            : route.IsImpaired ? State.Degraded
            : State.Healthy;
        var part = new JsonObject
        {
            ["status"] = Word(state),
            ["detail"] = route.IsDown
                ? $"No carrier of it delivers; the first failed with {route.LastCode ?? NoCode}."
                : null,
        };
        var points = route.Points;
        if (!points.IsEmpty)
        {
            part["weights"] = new JsonObject(
                points.Select((weight, i) => KeyValuePair.Create(route.Carriers[i].Name, (JsonNode?)weight))
            );
        }

        return (route.Name, state, part);
    }

    private static JsonObject Section(IEnumerable<(string Name, State State, JsonObject Part)> parts) =>
        new(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Part)));

    private static string? Details(IEnumerable<string?> all)
    {
        var details = string.Join(' ', all.OfType<string>());
        return details.Length > 0 ? details : null;
    }

    private static string Word(State state) =>
        state switch
        {
            State.Healthy => "healthy",
            State.Degraded => "degraded",
            _ => "unhealthy",
        };

    private sealed record Look(HttpReply Health, HttpReply Ready);
}
