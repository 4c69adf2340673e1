using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
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
/// otherwise. A carrier that fails, or whose secret is missing, and a caller whose tokens do not fit, show as degraded: others go on.
/// </summary>
public sealed class HealthHandler(
    IQueueMonitor queue,
    ISecretStore secrets,
    SecretReferences references,
    CallerWatch callers,
    RouteHealth routes,
    ConfigurationWarnings warnings,
    DeliveryOptions delivery,
    TimeProvider time,
    ILogger<HealthHandler> logger
)
{
    /// <summary>Anybody may ask, and a look costs a write to the store: all who ask within this time get one answer.</summary>
    public static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly HealthTrail _trail = new(time, logger);
    private readonly Lock _lock = new();
    private Task<Look>? _look;
    private long _lookedAt;

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
        var secretHealth = references.Names.ToDictionary(name => name, secrets.Check, StringComparer.OrdinalIgnoreCase);
        var queuePart = _trail.Follow(await LookAtQueueAsync(store), "the queue");
        var secretsPart = _trail.Follow(SecretsPart(secretHealth), "a secret");
        List<HealthPart> callerParts =
        [
            .. callers.Callers.Select(caller =>
                _trail.Follow(HealthParts.Of(caller.Name, callers[caller.Name]), $"caller {caller.Name}")
            ),
        ];
        List<HealthPart> carrierParts =
        [
            .. routes
                .Carriers.OrderBy(carrier => carrier.Name, StringComparer.Ordinal)
                .Select(carrier => _trail.Follow(HealthParts.Of(carrier, SecretsOf(carrier, secretHealth)))),
        ];
        List<HealthPart> routeParts = [.. routes.Routes.Select(HealthParts.Of)];
        var state = new[] { queuePart, secretsPart }
            .Concat(callerParts)
            .Concat(carrierParts)
            .Concat(routeParts)
            .Max(part => part.State);
        var document = new JsonObject
        {
            ["status"] = HealthPart.Word(state),
            ["version"] = BuildVersion.Text,
            ["queue"] = queuePart.Document(),
            ["secrets"] = secretsPart.Document(),
            ["callers"] = Section(callerParts),
            ["carriers"] = Section(carrierParts),
            ["routes"] = Section(routeParts),
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
            HttpReply.Json(state == HealthState.Unhealthy ? 503 : 200, document),
            Ready(store, secretsPart)
        );
    }

    private static HttpReply Ready(StoreHealth store, HealthPart secretsPart)
    {
        var detail = HealthParts.Join([
            store.Healthy ? null : store.Detail ?? "The queue takes no messages.",
            secretsPart.State == HealthState.Unhealthy ? secretsPart.Detail : null,
        ]);
        return HttpReply.Json(
            detail is null ? 200 : 503,
            new JsonObject { ["status"] = detail is null ? "ready" : "not ready", ["detail"] = detail }
        );
    }

    private async Task<HealthPart> LookAtQueueAsync(StoreHealth store)
    {
        var (late, since) = store.Healthy ? await LateAsync() : default;
        return new(
            "queue",
            store.Healthy && late is null ? HealthState.Healthy : HealthState.Unhealthy,
            store.Detail ?? late,
            since,
            ("messages", store.Queued)
        );
    }

    /// <summary>Whose life it is cannot be told from outside; the shortest is the safe one.</summary>
    private async Task<(string? Detail, DateTimeOffset? Since)> LateAsync()
    {
        try
        {
            if (await queue.OldestSinceAsync(CancellationToken.None) is not { } since)
            {
                return default;
            }

            var waits = time.GetUtcNow() - since;
            var life = callers.Callers.Select(caller => caller.TimeToLive).DefaultIfEmpty(delivery.TimeToLive).Min();
            return waits <= life * delivery.OldestShare
                ? default
                : (
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The oldest message that is due has waited for {waits.TotalSeconds:0} s of the {life.TotalSeconds:0} s it has."
                    ),
                    since
                );
        }
        catch (StoreUnavailableException e)
        {
            return (e.Message, null);
        }
    }

    private HealthPart SecretsPart(Dictionary<string, SecretHealth> secretHealth)
    {
        var needed = references
            .Where(reference => reference.Key == EncryptionOptions.KeySetting)
            .Select(reference => reference.Value);
        var state =
            callers
                .Callers.SelectMany(caller => caller.SecretNames.Values)
                .Concat(needed)
                .Any(name => !secretHealth[name].IsServed)
                ? HealthState.Unhealthy
            : secretHealth.Values.All(secret => secret.IsServed) ? HealthState.Healthy
            : HealthState.Degraded;
        return new("secrets", state, HealthParts.Join(secretHealth.Values.Select(secret => secret.Detail)), null);
    }

    private static List<SecretHealth> SecretsOf(
        ConfiguredCarrier carrier,
        Dictionary<string, SecretHealth> secretHealth
    ) => [.. carrier.Options.SecretNames.Values.Select(name => secretHealth[name])];

    private static JsonObject Section(IEnumerable<HealthPart> parts) =>
        new(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Document())));

    private sealed record Look(HttpReply Health, HttpReply Ready);
}
