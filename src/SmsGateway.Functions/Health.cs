using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>Open to everybody: monitors have no key, and the answer holds no secret.</summary>
public sealed class Health(HealthHandler handler)
{
    [Function(nameof(Health))]
    public async Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequestData request,
        CancellationToken cancellationToken
    ) => request.Reply(await handler.HandleAsync(cancellationToken));
}
