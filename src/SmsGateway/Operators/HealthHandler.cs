using System.Reflection;
using System.Text.Json.Nodes;
using SmsGateway.Callers;
using SmsGateway.Carriers;
using SmsGateway.Configuration;
using SmsGateway.Http;
using SmsGateway.Messages;
using SmsGateway.Queue;
using SmsGateway.Secrets;

namespace SmsGateway.Operators;

/// <summary>
/// Health: 503 while messages cannot be accepted, because the queue takes nothing or a caller's secret cannot be had; 200
/// otherwise. A carrier that fails, or whose secret is missing, shows as degraded, but does not make the gateway unhealthy:
/// taking it out of service would not bring the carrier back.
/// </summary>
public sealed class HealthHandler(
    IQueueMonitor queue,
    ISecretStore secrets,
    SecretReferences references,
    IReadOnlyList<CallerOptions> callers,
    CarrierRegistry carriers,
    ConfigurationWarnings warnings,
    TimeProvider time
)
{
    /// <summary>Anybody may ask, and a look costs a write to the store: all who ask within this time get one answer.</summary>
    public static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    /// <summary>The build, with the whole hash of its commit where it was built from one.</summary>
    private static readonly string? Version = typeof(HealthHandler)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
        ?.InformationalVersion;

    private readonly Lock _lock = new();
    private Task<HttpReply>? _look;
    private long _lookedAt;

    private enum State
    {
        Healthy,
        Degraded,
        Unhealthy,
    }

    public async ValueTask<HttpReply> HandleAsync(CancellationToken cancellationToken)
    {
        Task<HttpReply> look;
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

    private async Task<HttpReply> LookAsync()
    {
        var store = await queue.CheckAsync(CancellationToken.None);
        var secretHealth = references.Names.ToDictionary(name => name, secrets.Check, StringComparer.OrdinalIgnoreCase);
        var queueState = store.Healthy ? State.Healthy : State.Unhealthy;
        var secretState = StateOfSecrets(secretHealth);
        var carrierStates = carriers
            .All.OrderBy(carrier => carrier.Name, StringComparer.Ordinal)
            .Select(carrier =>
                (
                    Carrier: carrier,
                    Secrets: carrier.Options.SecretNames.Values.Select(name => secretHealth[name]).ToList()
                )
            )
            .Select(carrier => (carrier.Carrier, carrier.Secrets, State: StateOf(carrier.Carrier, carrier.Secrets)))
            .ToList();
        var state = carrierStates.Select(carrier => carrier.State).Append(queueState).Append(secretState).Max();
        var document = new JsonObject
        {
            ["status"] = Word(state),
            ["version"] = Version,
            ["queue"] = new JsonObject
            {
                ["status"] = Word(queueState),
                ["detail"] = store.Detail,
                ["messages"] = store.Queued,
            },
            ["secrets"] = new JsonObject { ["status"] = Word(secretState), ["detail"] = Details(secretHealth.Values) },
            ["carriers"] = new JsonObject(
                carrierStates.Select(carrier =>
                    KeyValuePair.Create(
                        carrier.Carrier.Name,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["status"] = Word(carrier.State),
                                ["detail"] = Details(carrier.Secrets),
                                ["breaker"] = carrier.Carrier.Health.IsFailing ? "Open" : "Closed",
                                ["lastSuccess"] = carrier.Carrier.Health.LastSuccess,
                            }
                    )
                )
            ),
        };
        var told = warnings.Lines.Append((time as SteadyTime)?.Detail).OfType<string>().ToList();
        if (told.Count > 0)
        {
            document["warnings"] = new JsonArray([.. told.Select(line => JsonValue.Create(line))]);
        }

        _lookedAt = time.GetTimestamp();
        return HttpReply.Json(state == State.Unhealthy ? 503 : 200, document);
    }

    private State StateOfSecrets(Dictionary<string, SecretHealth> secretHealth)
    {
        if (callers.SelectMany(caller => caller.SecretNames.Values).Any(name => !secretHealth[name].IsServed))
        {
            return State.Unhealthy;
        }

        return secretHealth.Values.All(secret => secret.IsServed) ? State.Healthy : State.Degraded;
    }

    private static State StateOf(ConfiguredCarrier carrier, IEnumerable<SecretHealth> secretHealth) =>
        carrier.Health.IsFailing || secretHealth.Any(secret => !secret.IsServed) ? State.Degraded : State.Healthy;

    private static string? Details(IEnumerable<SecretHealth> secretHealth)
    {
        var details = string.Join(' ', secretHealth.Select(secret => secret.Detail).OfType<string>());
        return details.Length > 0 ? details : null;
    }

    private static string Word(State state) =>
        state switch
        {
            State.Healthy => "healthy",
            State.Degraded => "degraded",
            _ => "unhealthy",
        };
}
