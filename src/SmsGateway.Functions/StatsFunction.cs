using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using SmsGateway.Operators;

namespace SmsGateway.Functions;

/// <summary>The last hour of all instances, behind a function key.</summary>
public sealed class StatsFunction(StatsHandler handler)
{
    [Function("ShowStats")]
    public async Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "stats")] HttpRequestData request,
        CancellationToken cancellationToken
    ) => request.Reply(await handler.HandleAsync(cancellationToken));
}
