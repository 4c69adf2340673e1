using System.Text.Json.Nodes;
using SmsGateway.Carriers;
using SmsGateway.Http;
using SmsGateway.Ports;

namespace SmsGateway.Operators;

/// <summary>
/// Health: 200 while messages can be accepted, 503 otherwise. A failing carrier shows, but does not make the gateway
/// unhealthy: taking it out of service would not bring the carrier back.
/// </summary>
public sealed class HealthHandler(ISendQueue queue, ISecretStore secrets, CarrierRegistry carriers)
{
    public async ValueTask<HttpReply> HandleAsync(CancellationToken cancellationToken)
    {
        var store = await queue.CheckAsync(cancellationToken);
        var secret = await secrets.CheckAsync(cancellationToken);
        var healthy = store.Healthy && secret.Healthy;
        return HttpReply.Json(healthy ? 200 : 503, new JsonObject
        {
            ["status"] = healthy ? "healthy" : "unhealthy",
            ["queue"] = new JsonObject { ["status"] = Word(store.Healthy), ["detail"] = store.Detail, ["messages"] = store.Queued },
            ["secrets"] = new JsonObject { ["status"] = Word(secret.Healthy), ["detail"] = secret.Detail },
            ["carriers"] = new JsonObject(carriers.All.OrderBy(carrier => carrier.Name, StringComparer.Ordinal).Select(carrier =>
                KeyValuePair.Create(carrier.Name, (JsonNode?)new JsonObject
                {
                    ["breaker"] = carrier.Breaker.State.ToString(),
                    ["lastSuccess"] = carrier.Breaker.LastSuccess,
                }))),
        });
    }

    private static string Word(bool healthy) => healthy ? "healthy" : "unhealthy";
}
